import { extname, resolve } from 'node:path';
import type { ReportFormat } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { Report } from '../../shared/report';
import { assertWritable } from '../services/assert-writable';
import type { IdMapRow } from '../services/command-line';
import { exportReport } from '../services/export-report';
import { writeExport } from '../services/write-export';
import { failureOf } from './failure-of';
import { refuseWritingOver } from './input-files';
import type { Output } from './output';

/** A file that a report is to be written to, looked at before the run. */
export interface ReportFile {
  path: string;
  format: ReportFormat;
}

const FORMATS: Readonly<Record<string, ReportFormat>> = {
  '.html': 'html',
  '.pdf': 'pdf',
  '.json': 'json',
  '.csv': 'csv',
};

/**
 * Makes sure that all reports can be written, before anything is done.
 * @param others files that the command reads or writes beside them
 * @throws UserMigrationError `report-format-unknown`, `report-path-unwritable`, `written-over`
 */
export async function reportFiles(paths: string[], others: readonly string[]): Promise<ReportFile[]> {
  const files = paths.map((path) => ({ path: resolve(path), format: formatOf(path) }));
  for (const { path } of files) {
    await refuseWritingOver(path, others);
    await assertWritable(path);
  }
  return files;
}

/** Writes the report to every file. `idMap` is asked only for a CSV. */
export async function writeReports(
  report: Report,
  files: ReportFile[],
  idMap: () => AsyncIterable<IdMapRow>,
): Promise<void> {
  for (const { path, format } of files) {
    const output = format === 'csv' ? { format, idMap: idMap() } : { format };
    await writeExport(path, exportReport(report, output).content);
  }
}

/**
 * Writes the reports of what has happened already. A file that cannot be written is reported and changes
 * neither the outcome nor the exit code.
 * @param hasIdMap is there an id map for a CSV?
 */
export async function writeReportsAfter(
  output: Output,
  report: Report,
  files: ReportFile[],
  hasIdMap: boolean,
  idMap: () => AsyncIterable<IdMapRow>,
): Promise<void> {
  const possible = hasIdMap ? files : files.filter(({ format }) => format !== 'csv');
  if (possible.length < files.length) {
    output.alert('No CSV was written: it is the map of old to new object ids, and nothing was committed.');
  }
  try {
    await writeReports(report, possible, idMap);
  } catch (error) {
    const { message, cause, remedy } = await failureOf(error);
    output.alert(`A report could not be written. The outcome above stands. ${message} ${cause} ${remedy}`);
  }
}

function formatOf(path: string): ReportFormat {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  throw new UserMigrationError('usage', {
    code: 'report-format-unknown',
    message: `The format of ${path} is not known.`,
    cause: 'The file extension decides the format of the report.',
    remedy: 'Use .html, .pdf, .json or .csv.',
  });
}
