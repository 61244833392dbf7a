import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../electron/engine/checks/finding-codes';

const page = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/architecture.md',
  'docs/command-line.md',
  'docs/findings.md',
  'docs/project-file.md',
  'docs/promises.md',
  'docs/screens.md',
  'docs/security.md',
];

describe('documentation', () => {
  it('explains every code that a check may answer with, and no other', () => {
    const rows = page('docs/findings.md')
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

  it.each(PAGES)('%s points only at files that exist', (path) => {
    for (const [, link = ''] of page(path).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      const target = new URL(link, new URL(`../../${path}`, import.meta.url));
      expect(() => readFileSync(target), link).not.toThrow();
    }
  });

  it('the README has room for what an administrator reads', () => {
    expect(page('README.md').split('\n').length).toBeLessThanOrEqual(151);
  });
});
