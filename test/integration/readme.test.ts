import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../electron/engine/checks/finding-codes';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('explains every code that a check may answer with, and no other', () => {
    const chapter = readme.split('\n## Findings of the checks\n')[1]?.split('\n## ')[0] ?? '';
    const rows = chapter
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(rows).toEqual(
      Object.entries(FINDING_CODES).map(([code, { severity, meaning }]) => [
        `\`${code}\``,
        severity,
        meaning,
      ]),
    );
  });

  it('points only at files that exist', () => {
    for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() => readFileSync(new URL(`../../${path ?? ''}`, import.meta.url))).not.toThrow();
    }
  });
});
