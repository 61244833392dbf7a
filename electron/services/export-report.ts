import type { ReportFormat } from '../../shared/contract';
import type { Report } from '../../shared/report';
import type { IdMapRow } from '../engine/journal';
import { csvLines, renderHtml, renderJson, renderPdf } from '../engine/report';
import { exportFileName } from './export-file-name';
import type { ExportedFile } from './shell-environment';

const MIME_TYPES: Record<ReportFormat, string> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
};

/**
 * The report as a file, in the given format.
 * @param idMap rows of the CSV, which is the map of old to new object ids; asked for only then
 */
export function exportReport(
  report: Report,
  format: ReportFormat,
  idMap: () => AsyncIterable<IdMapRow>,
): ExportedFile {
  return {
    fileName: exportFileName(`${report.project} ${report.kind} ${report.startedAt.slice(0, 16)}`, format),
    mimeType: MIME_TYPES[format],
    content: content(report, format, idMap),
  };
}

async function* content(
  report: Report,
  format: ReportFormat,
  idMap: () => AsyncIterable<IdMapRow>,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'html':
      yield renderHtml(report);
      break;
    case 'pdf':
      yield await renderPdf(report);
      break;
    case 'json':
      yield renderJson(report);
      break;
    case 'csv':
      yield* csvLines(idMap());
      break;
  }
}
