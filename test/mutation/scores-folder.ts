import { join } from 'node:path';

/** Where the tests leave what they counted. */
export const SCORES_FOLDER = join('node_modules', '.cache', 'user-migration-mutations');
