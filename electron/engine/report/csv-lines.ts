import type { IdMapRow } from '../journal';

const HEADER = ['Step', 'Source', 'Target', 'Old id', 'New id', 'Old name', 'New name', 'Merged'];

/** Lines of a CSV file (RFC 4180, each with its CRLF), a header first. Steps are counted from 1. */
export async function* csvLines(rows: AsyncIterable<IdMapRow>): AsyncIterable<string> {
  yield csvLine(HEADER);
  for await (const row of rows) {
    yield csvLine([
      String(row.step + 1),
      row.source,
      row.target,
      row.oldId,
      row.newId,
      row.oldName ?? '',
      row.newName ?? '',
      row.isMerged ? 'yes' : 'no',
    ]);
  }
}

/** One record. What a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvLine(cells: string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
