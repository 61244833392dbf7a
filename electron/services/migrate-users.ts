import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import type { NameList } from '../engine/decide/decide-users';
import { confirmDatabase } from './confirm-database';
import type { RunControl } from './current-run';
import type { OpenConnection } from './open-connection';
import { operatorName } from './operator-name';
import { TOOL_VERSION } from './tool-version';

export interface MigrateRequest {
  project: Project;
  mode: 'rehearsal' | 'run';
  ignoreRunningApp: boolean;
  /** Name of the database as the user typed it: never another one, and needed where it is marked production. */
  confirmDatabase: string | null;
  /** Names of the files that the project names. */
  names?: readonly NameList[];
}

/**
 * Rehearses or runs the project. Everything that happens after the confirmation is in the report.
 * @throws UserMigrationError `confirmation-missing`
 */
export async function migrateUsers(
  { database }: OpenConnection,
  request: MigrateRequest,
  control: Partial<RunControl> = {},
): Promise<Report> {
  const { project, mode, ignoreRunningApp, names = [] } = request;
  confirmDatabase(database, project.connection, request.confirmDatabase, mode === 'run');
  const { runMigration } = await import('../engine/run/run-migration');
  return runMigration({
    database,
    project,
    mode,
    ignoreRunningApp,
    names,
    operator: operatorName(),
    toolVersion: TOOL_VERSION,
    ...control,
  });
}
