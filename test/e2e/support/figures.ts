import { appendFileSync } from 'node:fs';
import type { WindowFigure } from '../../support/window-figure';

/** A line of JSON per figure is appended to this file, for docs/performance.md. */
const FILE = process.env.USER_MIGRATION_BENCH_FIGURES;

/** Prints what was measured, and hands it to the benchmark where that has started the measurement. */
export function report(what: string, ms: number, goal: number): void {
  process.stdout.write(`${what}: ${String(Math.round(ms))} ms (goal ${String(goal)} ms)\n`);
  const figure: WindowFigure = { what, ms, goal };
  if (FILE !== undefined) appendFileSync(FILE, `${JSON.stringify(figure)}\n`);
}
