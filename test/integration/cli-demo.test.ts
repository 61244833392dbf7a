import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, runCommandLine } from '../support/command-line';

describe('demo', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'user-migration-demo-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('does everything once, without any server, and leaves project file and reports', async () => {
    const result = await runCommandLine(['demo', '--json', '--users', '100', '--out', join(folder, 'out')]);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(documentOf(result)).toMatchObject({ outcome: 'committed', undone: true });
    expect((await readdir(join(folder, 'out'))).sort()).toEqual([
      'accounts-to-sap-users.usermigration.json',
      'report.csv',
      'report.html',
      'report.json',
      'report.pdf',
    ]);
    expect(await readFile(join(folder, 'out', 'report.html'), 'utf8')).toContain('Migrated: ');
  });

  it('refuses a folder that cannot be made, before it starts anything', async () => {
    const result = await runCommandLine(['demo', '--out', join('/dev/null', 'out')]);
    expect(result.exitCode).toBe(4);
  });
});
