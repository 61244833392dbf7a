import { join } from 'node:path';
import type { ModelDescription } from '../../electron/engine/sample/model-description';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { deployUserModule } from '../support/deploy-user-module';
import { MENDIX_DATABASES } from '../support/mendix-databases';
import type { ServerAddress } from '../support/server-address';
import { createDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { BENCH_MODEL, SOURCE, TARGET_MODULE } from './bench-model';

const ROLES = 4;
const LANGUAGES = 2;
/** Administrators, who made the accounts. They move, too. */
const OWNERS = 10;
const USERS_PER_REPORT = 10;
const SHARE_OF_SECOND_ROLE = 7;

/** What is in it: the generated app, another model, or the schema of a real app. */
export interface BenchContent {
  users: number;
  model?: ModelDescription;
  /** Name of a file in USER_MIGRATION_MENDIX_DATABASES. */
  schema?: string | null;
}

/** Statements that are sent at once while the schema is made. */
const BATCH = 200;

/**
 * A new database with this many users, each with 1.7 roles, a language, an owner and a changedBy: the same
 * content every time, and statistics as a server in use has them. It is dropped when `work` is done.
 */
export async function withBenchDatabase<T>(
  server: ServerAddress,
  content: BenchContent,
  work: (database: TestDatabase) => Promise<T>,
): Promise<T> {
  const database = await createDatabase(server);
  try {
    await makeSchema(database, content);
    await addUsers(database, content.users, (content.schema ?? null) === null);
    await settle(database);
    return await work(database);
  } finally {
    await database.drop();
  }
}

async function makeSchema(database: TestDatabase, { model, schema }: BenchContent): Promise<void> {
  if (schema !== undefined && schema !== null) {
    await database.load(join(MENDIX_DATABASES, `${schema}.${database.type}.sql`));
    await deployUserModule(database, TARGET_MODULE);
    return;
  }
  const statements = schemaSql(physicalModel(model ?? BENCH_MODEL), database.type, MENDIX_10_22);
  if (database.type === 'mysql') statements.unshift('SET foreign_key_checks = 0');
  for (let sent = 0; sent < statements.length; sent += BATCH) {
    await database.admin(statements.slice(sent, sent + BATCH).join(';\n'));
  }
}

/** One text for both databases: they agree on everything it uses. */
async function addUsers(database: TestDatabase, users: number, withReports: boolean): Promise<void> {
  const mysql = database.type === 'mysql';
  if (mysql) await database.admin('SET foreign_key_checks = 0');
  await fillNumbers(database, users);
  const used: [entity: string, count: number][] = [];
  const idsOf = async (entity: string, count: number): Promise<(n: string) => string> => {
    const [row] = await database.admin(
      `SELECT i.short_id, i.object_sequence FROM mendixsystem$entity e
       JOIN mendixsystem$entityidentifier i ON i.id = e.id WHERE e.entity_name = '${entity}'`,
    );
    used.push([entity, count]);
    const first = BigInt(String(row?.short_id)) * 2n ** 48n + BigInt(String(row?.object_sequence)) * 128n;
    return (n) => `(${String(first)} + (${n} - 1) * 128 + MOD((${n}) * 37, 128))`;
  };
  const account = await idsOf(SOURCE, users);
  const role = await idsOf('System.UserRole', ROLES);
  const language = await idsOf('System.Language', LANGUAGES);
  const owner = account(`1 + MOD(n, ${OWNERS})`);
  const insert = async (into: string, values: string[], where: string): Promise<void> => {
    await database.admin(`INSERT INTO ${into} SELECT ${values.join(', ')} FROM bench_number WHERE ${where}`);
  };
  const upTo = (count: number): string => `n <= ${count}`;
  const date = `TIMESTAMP '2025-06-25 15:00:53'`;

  await insert(
    'system$userrole (id, modelguid, name, description)',
    [role('n'), `MD5(CONCAT('r', n))`, `CONCAT('Role ', n)`, `''`],
    upTo(ROLES),
  );
  await insert(
    'system$language (id, code, description)',
    [language('n'), `CONCAT('xx_', n)`, `''`],
    upTo(LANGUAGES),
  );
  await insert(
    `system$user (id, name, password, lastlogin, blocked, blockedsince, active, failedlogins, webserviceuser, isanonymous,
       createddate, changeddate, submetaobjectname, system$owner, system$changedby)`,
    [
      account('n'),
      `CONCAT('user', n, '@example.com')`,
      `CONCAT('{BCrypt}$2a$10$', MD5(CONCAT('p', n)), SUBSTRING(MD5(CONCAT('q', n)), 1, 21))`,
      date,
      'FALSE',
      'NULL',
      'TRUE',
      '0',
      'FALSE',
      'FALSE',
      date,
      date,
      `'${SOURCE}'`,
      owner,
      `CASE WHEN MOD(n, 2) = 0 THEN ${account('n')} ELSE ${owner} END`,
    ],
    upTo(users),
  );
  await insert(
    'administration$account (id, fullname, email, islocaluser, submetaobjectname)',
    [account('n'), `CONCAT('User Number ', n)`, `CONCAT('user', n, '@example.com')`, 'TRUE', `'${SOURCE}'`],
    upTo(users),
  );
  const roles = 'system$userroles (system$userid, system$userroleid)';
  await insert(roles, [account('n'), role('1 + MOD(n, 3)')], upTo(users));
  await insert(
    roles,
    [account('n'), role(String(ROLES))],
    `${upTo(users)} AND MOD(n, 10) < ${SHARE_OF_SECOND_ROLE}`,
  );
  await insert(
    'system$user_language (system$userid, system$languageid)',
    [account('n'), language('1 + MOD(n, 2)')],
    upTo(users),
  );
  if (withReports) {
    const reports = Math.ceil(users / USERS_PER_REPORT);
    const report = await idsOf('Company.ExpenseReport', reports);
    await insert(
      `company$expensereport (id, title, amount, createddate, changeddate, system$owner, system$changedby,
         company$expensereport_approvedby)`,
      [
        report('n'),
        `CONCAT('Journey ', n)`,
        'n',
        date,
        date,
        account(`n * ${USERS_PER_REPORT} - 1`),
        account(`n * ${USERS_PER_REPORT} - 2`),
        owner,
      ],
      `${upTo(reports)} AND n * ${USERS_PER_REPORT} <= ${users}`,
    );
  }
  for (const [entity, count] of used) {
    await database.admin(
      `UPDATE mendixsystem$entityidentifier SET object_sequence = object_sequence + ${count}
       WHERE id = (SELECT id FROM mendixsystem$entity WHERE entity_name = '${entity}')`,
    );
  }
  await database.admin('DROP TABLE bench_number');
  if (mysql) await database.admin('SET foreign_key_checks = 1');
}

async function fillNumbers(database: TestDatabase, count: number): Promise<void> {
  await database.admin('CREATE TABLE bench_number (n bigint NOT NULL PRIMARY KEY)');
  await database.admin('INSERT INTO bench_number VALUES (1)');
  for (let filled = 1; filled < count; filled *= 2) {
    await database.admin(`INSERT INTO bench_number SELECT n + ${filled} FROM bench_number`);
  }
}

async function settle(database: TestDatabase): Promise<void> {
  if (database.type === 'postgres') {
    await database.admin('VACUUM ANALYZE');
    await database.admin('CHECKPOINT');
    return;
  }
  const { rows } = await database.texts(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  await database.admin(`ANALYZE TABLE ${rows.map(([name]) => `\`${name ?? ''}\``).join(', ')}`);
}
