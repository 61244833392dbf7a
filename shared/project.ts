/** Types of a project, from its schemas: what a field means stands there. */
import type { z } from 'zod';
import type {
  associationMappingSchema,
  attributeMappingSchema,
  existingSchema,
  nameSchema,
  projectSchema,
  stepSchema,
  usersSchema,
} from './project-schema';

export type AttributeMapping = z.infer<typeof attributeMappingSchema>;
export type AssociationMapping = z.infer<typeof associationMappingSchema>;
export type UserSelection = z.infer<typeof usersSchema>;
export type NameRule = z.infer<typeof nameSchema>;
export type ExistingRule = z.infer<typeof existingSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Project = z.infer<typeof projectSchema>;

export const DEFAULT_NAME_POSTFIX = '_new';
