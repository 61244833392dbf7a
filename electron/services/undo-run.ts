import type { Report } from '../../shared/report';
import { undoRun as undo } from '../engine/undo/undo-run';
import { confirmDatabase } from './confirm-database';
import type { RunControl } from './current-run';
import type { OpenConnection } from './open-connection';
import { operatorName } from './operator-name';
import { TOOL_VERSION } from './tool-version';

export interface UndoRequest {
  runId: string;
  /** Undo although something changed since, where nothing is lost by it. */
  force: boolean;
  /** Name of the database as the user typed it: never another one, and needed where it is marked production. */
  confirmDatabase: string | null;
  /** Carry out and verify, then roll back. */
  dryRun?: boolean | undefined;
}

/**
 * Takes a committed run back.
 * @throws UserMigrationError `confirmation-missing`
 */
export async function undoRun(
  { database }: OpenConnection,
  request: UndoRequest,
  control: Partial<RunControl> = {},
): Promise<Report> {
  const { runId, force, dryRun = false } = request;
  confirmDatabase(database, undefined, request.confirmDatabase, !dryRun);
  return undo({
    database,
    runId,
    force,
    dryRun,
    operator: operatorName(),
    toolVersion: TOOL_VERSION,
    ...control,
  });
}
