import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding } from '../../shared/findings';
import type { Project } from '../../shared/project';
import { documentOf, runCommandLine } from '../support/command-line';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';
import { MENDIX_DATABASES, sayThatRealSchemasDoNotRun } from '../support/mendix-databases';
import { Population, randomFrom } from '../support/populate';
import { differences, quote, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';

const FILE = join(MENDIX_DATABASES, 'mx8.6-documents.postgres.sql');
const SSO = 'MendixSSO.MendixSSOUser';
const ACCOUNT = 'Administration.Account';

const server = databases.find(({ type }) => type === 'postgres');
const isThere = existsSync(FILE) && server !== undefined;
if (!isThere) sayThatRealSchemasDoNotRun();

/** The recipes of docs/single-sign-on.md on the database of a real app with Mendix SSO, by the command line. */
let database: TestDatabase;
let before: Snapshot;
let folder: string;

beforeAll(async () => {
  if (!isThere) return;
  folder = await mkdtemp(join(tmpdir(), 'user-migration-recipes-'));
  database = await server.createDatabase();
  await database.load(FILE);
  const population = await Population.of(database, true, randomFrom(8));
  population.add('System.UserRole', 2);
  for (const entity of [SSO, ACCOUNT]) population.add(entity, 4);
  for (const association of population.content.associations) {
    const { parent, child } = association;
    if ([parent, child].some((end) => population.content.isA(end, 'System.User')))
      population.link(association, 0.8);
  }
  await population.save();
  const q = (name: string): string => quote('postgres', name);
  const numbered = (entity: string): string =>
    `(SELECT id, row_number() OVER (ORDER BY id) AS n FROM ${q('system$user')} WHERE submetaobjectname = '${entity}')`;
  for (const sql of [
    `UPDATE ${q('mendixsso$mendixssouser')} AS u SET emailaddress = 'User.' || n || '@Example.COM' FROM ${numbered(SSO)} AS v WHERE v.id = u.id`,
    `UPDATE ${q('administration$account')} AS u SET email = 'account.' || n || '@example.com' FROM ${numbered(ACCOUNT)} AS v WHERE v.id = u.id`,
    `UPDATE ${q('system$user')} AS u SET name = 'account.' || n FROM ${numbered(ACCOUNT)} AS v WHERE v.id = u.id`,
    `UPDATE ${q('system$user')} AS u SET name = 'sso-' || n FROM ${numbered(SSO)} AS v WHERE v.id = u.id`,
    // What a premature start made: an account without anything for one person.
    `UPDATE ${q('administration$account')} SET email = 'User.1@Example.COM' WHERE email = 'account.1@example.com'`,
    `UPDATE ${q('system$user')} SET name = 'user.1@example.com' WHERE name = 'account.1'`,
  ])
    await database.admin(sql);
  before = await snapshotDatabase(database);
});
afterAll(async () => {
  if (!isThere) return;
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Its one JSON document, after it ended with one of these exit codes. */
async function run(exitCodes: number[], ...words: string[]): Promise<Record<string, unknown>> {
  const result = await runCommandLine([...words, '--json', '--url', database.url.replace(/:[^:@]*@/, '@')], {
    environment: { USER_MIGRATION_PASSWORD: database.secrets.password ?? '' },
  });
  const { exitCode, stdout, stderr } = result;
  expect(exitCodes, `${words.join(' ')}\n${stderr}\n${stdout.slice(-1500)}`).toContain(exitCode);
  return documentOf(result);
}

async function namesOf(entity: string): Promise<string[]> {
  const { rows } = await database.texts(
    `SELECT name FROM ${quote('postgres', 'system$user')} WHERE submetaobjectname = '${entity}'`,
  );
  return rows.map(([name]) => name ?? '').sort();
}

/** Maps, accepts losses, migrates, answers the names afterwards, undoes and compares. */
async function carryOut(
  options: string[],
  from = SSO,
  to = ACCOUNT,
): Promise<{ accounts: string[]; sso: string[] }> {
  const file = join(folder, 'project.usermigration.json');
  await rm(file, { force: true });
  await run([0], 'map', '--from', from, '--to', to, ...options, '--out', file);
  const project = JSON.parse(await readFile(file, 'utf8')) as Project;
  const { findings } = (await run([0, 2], 'check', file)) as { findings: Finding[] };
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors.filter(({ code }) => code !== 'data-loss')).toEqual([]);
  for (const { subject } of errors) project.steps[0]?.acceptLoss.push(subject);
  await writeFile(file, JSON.stringify(project));
  const report = await run([0], 'migrate', file, '--yes');
  expect(report).toMatchObject({ outcome: 'committed' });
  const found = { accounts: await namesOf(ACCOUNT), sso: await namesOf(SSO) };
  await run([0], 'undo', String(report.runId), '--yes');
  expect(differences(before, await snapshotDatabase(database))).toEqual([]);
  return found;
}

const LOWER = ['--name-from', `${SSO}/EmailAddress`, '--name-case', 'lower'];
const OTHERS = ['account.2', 'account.3', 'account.4', 'account.5'];

it.runIf(isThere)('Mendix SSO to OIDC, with the account that exists already merged', async () => {
  const { accounts, sso } = await carryOut([...LOWER, '--existing', 'merge']);
  expect(accounts).toEqual([...OTHERS, ...[1, 2, 3, 4].map((n) => `user.${String(n)}@example.com`)].sort());
  expect(sso).toEqual([]);
});

it.runIf(isThere)('the letter case that the identity provider sends', async () => {
  const { accounts } = await carryOut(['--name-from', `${SSO}/EmailAddress`, '--name-case', 'upper']);
  expect(accounts).toEqual(expect.arrayContaining([1, 2, 3, 4].map((n) => `USER.${String(n)}@EXAMPLE.COM`)));
});

it.runIf(isThere)(
  'a pilot group of a file, with the names of a file; existing ones are skipped',
  async () => {
    const pilot = join(folder, 'pilot.csv');
    await writeFile(pilot, 'Name\r\nsso-1\r\nsso-2\r\n');
    const names = join(folder, 'names.csv');
    await writeFile(names, 'Old name;New name\r\nsso-1;user.1@example.com\r\nsso-2;user.2@example.com\r\n');
    const { accounts, sso } = await carryOut([
      '--users-file',
      pilot,
      '--names-file',
      names,
      '--existing',
      'skip',
    ]);
    expect(sso).toEqual(['sso-1', 'sso-3', 'sso-4']);
    expect(accounts).toContain('user.2@example.com');
  },
);

it.runIf(isThere)('local accounts to the entity of another module, named by a file', async () => {
  const names = join(folder, 'saml.csv');
  await writeFile(names, '\uFEFFaccount.2,two@idp.example.com\naccount.3,three@idp.example.com\n');
  const { accounts } = await carryOut(['--names-file', names], ACCOUNT, 'AppCloudServices.AppCloudUser');
  expect(accounts).toEqual([]);
});

it.runIf(isThere)('two accounts of one person, found by their e-mail addresses', async () => {
  const pair = `${SSO}/EmailAddress=${ACCOUNT}/Email`;
  const { accounts, sso } = await carryOut(['--existing', 'merge', '--match', pair]);
  expect(sso).toEqual([]);
  // The name of the existing account stays.
  expect(accounts).toEqual([...OTHERS, 'sso-2', 'sso-3', 'sso-4', 'user.1@example.com']);
});
