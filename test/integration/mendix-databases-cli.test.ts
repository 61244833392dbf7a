import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/findings';
import type { Project } from '../../shared/project';
import { addUserModule } from '../support/add-user-module';
import { documentOf, runCommandLine } from '../support/command-line';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';
import type { Mirror } from '../support/mirror-module';
import { differences, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';

const FOLDER = process.env.USER_MIGRATION_MENDIX_DATABASES ?? '../shared/mendix-databases';

/** One app of each kind of metadata; `.` in the environment for all of them. */
const CHOSEN = new RegExp(
  process.env.USER_MIGRATION_TEST_CLI_DATABASES ?? 'mx6\\.10|mx8\\.6-container|mx9\\.24|mx10\\.22',
);

const files = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => /\.sql(\.gz)?$/.test(name) && CHOSEN.test(name))
  : [];

const TEXT = expect.any(String) as string;
const NUMBER = expect.any(Number) as number;
const TRUE_OR_FALSE = expect.any(Boolean) as boolean;
const oneOf = (...values: unknown[]): unknown => expect.toSatisfy((value) => values.includes(value));
const textOrNull: unknown = expect.toSatisfy((value) => value === null || typeof value === 'string');
const numberOrNull: unknown = expect.toSatisfy((value) => value === null || Number.isInteger(value));
const everyOne = (shape: unknown): unknown =>
  expect.toSatisfy((value: unknown) => {
    for (const item of value as unknown[]) expect(item).toMatchObject(shape as object);
    return Array.isArray(value);
  });

const FINDING = {
  code: TEXT,
  severity: oneOf('error', 'warning', 'info'),
  step: numberOrNull,
  subject: TEXT,
  count: numberOrNull,
  examples: everyOne(TEXT),
  message: TEXT,
  remedy: TEXT,
};

const INSPECTION = {
  mendixVersion: textOrNull,
  idScheme: oneOf('sequence', 'randomized'),
  entities: everyOne({
    name: TEXT,
    generalization: textOrNull,
    table: TEXT,
    attributes: everyOne({ name: TEXT, type: TEXT, length: numberOrNull }),
    associations: everyOne({
      name: TEXT,
      role: oneOf('parent', 'child'),
      multiplicity: textOrNull,
      storage: oneOf('table', 'column'),
      otherEntity: TEXT,
      links: numberOrNull,
    }),
  }),
};

const MIGRATION = {
  outcome: TEXT,
  runId: textOrNull,
  steps: everyOne({ source: TEXT, target: TEXT, users: NUMBER }),
  statements: everyOne({ title: TEXT, rows: NUMBER, ms: NUMBER }),
  verification: everyOne({ name: TEXT, ok: TRUE_OR_FALSE, detail: TEXT }),
  findings: everyOne(FINDING),
  ms: NUMBER,
};

describe.each(databases)('the command line on databases of real apps, on $name', (server) => {
  it('finds them', () => {
    expect(files.length > 0 || process.env.CI !== 'true', `nothing in ${FOLDER}`).toBe(true);
  });

  describe.each(files.filter((name) => name.includes(`.${server.type}.`)).map((file) => ({ file })))(
    '$file',
    ({ file }) => {
      let database: TestDatabase;
      let mirrors: Mirror[];
      let folder: string;
      let before: Snapshot;

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'user-migration-cli-'));
        database = await server.createDatabase();
        await database.load(join(FOLDER, file));
        mirrors = await addUserModule(database, file.length);
        before = await snapshotDatabase(database);
      });
      afterAll(async () => {
        await database.drop();
        await rm(folder, { recursive: true, force: true });
      });

      const changes = async (): Promise<string[]> => differences(before, await snapshotDatabase(database));

      /** Its one JSON document, after it ended with this exit code. */
      async function run(exitCode: number, ...words: string[]): Promise<Record<string, unknown>> {
        const result = await runCommandLine(
          [...words, '--json', '--url', database.url.replace(/:[^:@]*@/, '@')],
          {
            environment: { USER_MIGRATION_PASSWORD: database.secrets.password ?? '' },
          },
        );
        expect({ words, exitCode: result.exitCode, stderr: result.stderr }).toMatchObject({ exitCode });
        return documentOf(result);
      }

      it('runs all commands, and undoes the run', { timeout: 300_000 }, async () => {
        expect(await run(0, 'inspect')).toMatchObject(INSPECTION);

        const steps: Project['steps'] = [];
        for (const { beside } of mirrors) {
          const out = join(folder, 'mapped.usermigration.json');
          await rm(out, { force: true });
          await run(0, 'map', '--from', beside.source, '--to', beside.target, '--out', out);
          const mapped = JSON.parse(await readFile(out, 'utf8')) as Project;
          steps.push(...mapped.steps);
        }
        const project = join(folder, 'all.usermigration.json');
        await writeFile(project, JSON.stringify({ formatVersion: 1, name: 'All users', steps }));

        // What an administrator would do: look at what is lost, and accept it.
        const { findings } = (await run(2, 'check', project)) as { findings: Finding[] };
        const errors = findings.filter(({ severity }) => severity === 'error');
        expect(errors.filter(({ code }) => code !== 'data-loss')).toEqual([]);
        for (const { step, subject } of errors) steps[step ?? 0]!.acceptLoss.push(subject);
        await writeFile(project, JSON.stringify({ formatVersion: 1, name: 'All users', steps }));
        expect(await run(0, 'check', project)).toMatchObject({ ok: true, findings: everyOne(FINDING) });
        await run(0, 'plan', project);
        expect(await run(2, 'migrate', project)).toMatchObject({ outcome: 'refused' });
        const rehearsal = await run(0, 'migrate', project, '--rehearse');
        expect(rehearsal).toMatchObject({ ...MIGRATION, outcome: 'rehearsed' });
        expect(await changes()).toEqual([]);

        const report = join(folder, 'report.html');
        const done = await run(0, 'migrate', project, '--yes', '--report', report);
        expect(done).toMatchObject({ ...MIGRATION, outcome: 'committed', runId: TEXT });
        expect(await readFile(report, 'utf8')).toContain('<!doctype html>');
        expect(await changes()).not.toEqual([]);
        const runId = String(done.runId);
        expect(JSON.stringify(await run(0, 'runs'))).toContain(runId);
        for (const format of ['json', 'csv', 'pdf', 'html']) {
          await run(0, 'report', runId, '--out', join(folder, `again.${format}`));
        }
        await run(2, 'undo', runId);
        expect(await run(0, 'undo', runId, '--yes')).toMatchObject({ outcome: 'undone' });
        expect(await changes()).toEqual([]);
        await run(2, 'forget', runId);
        await run(0, 'forget', runId, '--yes');
        expect(await changes()).toEqual([]);
      });
    },
  );
});
