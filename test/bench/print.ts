import type { NamesFileRun } from './measure-names-file';
import type { PairRun } from './measure-pair';
import type { Sent } from './profile';
import { PARTS } from './profile';

/** The middle one. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] =
    sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]];
  return (low + high) / 2;
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(ms < 10_000 ? 2 : 1);
}

/** One pair, and where the time of both went. */
export function printPair(title: string, { byHand, program }: PairRun, top: number): void {
  const parts = PARTS.map((part) => `${part} ${seconds(program.parts[part])}`).join(', ');
  console.log(
    `${title}: by hand ${seconds(byHand.total)} s, program ${seconds(program.total)} s (${parts}), ratio ${(program.total / byHand.total).toFixed(2)}, of the server's processor time ${(program.cpu / byHand.cpu).toFixed(2)}, ${program.sent.length} statements sent, undo ${seconds(program.undo)} s`,
  );
  console.log('  By hand:');
  printSlowest(
    byHand.statements.map(({ sql, ms }) => ({ ms, text: sql })),
    top,
  );
  console.log('  Program:');
  printSlowest(program.sent.map(describeSent), top);
}

/** A run with a names file beside one without, and where the time of both went. */
export function printNamesFile(title: string, run: NamesFileRun, top: number): void {
  console.log(
    `${title}: without a names file ${seconds(run.without.total)} s, with one ${seconds(run.with.total)} s, ratio ${(run.with.total / run.without.total).toFixed(2)}, of the server's processor time ${(run.with.cpu / run.without.cpu).toFixed(2)}; undo ${seconds(run.without.undo)} s and ${seconds(run.with.undo)} s`,
  );
  for (const [name, { sent }] of [
    ['Without', run.without],
    ['With', run.with],
  ] as const) {
    console.log(`  ${name}:`);
    printSlowest(sent.map(describeSent), top);
  }
}

function describeSent({ part, title: what, rows, sql, ms }: Sent): { ms: number; text: string } {
  return { ms, text: `${part} | ${what} | ${rows} rows | ${sql}` };
}

function printSlowest(lines: { ms: number; text: string }[], top: number): void {
  for (const { ms, text } of [...lines].sort((a, b) => b.ms - a.ms).slice(0, top)) {
    console.log(`    ${String(Math.round(ms)).padStart(7)} ms  ${text.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
}
