import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdMapRow } from '../journal';
import { csvLine, csvLines } from './csv-lines';

/** A reader of RFC 4180, written against the RFC and not against the writer. */
function parseLine(line: string): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!match) throw new Error(`No CSV: ${JSON.stringify(rest)}`);
    cells.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    rest = rest.slice(match[0].length);
    if (match[3] === '\r\n') break;
  }
  expect(rest).toBe('');
  return cells;
}

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", 'a') }),
);

async function* rowsOf(rows: IdMapRow[]): AsyncGenerator<IdMapRow> {
  for (const row of rows) yield await Promise.resolve(row);
}

describe('CSV', () => {
  it('round trips any cell, and no cell begins like a formula', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1 }), (cells) => {
        const read = parseLine(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        read.forEach((cell, index) => {
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          expect([cells[index], `'${cells[index] ?? ''}`]).toContain(cell);
        });
      }),
    );
  });

  it('has a header, counts steps from 1 and leaves unknown names empty', async () => {
    const lines: string[] = [];
    const row: IdMapRow = {
      isMerged: false,
      step: 0,
      source: 'Old.Account',
      target: 'New.User',
      oldId: '6473924464345089',
      newId: '9007199254740993',
      oldName: null,
      newName: '=cmd()',
    };
    for await (const line of csvLines(rowsOf([row]))) lines.push(line);
    expect(lines).toEqual([
      'Step,Source,Target,Old id,New id,Old name,New name,Merged\r\n',
      "1,Old.Account,New.User,6473924464345089,9007199254740993,,'=cmd(),no\r\n",
    ]);
  });
});
