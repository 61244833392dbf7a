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
  dumpAsLines,
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

-- In no later version than 15: what has its name is loaded without it.
CREATE EXTENSION old_snapshot; CREATE SCHEMA other; CREATE TABLE other.old_snapshot AS SELECT 1 AS id;
CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION btree_gist;
CREATE TYPE pair AS (x int, y text); CREATE TYPE span AS RANGE (subtype = float8);
CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE kinds (id serial PRIMARY KEY, a pair, b span, c hstore, d ltree, e xml, f jsonb, g json, h tsvector, i inet, j point, k bit(5), l interval,
  m timetz, n int4multirange, o int[], p float8, q float4, r numeric, s text COLLATE folded, t oid, u regclass, v money, w char(4), x "char");
INSERT INTO kinds (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x)
  SELECT ROW(n, E'q"\\\\,\\t')::pair, '[1.5,2.5)', 'a=>"b\\"c", d=>NULL', 'a.b.c', '<a>&amp;</a>', '{"a": 1e400}', '{ "a" :1, "a":2}', 'a:1A b', '10.0.0.1/8', '(1e300,-0)',
    B'10101', '-1 year 2 mons -3 days 04:05:06.789', '10:00:00.1-03:30', '{[1,3),[5,7)}', '[0:1][2:3]={{1,2},{3,NULL}}',
    CASE n % 4 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' WHEN 2 THEN 4.9e-324 ELSE 0.1 + n END, 1.1 + n,
    CASE n % 3 WHEN 0 THEN 'NaN'::numeric WHEN 1 THEN 'Infinity' ELSE 1e-200 END, 'A', 4294967295, 'public.kinds', -n * 1234.56, 'c ', 'x'
  FROM generate_series(1, 20) AS n;
CREATE TABLE only_generated (one int GENERATED ALWAYS AS (1) STORED); INSERT INTO only_generated DEFAULT VALUES;
CREATE TABLE dropped (a int, b text, c int); ALTER TABLE dropped DROP COLUMN a; INSERT INTO dropped VALUES ('x', 1); ALTER TABLE dropped ADD e text DEFAULT 'later';
CREATE UNLOGGED TABLE unlogged AS SELECT 1 AS id;
CREATE TABLE "COPY x FROM stdin;
\\." (") FROM stdin;
" text, "tab	" text, "é€😀" text, "'" text, "\\" text);
INSERT INTO "COPY x FROM stdin;
\\." VALUES (E'\\.', E'\\N', E'\n\\.\n', E'\b\f\v\r\r\n', E'\\\\'), (NULL, '', E'\u2028\ufeff', repeat('\\', 5), E'\x01\x7f');
CREATE TABLE hashed (k text) PARTITION BY HASH (k);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO hashed SELECT n::text FROM generate_series(1, 20) AS n;
CREATE TABLE audit (at text, what text); CREATE SEQUENCE audit_seq; CREATE SEQUENCE "it's ""a""
sequence" INCREMENT -3;
CREATE TABLE audited (id int GENERATED BY DEFAULT AS IDENTITY (START -5 INCREMENT -3 MINVALUE -1000), z text); INSERT INTO audited (z) VALUES ('1'), ('2');
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.audit VALUES (nextval('public.audit_seq')::text, TG_OP); RETURN NEW; END $$;
CREATE TRIGGER always AFTER UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE audited ENABLE ALWAYS TRIGGER always;
CREATE TRIGGER never BEFORE UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE audited DISABLE TRIGGER never;
CREATE TABLE ruled AS SELECT 1 AS id; CREATE RULE also AS ON DELETE TO ruled DO ALSO INSERT INTO audit VALUES ('r', 'rule'); CREATE RULE nothing AS ON UPDATE TO ruled DO INSTEAD NOTHING;
CREATE TABLE one (id int PRIMARY KEY, other int); CREATE TABLE two (id int PRIMARY KEY, other int REFERENCES one DEFERRABLE INITIALLY DEFERRED);
INSERT INTO one VALUES (1, 1); INSERT INTO two VALUES (1, 1); ALTER TABLE one ADD FOREIGN KEY (other) REFERENCES two ON DELETE SET NULL NOT VALID;
CREATE TABLE excluded (r int4range, EXCLUDE USING gist (r WITH &&)); INSERT INTO excluded VALUES ('[1,2)');
CREATE MATERIALIZED VIEW unfilled AS SELECT * FROM counted WITH NO DATA; CREATE UNIQUE INDEX ON counted (n);
CREATE FUNCTION event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER unwanted ON ddl_command_end EXECUTE FUNCTION event();
CREATE PUBLICATION published FOR TABLE one; COMMENT ON COLUMN one.id IS E'--\n\\. ''$$';
CREATE TABLE long_lines AS SELECT n AS id, repeat('x\\y', 2000000) AS content FROM generate_series(1, 2) AS n;
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

  it('loads what has the name of something that cannot be made, and leaves the rows of extensions alone', async () => {
    const backup = await load([
      PATH,
      { description: 'SCHEMA', tag: 'a', definition: 'CREATE SCHEMA a;' },
      { description: 'EXTENSION', tag: 'a', definition: 'CREATE EXTENSION no_such;' },
      { ...TABLE, namespace: 'a', definition: 'CREATE TABLE a.a (id no_such_type);' },
      TABLE,
      DATA,
      { ...DATA, tag: 'config', copyStatement: 'COPY public.config (id, name) FROM stdin;\n' },
    ]);
    try {
      expect(backup.info.skipped.map(({ object }) => object)).toEqual(['EXTENSION a', 'TABLE a']);
      await query(backup, 'UPDATE public.a SET name = NULL WHERE id = 1');
      expect((await saveBackup(backup, join(folder, 'named.backup'))).tables).toEqual(['a']);
    } finally {
      await backup.stop();
    }
  });

  it('names tables without their rows, and saves nothing where they were written', async () => {
    const left = { ...TABLE, tag: 'left', definition: 'CREATE TABLE public."left" (id int);' };
    const whole = {
      ...TABLE,
      tag: 'p',
      definition: 'CREATE TABLE public.p (id int) PARTITION BY LIST (id);',
    };
    const backup = await load([PATH, TABLE, left, whole, DATA]);
    const out = join(folder, 'left.backup');
    try {
      expect(backup.info.skipped.map(({ object }) => object)).toEqual(['TABLE DATA left']);
      await query(backup, 'INSERT INTO public."left" VALUES (1)');
      await expect(saveBackup(backup, out)).rejects.toMatchObject({
        code: 'backup-without-place',
        message: 'The rows of public."left" cannot be saved. No file was written.',
      });
      expect(readdirSync(folder)).not.toContain('left.backup');
      await query(backup, 'DELETE FROM public."left"');
      expect((await saveBackup(backup, out)).tables).toEqual([]);
    } finally {
      await backup.stop();
    }
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
        expect(backup.info.skipped.map(({ object }) => object)).toEqual(['EXTENSION old_snapshot']);
        const saved = await saveBackup(backup, join(folder, 'unchanged.backup'));
        expect(saved.tables).toEqual([]);
        expect((await readFile(saved.path)).equals(await readFile(file))).toBe(true);

        for (const change of CHANGES) {
          await query(backup, change);
          await app.admin(change);
        }
        expect((await saveBackup(backup, out)).tables).toEqual([
          'COPY x FROM stdin;\n\\.',
          'audit',
          'audited',
          'child',
          'dropped',
          'events_new',
          'excluded',
          'hashed_0',
          'hashed_1',
          'kinds',
          'long_lines',
          'old_snapshot',
          'only_generated',
          'people',
          'ruled',
          'two',
          'unlogged',
        ]);
      } finally {
        await backup.stop();
      }
      expect(await listArchive(out)).toEqual(await listArchive(file));
      const restored = await createDatabase(server.address);
      await restoreArchive(server.address, out, restored.connection.database);
      // The restore fills it from the new rows.
      await app.admin('REFRESH MATERIALIZED VIEW counted');
      const [expected, actual] = [
        await dumpAsLines(server.address, app.connection.database),
        await dumpAsLines(server.address, restored.connection.database),
      ];
      expect(actual.length).toBeGreaterThan(1_000);
      expect(actual.filter((line) => !expected.includes(line)).slice(0, 10)).toEqual([]);
      expect(actual.join('\n') === expected.join('\n')).toBe(true);
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
  `UPDATE public.kinds SET w = 'd' WHERE id % 2 = 0`,
  `UPDATE public.audited SET z = z || 'x'; INSERT INTO public.audited (z) VALUES ('new')`,
  `INSERT INTO public.only_generated DEFAULT VALUES`,
  `UPDATE public.dropped SET c = 2`,
  `UPDATE public."COPY x FROM stdin;\n\\." SET "'" = E'\\\\.\\n' WHERE "'" IS NOT NULL`,
  `UPDATE public.hashed SET k = k || 'y'`,
  `UPDATE public.ruled SET id = 5; DELETE FROM public.ruled`,
  `SELECT nextval('public."it''s ""a""\nsequence"')`,
  `UPDATE public.two SET other = 1`,
  `TRUNCATE public.excluded`,
  `UPDATE public.long_lines SET id = 3 WHERE id = 2`,
  `UPDATE public.unlogged SET id = 3`,
  `UPDATE other.old_snapshot SET id = 3`,
  // Rolled back: nothing of it counts.
  `BEGIN; DELETE FROM public.events; INSERT INTO public.parent VALUES (9); ROLLBACK`,
];
