import { z } from 'zod';
import type { AttributeMapping } from './project';

const NUL = '\u0000';

/** A text without NUL, which PostgreSQL refuses in every text. */
const text = (max: number): z.ZodString =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes(NUL), 'must not contain the character NUL');
const required = (max: number): z.ZodString => text(max).min(1, 'must not be empty');

/** Qualified names; Mendix allows less, but the metadata is what counts. */
const MAX_NAME = 500;
const MAX_PATH = 4096;
/** As much as a constant for an unlimited String may reasonably hold. */
const MAX_VALUE = 100_000;
const MAX_STEPS = 200;
const MAX_MAPPINGS = 10_000;

const host = required(255).regex(/^[^\s@]+$/, 'must be a host name or address, without user or password');
const port = z.int().min(1).max(65_535);

const tlsSchema = z.strictObject({
  mode: z.enum(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']),
  caFile: required(MAX_PATH).optional(),
  certFile: required(MAX_PATH).optional(),
  keyFile: required(MAX_PATH).optional(),
});

const sshSchema = z.strictObject({
  host,
  port,
  username: required(255),
  auth: z.enum(['password', 'key', 'agent']),
  keyFile: required(MAX_PATH).optional(),
});

/** A {@link ServerConnection}; holds no secret. */
export const serverConnectionSchema = z.strictObject({
  type: z.enum(['postgres', 'mysql']),
  host,
  port,
  database: required(255),
  schema: required(255).optional(),
  username: text(255),
  tls: tlsSchema.optional(),
  ssh: sshSchema.optional(),
  production: z.boolean().optional(),
});

const sampleConnectionSchema = z.strictObject({
  type: z.literal('sample'),
  users: z.int().min(1).max(10_000_000).optional(),
});

const backupConnectionSchema = z.strictObject({
  type: z.literal('backup'),
  file: required(MAX_PATH),
});

/** A {@link Connection}. */
export const connectionSchema = z.discriminatedUnion('type', [
  serverConnectionSchema,
  sampleConnectionSchema,
  backupConnectionSchema,
]);

/** One schema instead of a union of two, so that a message names the wrong field. */
const attributeMappingSchema = z
  .strictObject({
    source: required(MAX_NAME).optional(),
    value: text(MAX_VALUE).optional(),
    target: required(MAX_NAME),
  })
  .transform((mapping, context): AttributeMapping => {
    const { source, value, target } = mapping;
    if (source !== undefined && value === undefined) return { source, target };
    if (value !== undefined && source === undefined) return { value, target };
    context.addIssue({ code: 'custom', message: 'must have either "source" or "value"' });
    return z.NEVER;
  });

const associationMappingSchema = z.strictObject({
  source: required(MAX_NAME),
  target: required(MAX_NAME),
});

const MAX_ROLES = 1000;

const usersSchema = z.strictObject({
  withRoles: z.array(required(MAX_NAME)).max(MAX_ROLES).optional(),
  withoutRoles: z.array(required(MAX_NAME)).max(MAX_ROLES).optional(),
  active: z.boolean().optional(),
  namesFile: required(MAX_PATH).optional(),
  attribute: z
    .strictObject({
      name: required(MAX_NAME),
      equals: z.union([text(MAX_VALUE), z.number(), z.boolean(), z.null()]),
    })
    .optional(),
});

const nameSchema = z
  .strictObject({
    from: required(MAX_NAME).optional(),
    namesFile: required(MAX_PATH).optional(),
    case: z.enum(['keep', 'lower', 'upper']).optional(),
    trim: z.boolean().optional(),
    whenEmpty: z.enum(['keep', 'fail']).optional(),
  })
  .refine(
    ({ from, namesFile }) => from === undefined || namesFile === undefined,
    'must not have both "from" and "namesFile"',
  );

const existingSchema = z.strictObject({
  match: z
    .union([z.literal('name'), z.strictObject({ source: required(MAX_NAME), target: required(MAX_NAME) })])
    .default('name'),
  ignoreCase: z.boolean().optional(),
  then: z.enum(['fail', 'skip', 'merge']),
  values: z.enum(['keep', 'fill-empty', 'overwrite']).optional(),
  signInWith: z.enum(['existing', 'old']).optional(),
});

const stepSchema = z.strictObject({
  // Empty while a project is being made: the checks say that an entity is missing.
  source: text(MAX_NAME),
  target: text(MAX_NAME),
  keepOldUsers: z.boolean(),
  newNamePostfix: required(100).optional(),
  moveReferences: z.boolean().optional(),
  users: usersSchema.optional(),
  name: nameSchema.optional(),
  existing: existingSchema.optional(),
  attributes: z.array(attributeMappingSchema).max(MAX_MAPPINGS),
  associations: z.array(associationMappingSchema).max(MAX_MAPPINGS),
  acceptLoss: z.array(required(MAX_NAME)).max(MAX_MAPPINGS),
});

/** A {@link Project}. The order of the fields is their order in the file. */
export const projectSchema = z.strictObject({
  formatVersion: z.union([z.literal(1), z.literal(2)]),
  name: text(200),
  domainModel: text(200).optional(),
  connection: connectionSchema.optional(),
  steps: z.array(stepSchema).max(MAX_STEPS),
});
