export type { IdMapRow } from './read-journal';
export { listRuns, readIdMap, readRunReport } from './read-journal';
