import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackup } from '../../electron/engine/backup/load-backup';
import { saveBackup } from '../../electron/engine/backup/save-backup';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { runMigration } from '../../electron/engine/run/run-migration';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Step } from '../../shared/project';
import { addUserModule } from './add-user-module';
import { acceptLosses, readSteps } from './check-migration';
import {
  dumpDatabase,
  hasDebianPostgres,
  listArchive,
  restoreArchive,
  startDebianPostgres,
} from './debian-postgres';
import type { DebianPostgres } from './debian-postgres';
import type { Mirror } from './mirror-module';
import { migrateInMemory } from './reference-model';
import { differences, snapshotDatabase } from './snapshot';
import type { Snapshot } from './snapshot';
import { createDatabase } from './test-database';
import type { TestDatabase } from './test-database';

/** How pg_dump packs and what the file is delivered in. */
export interface BackupVariant {
  flags: string[];
  ending: 'backup' | 'gz' | 'tar' | 'tar.gz';
}

/** The app's database as a script, and how it is backed up. */
export interface BackupCase {
  name: string;
  fill: (database: TestDatabase) => Promise<void>;
  /** Of what the project maps; everything when absent. */
  steps?: (steps: Step[]) => Step[];
  /** Queries that must answer the same in the restored database, beside its tables. */
  watched?: string[];
  variants: BackupVariant[];
}

/** What no app of Mendix has in this density. */
const ODDITIES = `
CREATE SCHEMA "odd schema";
CREATE SEQUENCE "odd schema"."it's a sequence" START 77;
SELECT nextval('"odd schema"."it''s a sequence"'), nextval('"odd schema"."it''s a sequence"');
CREATE SEQUENCE public.never_called;
CREATE TABLE "odd schema"."odd ""table"" (;" (
  id bigint PRIMARY KEY, "a ""column"" ( FROM
stdin;" text, bytes bytea, doubled bigint GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO "odd schema"."odd ""table"" (;" VALUES
  (1, E'tab\\there, line\\nbreak, back\\\\slash, \\\\N, quote '' and "', '\\x00ff5c2e0a'), (2, E'\\\\.\\n\\\\.', NULL), (3, NULL, ''),
  (4, 'näïve – 😀', '\\x'), (5, '', NULL);
CREATE TABLE public.empty_table (id bigint PRIMARY KEY, name text);
CREATE TABLE public.long_texts (id bigint PRIMARY KEY REFERENCES "odd schema"."odd ""table"" (;", content text);
INSERT INTO public.long_texts SELECT n, repeat(chr(33 + n::int) || 'x\\t', 300000) FROM generate_series(1, 3) AS n;
CREATE TABLE public.no_columns ();
INSERT INTO public.no_columns DEFAULT VALUES;
CREATE VIEW public.a_view AS SELECT count(*) AS n FROM public.long_texts;
CREATE FUNCTION public.a_function() RETURNS int LANGUAGE sql AS 'SELECT 1';
SELECT lo_from_bytea(4711, 'a large object');
`;

/** Backs up, migrates and restores an app, judged by PostgreSQL 15 and by the reference model. */
export function describeBackups(cases: BackupCase[]): void {
  describe.runIf(hasDebianPostgres()).each(cases)(
    'a backup of $name',
    ({ fill, variants, watched = [], steps = (all) => all }) => {
      let server: DebianPostgres;
      let folder: string;
      let database: TestDatabase;
      let mirrors: Mirror[];
      let before: Snapshot;

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'backup-test-'));
        server = await startDebianPostgres();
        database = await createDatabase(server.address);
        await fill(database);
        mirrors = await addUserModule(database, 11);
        await database.admin(ODDITIES);
        before = await snapshotDatabase(database);
      });
      afterAll(async () => {
        await database.drop();
        await server.stop();
        await rm(folder, { recursive: true });
      });

      it.each(variants)('is migrated, saved and restored: $ending $flags', async ({ flags, ending }) => {
        const dump = join(folder, 'dump');
        await dumpDatabase(server.address, database.connection.database, dump, ...flags);
        const file = join(folder, `in.${ending}`);
        await writeFile(file, await packed(await readFile(dump), ending));
        const out = join(folder, `out.${ending}`);

        const { expected, written } = await migrateBackup(
          file,
          out,
          steps(mirrors.map(({ beside }) => beside)),
          before,
        );
        expect(written.length).toBeGreaterThan(3);
        expect(written).not.toContain('long_texts');

        const restorable = join(folder, 'restorable');
        const { archive, metadata, tree } = await unpacked(out, ending);
        await writeFile(restorable, archive);
        expect(await listArchive(restorable)).toEqual(await listArchive(dump));
        const restored = await createDatabase(server.address);
        try {
          await restoreArchive(server.address, restorable, restored.connection.database);
          expect(differences(expected, await snapshotDatabase(restored)).slice(0, 10)).toEqual([]);
          for (const sql of [...WATCHED, ...watched]) {
            expect(await restored.texts(sql)).toEqual(await database.texts(sql));
          }
        } finally {
          await restored.drop();
        }
        if (ending.startsWith('tar')) {
          const { size } = await stat(dump);
          expect(metadata).toEqual({
            ...METADATA,
            dumpSize: String(5_000_000 + archive.length - size),
            databaseSize: DIGITS,
          });
          expect(tree?.equals(TREE_FILE)).toBe(true);
        }
        await rm(out);
      });
    },
  );
}

/** Outside the schema that snapshots are of. */
const WATCHED = [
  'SELECT * FROM "odd schema"."odd ""table"" (;" ORDER BY id',
  `SELECT last_value, is_called FROM "odd schema"."it's a sequence"`,
  'SELECT last_value, is_called FROM public.never_called',
  'SELECT count(*) FROM public.no_columns',
  `SELECT convert_from(lo_get(4711), 'UTF8')`,
];

const DIGITS: unknown = expect.stringMatching(/^\d+$/);
const METADATA = {
  duration: '2.37',
  dumpSize: '5000000',
  modelVersion: '1.0.0.1',
  databaseSize: '50000000',
  filesSize: '20',
};
const TREE_FILE = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * n) % 251));

/** Migrates as the program does it. Answers what the reference model makes of the app, and which tables were written. */
async function migrateBackup(
  file: string,
  out: string,
  steps: Step[],
  before: Snapshot,
): Promise<{ expected: Snapshot; written: string[] }> {
  const backup = await loadBackup(file);
  try {
    expect(backup.info.skipped).toEqual([]);
    const engine = await openDatabase(backup.connection, backup.secrets, { backup: backup.info });
    try {
      const index = new DomainModelIndex(await readDomainModel(engine));
      const project = await acceptLosses(engine, index, steps);
      const report = await runMigration({
        database: engine,
        project,
        mode: 'run',
        ignoreRunningApp: false,
        operator: 'test',
        toolVersion: '0.0.0',
      });
      const errors = report.findings.filter(({ severity }) => severity === 'error');
      expect({ outcome: report.outcome, failure: report.failure, errors }).toEqual({
        outcome: 'committed',
        failure: null,
        errors: [],
      });
      const migrated = await readSteps(engine, report.runId ?? '', index, project);
      const expected = migrateInMemory('postgres', before, migrated, index.model.idScheme === 'randomized');
      const { tables } = await saveBackup(backup, out);
      return { expected, written: tables };
    } finally {
      await engine.close();
    }
  } finally {
    await backup.stop();
  }
}

async function packed(archive: Buffer, ending: BackupVariant['ending']): Promise<Buffer> {
  if (ending === 'backup') return archive;
  if (ending === 'gz') return gzipSync(archive, { level: 1 });
  const packing = pack();
  packing.entry({ name: '.metadata', mode: 0o600 }, JSON.stringify(METADATA));
  packing.entry({ name: 'db/db.backup' }, archive);
  packing.entry({ name: 'tree/', type: 'directory' });
  packing.entry({ name: 'tree/0a/1b/0a1b2c3d-0000-4000-8000-000000000000' }, TREE_FILE);
  packing.finalize();
  const tar = await buffer(packing);
  return ending === 'tar' ? tar : gzipSync(tar, { level: 1 });
}

async function unpacked(
  file: string,
  ending: BackupVariant['ending'],
): Promise<{ archive: Buffer; metadata: unknown; tree: Buffer | undefined }> {
  const bytes = await readFile(file);
  const plain = ending.endsWith('gz') ? gunzipSync(bytes) : bytes;
  if (ending === 'backup' || ending === 'gz') return { archive: plain, metadata: null, tree: undefined };
  const files = new Map<string, Buffer>();
  const entries = extract();
  const tar = ending === 'tar' ? createReadStream(file) : [plain];
  const feeding = pipeline(tar, entries);
  for await (const entry of entries) files.set(entry.header.name, await buffer(entry));
  await feeding;
  expect([...files.keys()]).toEqual([
    '.metadata',
    'db/db.backup',
    'tree/',
    'tree/0a/1b/0a1b2c3d-0000-4000-8000-000000000000',
  ]);
  return {
    archive: files.get('db/db.backup') ?? Buffer.alloc(0),
    metadata: JSON.parse(String(files.get('.metadata'))),
    tree: files.get('tree/0a/1b/0a1b2c3d-0000-4000-8000-000000000000'),
  };
}
