/** The use cases: what main, browser and command line may call. */
export { checkProject } from './check-project';
export { confirmDatabase } from './confirm-database';
export type { RunControl } from './current-run';
export type { Services } from './create-services';
export { createServices } from './create-services';
export { exportFileName } from './export-file-name';
export { exportReport } from './export-report';
export { mapProject } from './map-project';
export type { MigrateRequest } from './migrate-users';
export { migrateUsers } from './migrate-users';
export type { OpenConnection, OpenRequest } from './open-connection';
export { openConnection, reloadModel, testConnection } from './open-connection';
export { operatorName } from './operator-name';
export { planAsSql, planOf, previewPlan } from './preview-plan';
export { SampleDatabase } from './sample-database';
export type { ExportedFile, ShellEnvironment } from './shell-environment';
export { PROJECT_ENDING, readProject, writeProject } from './storage/project-files';
export type { SecretVault } from './storage/secret-vault';
export { TOOL_VERSION } from './tool-version';
export type { UndoRequest } from './undo-run';
export { undoRun } from './undo-run';

export type { IdMapRow } from '../engine/journal';
export { forgetRun, listRuns, readIdMap, readRunReport } from '../engine/journal';
export { startSample } from '../engine/sample/start-sample';
