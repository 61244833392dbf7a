import type { PairRun } from './measure-pair';
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
  printSlowest(
    program.sent.map(({ part, title: what, rows, sql, ms }) => ({
      ms,
      text: `${part} | ${what} | ${rows} rows | ${sql}`,
    })),
    top,
  );
}

function printSlowest(lines: { ms: number; text: string }[], top: number): void {
  for (const { ms, text } of [...lines].sort((a, b) => b.ms - a.ms).slice(0, top)) {
    console.log(`    ${String(Math.round(ms)).padStart(7)} ms  ${text.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
}
