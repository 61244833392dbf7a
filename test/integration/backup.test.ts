import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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

describeBackups([
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
