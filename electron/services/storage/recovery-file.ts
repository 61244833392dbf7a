import { join } from 'node:path';
import { z } from 'zod';
import type { RecoveredProject } from '../../../shared/contract';
import { projectSchema } from '../../../shared/project-schema';
import type { JsonFile } from './json-file';
import { jsonFile } from './json-file';

/** The unsaved project, kept while it is being edited. */
export function recoveryFile(directory: string): JsonFile<RecoveredProject> {
  return jsonFile(
    join(directory, 'recovery.json'),
    z.object({ path: z.string().nullable(), project: projectSchema, savedAt: z.iso.datetime() }),
  );
}
