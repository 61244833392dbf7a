import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from '../../shared/project';
import { fillCompanyApp } from '../support/company-app';
import type { TestDatabase } from '../support/databases';
import { describeBackups } from '../support/describe-backups';
import type { BackupVariant } from '../support/describe-backups';
import { MENDIX_DATABASES, sayThatRealSchemasDoNotRun } from '../support/mendix-databases';

const VARIANTS: BackupVariant[] = [
  { flags: [], ending: 'backup' },
  { flags: ['-Z0'], ending: 'gz' },
  { flags: [], ending: 'tar.gz' },
  { flags: ['-Z1'], ending: 'tar' },
];

/** One old app and one new; `.` in the environment for all of them. */
const CHOSEN = new RegExp(process.env.USER_MIGRATION_TEST_BACKUPS ?? 'mx6\\.10|mx10\\.22');

const files = existsSync(MENDIX_DATABASES)
  ? readdirSync(MENDIX_DATABASES).filter((name) => /\.postgres\.sql(\.gz)?$/.test(name) && CHOSEN.test(name))
  : [];
if (files.length === 0) sayThatRealSchemasDoNotRun();

/** 200 MB of rows, of every length and with what COPY must escape; compared by digests. Not for every run. */
const LARGE = `CREATE SCHEMA large;
CREATE TABLE large.content AS SELECT n AS id, CASE WHEN n % 7 = 0 THEN NULL ELSE md5(n::text) END AS name,
  (SELECT string_agg(md5((n * part)::text),
      CASE n % 5 WHEN 0 THEN E'\\t' WHEN 1 THEN E'\\n' WHEN 2 THEN E'\\\\' WHEN 3 THEN '''' ELSE '–😀' END)
    FROM generate_series(1, 1 + n % 20) AS part) AS text,
  decode(md5(n::text), 'hex') AS bytes, (n * 1.25)::numeric(20, 8) AS amount,
  timestamp '2024-01-01' + n * interval '1 s' AS at
  FROM generate_series(1, 450000) AS n;
ALTER TABLE large.content ADD PRIMARY KEY (id);
CREATE INDEX ON large.content (name)`;

const LARGE_APP = {
  name: 'a large app',
  fill: async (database: TestDatabase) => {
    await fillCompanyApp(database, 200);
    await database.admin(LARGE);
  },
  steps: (all: Step[]) => all.map((step) => ({ ...step, associations: [] })),
  watched: [
    `SELECT count(*), sum(hashtextextended(c::text, 0)), sum(octet_length(c::text)) FROM large.content AS c`,
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'large' ORDER BY 1`,
  ],
  variants: [
    { flags: ['-Z0'], ending: 'backup' as const },
    { flags: [], ending: 'tar.gz' as const },
  ],
};

describeBackups([
  ...(process.env.USER_MIGRATION_TEST_BACKUPS === undefined ? [] : [LARGE_APP]),
  {
    name: 'the sample app',
    fill: (database) => fillCompanyApp(database, 20),
    // Managers of one kind of account are of another kind there, which no association of the new module allows.
    steps: (all) => all.map((step) => ({ ...step, associations: [] })),
    variants: VARIANTS,
  },
  ...files.map((file, position) => ({
    name: file,
    fill: (database: TestDatabase) => database.load(join(MENDIX_DATABASES, file)),
    variants: VARIANTS.slice(position % VARIANTS.length).slice(0, 1),
  })),
]);
