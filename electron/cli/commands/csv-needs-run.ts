import { UserMigrationError } from '../../../shared/failure';
import type { ReportFile } from '../report-files';

/** @throws UserMigrationError `csv-needs-run`: the id map exists only after a run that was committed */
export function csvNeedsRun(files: ReportFile[]): void {
  if (!files.some((file) => file.format === 'csv')) return;
  throw new UserMigrationError('usage', {
    code: 'csv-needs-run',
    message: 'A CSV report is the map of old to new object ids, and there is none without a run.',
    cause: 'A check moves nobody, and a rehearsal is rolled back.',
    remedy: 'Use .html, .pdf or .json here, and .csv for a run.',
  });
}
