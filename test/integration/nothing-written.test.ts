import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeDatabaseError } from '../../electron/engine/connection/describe-database-error';
import { serializeProject } from '../../shared/project-file';
import { runCommandLine } from '../support/command-line';
import { databases } from '../support/databases';
import { FaultApp, SOURCES, TARGET } from '../support/fault-app';
import { quote } from '../support/snapshot';

describe.each(databases)('nothing is written before the run on $name', (server) => {
  let app: FaultApp;
  let folder: string;
  let project: string;
  let before: unknown;

  beforeAll(async () => {
    app = await FaultApp.create(server, 3);
    folder = await mkdtemp(join(tmpdir(), 'user-migration-read-only-'));
    project = join(folder, 'faults.usermigration.json');
    await writeFile(project, serializeProject(app.project()));
    before = await structure();
  });
  afterAll(async () => {
    await app.drop();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    expect(await app.changes()).toEqual([]);
    expect(await app.journalTables()).toEqual([]);
    expect(await structure()).toEqual(before);
  });

  /** What the content of tables does not show: schemas, columns, indexes, and how sequences stand in themselves. */
  async function structure(): Promise<unknown> {
    const { catalog } = app.engine.dialect;
    const tables = await app.engine.readOnly(async (query) => [
      ...(await query(catalog.columns(app.engine.schema))),
      ...(await query(catalog.objects(app.engine.schema))),
    ]);
    if (server.type === 'mysql') return { tables };
    const schemas = await app.test.texts('SELECT nspname FROM pg_namespace ORDER BY nspname');
    const names = await app.test.texts(
      `SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
    );
    const sequences = names.rows.map(([name]) => `SELECT * FROM ${quote('postgres', name ?? '')}`);
    expect(sequences.length).toBeGreaterThan(0);
    return { tables, schemas, sequences: await app.test.texts(sequences.join(' UNION ALL ')) };
  }

  const commands: { name: string; args: () => string[]; exitCode: number }[] = [
    { name: 'inspect', args: () => ['inspect'], exitCode: 0 },
    { name: 'map', args: () => ['map', '--from', SOURCES[0] ?? '', '--to', TARGET], exitCode: 0 },
    { name: 'check', args: () => ['check', project], exitCode: 0 },
    { name: 'plan', args: () => ['plan', project], exitCode: 0 },
    { name: 'migrate without --yes', args: () => ['migrate', project], exitCode: 2 },
    { name: 'migrate --rehearse', args: () => ['migrate', project, '--rehearse'], exitCode: 0 },
    { name: 'runs', args: () => ['runs'], exitCode: 0 },
    { name: 'undo of a run that is not there', args: () => ['undo', 'none', '--yes'], exitCode: 4 },
  ];

  it.each(commands)('by $name', async ({ args, exitCode }) => {
    const result = await runCommandLine(args(), { environment: { USER_MIGRATION_URL: app.test.url } });
    expect(result.exitCode, result.stdout + result.stderr).toBe(exitCode);
  });

  it('by a rehearsal, although it does everything that a run does', async () => {
    const report = await app.run({ mode: 'rehearsal' });
    expect(report).toMatchObject({ outcome: 'rehearsed', runId: null, failure: null });
    expect(report.verification.length).toBeGreaterThan(0);
    expect(report.verification.every(({ ok }) => ok)).toBe(true);
    expect(report.statements.some(({ rows }) => rows > 0)).toBe(true);
  });

  describe('for the server refuses it', () => {
    const users = quote(server.type, 'system$user');
    const statements = [
      `INSERT INTO ${users} (id) VALUES (1)`,
      `UPDATE ${users} SET name = 'canary'`,
      `DELETE FROM ${users}`,
      `TRUNCATE TABLE ${users}`,
      `CREATE TABLE canary (id bigint)`,
      `ALTER TABLE ${users} ADD COLUMN canary bigint`,
      `DROP TABLE ${quote(server.type, 'system$xasinstance')}`,
      `CREATE INDEX canary ON ${users} (name)`,
      ...(server.type === 'postgres'
        ? [
            'CREATE SCHEMA user_migration',
            `SELECT nextval('sapauthentication$sapuser_employeenumber_mxseq')`,
            `SELECT id FROM ${users} FOR UPDATE`,
          ]
        : []),
    ];

    it.each(statements)('%s', async (statement) => {
      const error: unknown = await app.engine
        .readOnly((query) => query(statement))
        .then(
          () => null,
          (reason: unknown) => reason,
        );
      expect(describeDatabaseError(error).code).toBe('read-only');
    });
  });
});
