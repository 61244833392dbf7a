import { readdirSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedBackup } from '../../electron/engine/backup/load-backup';
import { loadBackup } from '../../electron/engine/backup/load-backup';
import { saveBackup } from '../../electron/engine/backup/save-backup';
import { buildArchive } from '../support/build-archive';
import type { EntrySource } from '../support/build-archive';
import {
  dumpDatabase,
  hasDebianPostgres,
  listArchive,
  restoreArchive,
  startDebianPostgres,
} from '../support/debian-postgres';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk';
import { createDatabase } from '../support/test-database';

const TABLE = {
  description: 'TABLE',
  tag: 'a',
  namespace: 'public',
  definition: 'CREATE TABLE public.a (id int, name text);',
};
const DATA = {
  description: 'TABLE DATA',
  tag: 'a',
  namespace: 'public',
  copyStatement: 'COPY public.a (id, name) FROM stdin;\n',
  data: '1\tone\n2\ttwo\n',
};
const PATH: Omit<EntrySource, 'dumpId'> = {
  description: 'SEARCHPATH',
  tag: 'SEARCHPATH',
  section: 1,
  definition: "SELECT pg_catalog.set_config('search_path', '', false);",
};

/** Everything that a schema of somebody else may have. */
const EXOTIC = `
CREATE EXTENSION citext; CREATE EXTENSION pg_trgm;
CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name citext NOT NULL, feels mood, age positive,
  at timestamptz DEFAULT now(), amount numeric(28, 8), parts text[], extra jsonb, CONSTRAINT long_name CHECK (length(name) < 100));
INSERT INTO people (name, feels, age, at, amount, parts, extra)
  SELECT 'Name ' || n, 'sad', n, '2026-01-01 10:00:00.123456+02', n / 7.0, ARRAY['a,b', NULL, '"'], '{"a": "\\\\"}' FROM generate_series(1, 500) AS n;
CREATE INDEX ON people USING gin (name gin_trgm_ops);
CREATE UNIQUE INDEX ON people (lower(name::text)) WHERE age > 10;
CREATE TABLE events (at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
INSERT INTO events VALUES ('2025-05-05', 'old'), ('2026-05-05', 'new');
CREATE TABLE parent (id int); CREATE TABLE child (more text) INHERITS (parent);
INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 'x');
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM people;
CREATE VIEW happy AS SELECT * FROM people WHERE feels = 'happy';
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE TRIGGER guard BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE parent ENABLE ROW LEVEL SECURITY; ALTER TABLE parent FORCE ROW LEVEL SECURITY; CREATE POLICY nobody ON parent USING (false);
COMMENT ON TABLE people IS 'it''s people'; CREATE STATISTICS both_columns ON name, age FROM people;
`;

describe('loading a backup', () => {
  let folder: string;
  const usual = process.env.TMPDIR;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-load-'));
    // The servers' account must be able to get there.
    await chmod(folder, 0o755);
    process.env.TMPDIR = await mkdtemp(join(folder, 'temporary-'));
    await chmod(process.env.TMPDIR, 0o755);
  });
  afterAll(async () => {
    const left = readdirSync(tmpdir());
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(folder, { recursive: true });
    expect(left).toEqual([]);
  });

  async function load(entries: Omit<EntrySource, 'dumpId'>[], minor = 14): Promise<LoadedBackup> {
    const file = join(folder, 'built.backup');
    const numbered = entries.map((entry, position) => ({ ...entry, dumpId: position + 1 }));
    await writeFile(file, buildArchive({ minor, compression: minor > 14 ? 1 : -1, entries: numbered }));
    return loadBackup(file);
  }

  async function query({ connection, secrets }: LoadedBackup, sql: string): Promise<unknown[]> {
    const client = new Client({ ...connection, user: connection.username, ...secrets });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function refusal(entries: Omit<EntrySource, 'dumpId'>[]): Promise<unknown> {
    try {
      await (await load(entries)).stop();
      return 'loaded';
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    }
  }

  it('leaves out what cannot be made, says so, and saves it as it is', async () => {
    const entries = [
      PATH,
      { description: 'EXTENSION', tag: 'no_such', definition: 'CREATE EXTENSION IF NOT EXISTS no_such;' },
      TABLE,
      {
        description: 'TABLE',
        tag: 'b',
        namespace: 'public',
        definition: 'CREATE TABLE public.b (g no_such_type);',
      },
      {
        description: 'EVENT TRIGGER',
        tag: 'e',
        definition: 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();',
      },
      {
        description: 'SUBSCRIPTION',
        tag: 's',
        definition: "CREATE SUBSCRIPTION s CONNECTION 'host=example.com' PUBLICATION p;",
      },
      DATA,
      { description: 'TABLE DATA', tag: 'b', copyStatement: 'COPY public.b (g) FROM stdin;\n', data: 'x\n' },
      { description: 'INDEX', tag: 'i', section: 4, definition: 'CREATE INDEX i ON public.b (g);' },
    ] as const;
    for (const minor of [14, 16]) {
      const backup = await load([...entries], minor);
      try {
        expect(backup.info.skipped.map(({ object }) => object)).toEqual([
          'EXTENSION no_such',
          'TABLE b',
          'INDEX i',
        ]);
        expect(await query(backup, 'SELECT * FROM public.a ORDER BY id')).toEqual([
          { id: 1, name: 'one' },
          { id: 2, name: 'two' },
        ]);
        const out = join(folder, `out-${String(minor)}.backup`);
        expect((await saveBackup(backup, out)).tables).toEqual([]);
        expect((await readFile(out)).equals(await readFile(backup.path))).toBe(true);
      } finally {
        await backup.stop();
      }
    }
  });

  it('understands archives of old versions, which name no schema, and saves them', async () => {
    const tables = ['a', 'B "b"', 'c'].flatMap((tag) => {
      const quoted = `"${tag.replaceAll('"', '""')}"`;
      return [
        { ...TABLE, tag, namespace: 'my app', definition: `CREATE TABLE ${quoted} (id int, name text);` },
        { ...DATA, tag, namespace: 'my app', copyStatement: `COPY ${quoted} (id, name) FROM stdin;\n` },
      ];
    });
    const backup = await load(
      [
        { description: 'SCHEMA', tag: 'my app', definition: 'CREATE SCHEMA "my app";' },
        { description: 'SEQUENCE', tag: 's', namespace: 'my app', definition: 'CREATE SEQUENCE s;' },
        ...tables,
        {
          description: 'SEQUENCE SET',
          tag: 's',
          namespace: 'my app',
          section: 3,
          definition: "SELECT pg_catalog.setval('s', 5, true);\n",
        },
      ],
      12,
    );
    try {
      expect(backup.info.skipped).toEqual([]);
      await query(backup, 'UPDATE "my app"."B ""b""" SET name = NULL WHERE id = 1');
      expect(await query(backup, `SELECT nextval('"my app".s') AS n`)).toEqual([{ n: '6' }]);
      const saved = await saveBackup(backup, join(folder, 'old-migrated.backup'));
      expect(saved.tables).toEqual(['B "b"']);
      expect((await readFile(saved.path)).includes("setval('s', 6, true)")).toBe(true);
    } finally {
      await backup.stop();
    }
  });

  it('finds the app in another schema', async () => {
    const backup = await load([
      PATH,
      { description: 'SCHEMA', tag: 'app', definition: 'CREATE SCHEMA app;' },
      {
        ...TABLE,
        tag: 'mendixsystem$entity',
        namespace: 'app',
        definition: 'CREATE TABLE app."mendixsystem$entity" (id int);',
      },
    ]);
    await backup.stop();
    expect(backup.connection.schema).toBe('app');
  });

  it('runs what a backup brings along as an account that may do nothing outside', async () => {
    const file = join(folder, 'escaped');
    const backup = await load([
      PATH,
      TABLE,
      { description: 'FUNCTION', tag: 'f', definition: `COPY public.a FROM PROGRAM 'touch ${file}; echo';` },
      { description: 'FUNCTION', tag: 'g', definition: `SELECT pg_read_file('/etc/passwd');` },
      { description: 'FUNCTION', tag: 'h', definition: 'ALTER ROLE CURRENT_USER SUPERUSER;' },
      DATA,
    ]);
    try {
      expect(backup.info.skipped.map(({ object }) => object)).toEqual([
        'FUNCTION f',
        'FUNCTION g',
        'FUNCTION h',
      ]);
      expect(readdirSync(folder)).not.toContain('escaped');
    } finally {
      await backup.stop();
    }
  });

  it('refuses what it could load only in part', async () => {
    expect(await refusal([PATH, TABLE, { ...DATA, data: 'one\tone\n' }])).toBe('backup-load-failed');
    expect(await refusal([PATH, TABLE, { ...DATA, copyStatement: 'SELECT 1;' }])).toBe('backup-damaged');
    expect(await refusal([PATH, DATA])).toBe('backup-data-only');
    const partition = { ...TABLE, tag: 'a "part', definition: 'CREATE TABLE public."a ""part" (id int);' };
    const root = [PATH, TABLE, partition, { ...DATA, tag: 'a "part' }];
    expect(await refusal(root)).toBe('backup-partition-root');
    const inserts = { ...DATA, data: 'INSERT INTO public.a VALUES (1);\n' };
    delete (inserts as Partial<typeof DATA>).copyStatement;
    expect(await refusal([PATH, TABLE, inserts])).toBe('backup-inserts');
    expect(await refusal([PATH, { ...TABLE, definition: 'COMMIT;' }, DATA])).toBe('backup-load-failed');
    const latin = {
      description: 'ENCODING',
      tag: 'ENCODING',
      section: 1,
      definition: "SET client_encoding = 'LATIN1';",
    } as const;
    expect(await refusal([latin, PATH, TABLE, DATA])).toBe('backup-encoding');
  });

  it('makes indexes side by side, leaves out those that cannot be made, and no transaction open', async () => {
    const definitions = [
      'ALTER TABLE ONLY public.a ADD CONSTRAINT c UNIQUE (id);',
      ...Array.from({ length: 12 }, (_, n) => `CREATE INDEX i${String(n)} ON public.a (id, name);`),
      'CREATE INDEX refused ON public.a (no_such_column);',
      'BEGIN; CREATE INDEX opened ON public.a (id);',
      'CREATE INDEX closed ON public.a (id); ROLLBACK;',
      'CREATE UNIQUE INDEX last ON public.a (name);',
    ];
    const indexes = definitions.map((definition) => ({
      description: definition.startsWith('ALTER') ? 'CONSTRAINT' : 'INDEX',
      tag: /(?:INDEX|CONSTRAINT) (\w+)/.exec(definition)?.[1] ?? '',
      section: 4 as const,
      definition,
    }));
    const backup = await load([PATH, TABLE, DATA, ...indexes]);
    try {
      expect(backup.info.skipped.map(({ object }) => object)).toEqual(['INDEX refused']);
      const made = await query(backup, `SELECT indexname AS name FROM pg_indexes WHERE tablename = 'a'`);
      const lost = ['refused', 'closed'];
      const expected = indexes.map(({ tag }) => tag).filter((tag) => !lost.includes(tag));
      expect(made.map((row) => (row as { name: string }).name).sort()).toEqual(expected.sort());
      expect(await query(backup, `SELECT state FROM pg_stat_activity WHERE state LIKE 'idle in%'`)).toEqual(
        [],
      );
    } finally {
      await backup.stop();
    }
  });

  it.runIf(CAN_MOUNT)('says that there is no room, for an empty server already', async () => {
    const disk = await SmallDisk.create(40);
    const { TMPDIR } = process.env;
    try {
      process.env.TMPDIR = disk.folder;
      expect(await refusal([PATH, TABLE, DATA])).toBe('not-enough-disk');
      expect(readdirSync(disk.folder)).toEqual([]);
    } finally {
      process.env.TMPDIR = TMPDIR;
      await disk.drop();
    }
  });

  it('is given up in the middle of a statement', async () => {
    const file = join(folder, 'slow.backup');
    const slow = {
      description: 'INDEX',
      tag: 'slow',
      section: 4,
      definition: 'SELECT pg_sleep(600);',
    } as const;
    const entries = [PATH, TABLE, DATA, slow].map((entry, position) => ({ ...entry, dumpId: position + 1 }));
    await writeFile(file, gzipSync(buildArchive({ minor: 14, compression: 0, entries })));
    const abort = new AbortController();
    const titles: string[] = [];
    const loading = loadBackup(file, {
      signal: abort.signal,
      onProgress: ({ title }) => {
        titles.push(title);
      },
    });
    const failed = expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    while (!titles.some((title) => title.includes('slow'))) await wait(20);
    const asked = performance.now();
    abort.abort();
    await failed;
    expect(performance.now() - asked).toBeLessThan(5_000);
  });

  it.runIf(hasDebianPostgres())('keeps everything of an app that has what Mendix does not make', async () => {
    const server = await startDebianPostgres();
    try {
      const app = await createDatabase(server.address);
      await app.admin(EXOTIC);
      const file = join(folder, 'exotic.backup');
      const out = join(folder, 'exotic-migrated.backup');
      await dumpDatabase(server.address, app.connection.database, file);
      const backup = await loadBackup(file);
      try {
        expect(backup.info.skipped).toEqual([]);
        const saved = await saveBackup(backup, join(folder, 'unchanged.backup'));
        expect(saved.tables).toEqual([]);
        expect((await readFile(saved.path)).equals(await readFile(file))).toBe(true);

        for (const change of CHANGES) {
          await query(backup, change);
          await app.admin(change);
        }
        expect((await saveBackup(backup, out)).tables).toEqual(['child', 'events_new', 'people']);
      } finally {
        await backup.stop();
      }
      expect(await listArchive(out)).toEqual(await listArchive(file));
      const restored = await createDatabase(server.address);
      await restoreArchive(server.address, out, restored.connection.database);
      for (const sql of WATCHED) expect(await restored.texts(sql), sql).toEqual(await app.texts(sql));
      await restored.drop();
      await app.drop();
    } finally {
      await server.stop();
    }
  });
});

const CHANGES = [
  `UPDATE public.people SET feels = 'happy', parts = ARRAY[E'tab\\t', E'\\\\'] WHERE id % 3 = 0`,
  `INSERT INTO public.people (name, age, at) VALUES ('one more', 77, '2026-02-02')`,
  `DELETE FROM public.events WHERE note = 'new'`,
  `UPDATE ONLY public.child SET more = NULL`,
  // Rolled back: nothing of it counts.
  `BEGIN; DELETE FROM public.events; INSERT INTO public.parent VALUES (9); ROLLBACK`,
];
const WATCHED = [
  'SELECT * FROM people ORDER BY id',
  'SELECT * FROM events ORDER BY at',
  'SELECT *, tableoid::regclass FROM parent ORDER BY id',
  'SELECT * FROM child',
  'SELECT last_value, is_called FROM people_id_seq',
];
