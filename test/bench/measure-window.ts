import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WindowFigure } from '../support/window-figure';

const ROOT = join(import.meta.dirname, '..', '..');

/** `npm run bench:window`, and what it measured; a goal that is missed is a figure as well. */
export function measureWindow(): WindowFigure[] {
  const folder = mkdtempSync(join(tmpdir(), 'window-bench-'));
  const file = join(folder, 'figures.jsonl');
  try {
    spawnSync('npm', ['run', 'bench:window'], {
      cwd: ROOT,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, USER_MIGRATION_BENCH_FIGURES: file },
    });
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as WindowFigure);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
