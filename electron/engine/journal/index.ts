export { forgetRun } from './forget-run';
export type { IdMapRow } from './read-journal';
export { listRuns, readIdMap, readRunReport } from './read-journal';
export type { UndoInput } from './undo-run';
export { undoRun } from './undo-run';
