import type { ReportFormat } from '../../shared/contract';
import type { Report } from '../../shared/report';
import type { IdMapRow } from '../engine/journal';
import { exportFileName } from './export-file-name';
import type { ExportedFile } from './shell-environment';

/** A format; the CSV is the map of old to new object ids, and needs its rows. */
export type ReportOutput =
  { format: Exclude<ReportFormat, 'csv'> } | { format: 'csv'; idMap: AsyncIterable<IdMapRow> };

const MIME_TYPES: Record<ReportFormat, string> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
};

/** The report as a file. Made piece by piece when its content is read; a format is loaded then, too. */
export function exportReport(report: Report, output: ReportOutput): ExportedFile {
  const { format } = output;
  return {
    fileName: exportFileName(`${report.project} ${report.kind} ${report.startedAt.slice(0, 16)}`, format),
    mimeType: MIME_TYPES[format],
    content: content(report, output),
  };
}

async function* content(report: Report, output: ReportOutput): AsyncIterable<string | Uint8Array> {
  switch (output.format) {
    case 'html':
      yield (await import('../engine/report/render-html')).renderHtml(report);
      break;
    case 'pdf':
      yield await (await import('../engine/report/render-pdf')).renderPdf(report);
      break;
    case 'json':
      yield (await import('../engine/report/render-json')).renderJson(report);
      break;
    case 'csv':
      yield* (await import('../engine/report/csv-lines')).csvLines(output.idMap);
      break;
  }
}
