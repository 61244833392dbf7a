/**
 * The use cases that the command line calls. What they need of TypeORM, drivers, PDF and charts they load when they
 * need it: a command that fails early answers at once.
 */
export { saveBackup } from './backups';
export { checkProject } from './check-project';
export type { ReportOutput } from './export-report';
export { exportReport } from './export-report';
export { mapProject } from './map-project';
export { migrateUsers } from './migrate-users';
export type { OpenConnection } from './open-connection';
export { openConnection, reloadModel } from './open-connection';
export { readNameFiles } from './name-files';
export type { NameList } from '../engine/decide/decide-users';
export { planAsSql, planOf } from './preview-plan';
export { SampleDatabase, startSample } from './sample-database';
export { readProject, writeProject } from './storage/project-files';
export { undoRun } from './undo-run';
export { serializeProject } from '../../shared/project-file';
export { writeExport } from './write-export';

export type { IdMapRow } from '../engine/journal';
export { listRuns, readIdMap, readRunReport } from '../engine/journal';
export { forgetRun } from '../engine/undo/forget-run';
export { toFailure as failureOf } from '../engine/transaction/run-failure';
