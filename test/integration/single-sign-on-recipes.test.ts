import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from 'bcryptjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testSignIn } from '../../electron/engine/mendix/look-at-users';
import type { Finding } from '../../shared/findings';
import type { Project, Step } from '../../shared/project';
import { documentOf, runCommandLine } from '../support/command-line';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';
import { deployUserModule } from '../support/deploy-user-module';
import { MENDIX_DATABASES, sayThatRealSchemasDoNotRun } from '../support/mendix-databases';
import { Population, randomFrom } from '../support/populate';
import { differences, quote, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';
import { withEngine } from '../support/with-engine';

const SSO = 'MendixSSO.MendixSSOUser';
const ACCOUNT = 'Administration.Account';
/** What the administrator of a SAML or XSUAA module has deployed. */
const SAML_USER = 'Saml.SamlUser';
/** Passwords of the old users and of those whom single sign-on made. */
const [OLD, NEW] = ['old secret', 'new secret'];
const COUNT = 4;
/** A recipe is up to ten commands, each a process of its own. */
const PATIENCE = { timeout: 240_000 };
/** Real apps with Mendix SSO, of Mendix 8.6 and 10.12. */
const APPS = ['mx8.6-documents', 'mx10.12-docker'];

const cases = databases.flatMap((server) =>
  APPS.map((app) => ({ server, file: join(MENDIX_DATABASES, `${app}.${server.type}.sql`), app })).filter(
    ({ file }) => existsSync(file),
  ),
);
if (cases.length === 0) {
  const message = sayThatRealSchemasDoNotRun();
  it('finds the databases of real apps', () => {
    expect(process.env.CI, message).not.toBe('true');
  });
}

/** The recipes of docs/single-sign-on.md on databases of real apps, by the command line. */
describe.each(cases)('recipes on $app, $server.name', ({ server, file }) => {
  let database: TestDatabase;
  let folder: string;
  let before: Snapshot;
  const q = (name: string): string => quote(server.type, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'user-migration-recipes-'));
    database = await server.createDatabase();
    await database.load(file);
    await deployUserModule(database, {
      entities: [
        {
          name: SAML_USER,
          generalization: 'System.User',
          attributes: [
            { name: 'FullName', type: 'String', length: 200 },
            { name: 'Email', type: 'String', length: 200 },
          ],
        },
      ],
      associations: [],
    });
    const randomized = await withEngine(database, (_, { model }) =>
      Promise.resolve(model.idScheme === 'randomized'),
    );
    const population = await Population.of(database, randomized, randomFrom(8));
    const { content } = population;
    const [pilot = ''] = population.add('System.UserRole', 2);
    const added = [SSO, ACCOUNT].map((entity) => population.add(entity, COUNT));
    for (const association of content.associations) {
      const { parent, child } = association;
      if ([parent, child].some((end) => content.isA(end, 'System.User'))) population.link(association, 0.8);
    }
    await population.save();
    await database.admin(`UPDATE ${q('system$userrole')} SET name = 'Pilot' WHERE id = ${pilot}`);
    const roles = content.associations.find(({ name }) => name === 'System.UserRoles');
    await database.admin(
      `DELETE FROM ${q(roles?.table ?? '')} WHERE ${q(roles?.childColumn ?? '')} = ${pilot}`,
    );
    const password = `{BCrypt}${await hash(OLD, 4)}`;
    for (const [entity, ids] of [SSO, ACCOUNT].map((name, at) => [name, added[at] ?? []] as const)) {
      const [table, column, user] =
        entity === SSO
          ? ['mendixsso$mendixssouser', 'emailaddress', 'sso']
          : ['administration$account', 'email', 'account'];
      for (const [at, id] of ids.entries()) {
        const n = String(at + 1);
        const email = entity === SSO ? `User.${n}@Example.COM` : `Account.${n}@Example.COM`;
        await database.admin(`UPDATE ${q(table)} SET ${column} = '${email}' WHERE id = ${id}`);
        await database.admin(
          `UPDATE ${q('system$user')} SET name = '${user}-${n}', password = '${password}', active = TRUE, blocked = FALSE WHERE id = ${id}`,
        );
        if (entity === ACCOUNT) {
          await database.admin(
            `UPDATE ${q(table)} SET islocaluser = ${at % 2 === 0 ? 'TRUE' : 'FALSE'} WHERE id = ${id}`,
          );
        }
        if (at < 2) {
          await database.admin(
            `INSERT INTO ${q(roles?.table ?? '')} (${q(roles?.parentColumn ?? '')}, ${q(roles?.childColumn ?? '')}) VALUES (${id}, ${pilot})`,
          );
        }
      }
    }
  });
  beforeEach(async () => {
    before = await snapshotDatabase(database);
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** Its one JSON document, after it ended with one of these exit codes. */
  async function run(exitCodes: number[], ...words: string[]): Promise<Record<string, unknown>> {
    const url = database.url.replace(/:[^:@]*@/, '@');
    const result = await runCommandLine([...words, '--json', '--url', url], {
      environment: { USER_MIGRATION_PASSWORD: database.secrets.password ?? '' },
    });
    const { exitCode, stdout, stderr } = result;
    expect(exitCodes, `${words.join(' ')}\n${stderr}\n${stdout.slice(-1500)}`).toContain(exitCode);
    return documentOf(result);
  }

  async function namesOf(entity: string): Promise<string[]> {
    const { rows } = await database.texts(
      `SELECT name FROM ${q('system$user')} WHERE submetaobjectname = '${entity}'`,
    );
    return rows
      .map(([name]) => name ?? '')
      .filter((name) => /^(sso|account|user)\b/i.test(name))
      .sort();
  }

  /** What Mendix would say to this name and password. */
  const signIn = (name: string, password: string): Promise<unknown> =>
    withEngine(database, async (engine, index) => {
      const { answer, entity } = await testSignIn(engine, index, name, password);
      return { answer, entity };
    });
  const yes = (entity: string): object => ({ answer: 'yes', entity });

  interface Recipe {
    from: string;
    to: string;
    options: string[];
    /** What an administrator adds to the file by hand. */
    edit?: Partial<Step>;
  }

  /** Maps, accepts losses and migrates. @returns the run */
  async function migrate({ from, to, options, edit = {} }: Recipe): Promise<string> {
    const path = join(folder, 'project.usermigration.json');
    await rm(path, { force: true });
    await run([0], 'map', '--from', from, '--to', to, ...options, '--out', path);
    const mapped = JSON.parse(await readFile(path, 'utf8')) as Project;
    const project = { ...mapped, steps: mapped.steps.map((step) => ({ ...step, ...edit })) };
    await writeFile(path, JSON.stringify(project));
    const { findings } = (await run([0, 2], 'check', path)) as { findings: Finding[] };
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.filter(({ code }) => code !== 'data-loss')).toEqual([]);
    for (const { subject } of errors) project.steps[0]?.acceptLoss.push(subject);
    await writeFile(path, JSON.stringify(project));
    const report = await run([0], 'migrate', path, '--yes');
    expect(report).toMatchObject({ outcome: 'committed' });
    return String(report.runId);
  }

  /** Undoes the last runs, latest first: the database is byte for byte what it was. */
  async function undo(...runs: string[]): Promise<void> {
    for (const id of [...runs].reverse()) await run([0], 'undo', id, '--yes');
    expect(differences(before, await snapshotDatabase(database))).toEqual([]);
  }

  const lower = ['--name-from', `${SSO}/EmailAddress`, '--name-case', 'lower'];
  const users = (...numbers: number[]): string[] => numbers.map((n) => `user.${String(n)}@example.com`);
  const accounts = ['account-1', 'account-2', 'account-3', 'account-4'];

  it('Mendix SSO to OIDC', PATIENCE, async () => {
    const id = await migrate({ from: SSO, to: ACCOUNT, options: lower });
    expect(await namesOf(ACCOUNT)).toEqual([...accounts, ...users(1, 2, 3, 4)].sort());
    expect(await namesOf(SSO)).toEqual([]);
    expect(await signIn('user.1@example.com', OLD)).toEqual(yes(ACCOUNT));
    expect(await signIn('account-1', OLD)).toEqual(yes(ACCOUNT));
    expect(await signIn('sso-1', OLD)).toMatchObject({ answer: 'unknown-user' });
    await undo(id);
    expect(await signIn('sso-1', OLD)).toEqual(yes(SSO));
  });

  it('local accounts to SAML, under the names of a file', PATIENCE, async () => {
    const names = join(folder, 'saml.csv');
    await writeFile(names, '\uFEFFaccount-1,one@idp.example.com\naccount-3,three@idp.example.com\n');
    const id = await migrate({
      from: ACCOUNT,
      to: SAML_USER,
      options: ['--names-file', names],
      edit: { users: { attribute: { name: `${ACCOUNT}/IsLocalUser`, equals: true } } },
    });
    expect(await namesOf(ACCOUNT)).toEqual(['account-2', 'account-4']);
    expect(await signIn('three@idp.example.com', OLD)).toEqual(yes(SAML_USER));
    expect(await signIn('account-2', OLD)).toEqual(yes(ACCOUNT));
    await undo(id);
  });

  it('the letter case that XSUAA sends', PATIENCE, async () => {
    const id = await migrate({
      from: ACCOUNT,
      to: SAML_USER,
      options: ['--name-from', `${ACCOUNT}/Email`, '--name-case', 'upper'],
    });
    expect(await namesOf(SAML_USER)).toEqual([1, 2, 3, 4].map((n) => `ACCOUNT.${String(n)}@EXAMPLE.COM`));
    expect(await signIn('ACCOUNT.2@EXAMPLE.COM', OLD)).toEqual(yes(SAML_USER));
    await undo(id);
  });

  it('a pilot group by its role, then the others', PATIENCE, async () => {
    const pilot = { from: SSO, to: ACCOUNT, options: [...lower, '--with-role', 'Pilot'] };
    const first = await migrate(pilot);
    expect(await namesOf(SSO)).toEqual(['sso-3', 'sso-4']);
    expect(await signIn('user.2@example.com', OLD)).toEqual(yes(ACCOUNT));
    expect(await signIn('sso-3', OLD)).toEqual(yes(SSO));
    const second = await migrate({ ...pilot, options: lower });
    expect(await namesOf(SSO)).toEqual([]);
    expect(await namesOf(ACCOUNT)).toEqual([...accounts, ...users(1, 2, 3, 4)].sort());
    await undo(first, second);
  });

  it('a pilot group of a file, whose names are another file', PATIENCE, async () => {
    const pilot = join(folder, 'pilot.csv');
    await writeFile(pilot, 'Name\r\nsso-1\r\nsso-4\r\n');
    const names = join(folder, 'names.csv');
    await writeFile(names, 'Old name;New name\r\nsso-1;user.1@example.com\r\nsso-4;user.4@example.com\r\n');
    const id = await migrate({
      from: SSO,
      to: ACCOUNT,
      options: ['--users-file', pilot, '--names-file', names],
    });
    expect(await namesOf(SSO)).toEqual(['sso-2', 'sso-3']);
    expect(await signIn('user.4@example.com', OLD)).toEqual(yes(ACCOUNT));
    await undo(id);
  });

  describe('what a premature start doubled', () => {
    const changes: [string, string][] = [
      [`UPDATE ${q('administration$account')} SET email`, `WHERE email`],
      [`UPDATE ${q('system$user')} SET name`, `WHERE name`],
    ];
    const exchange = async (emails: [string, string], names: [string, string]): Promise<void> => {
      for (const [at, [to, was]] of [emails, names].entries()) {
        const [set, where] = changes[at] ?? ['', ''];
        await database.admin(`${set} = '${to}' ${where} = '${was}'`);
      }
    };
    let password: string;

    beforeAll(async () => {
      await exchange(['User.1@Example.COM', 'Account.1@Example.COM'], ['user.1@example.com', 'account-1']);
      const { rows } = await database.texts(
        `SELECT password FROM ${q('system$user')} WHERE name = 'user.1@example.com'`,
      );
      password = rows[0]?.[0] ?? '';
      await database.admin(
        `UPDATE ${q('system$user')} SET password = '{BCrypt}${await hash(NEW, 4)}' WHERE name = 'user.1@example.com'`,
      );
    });
    afterAll(async () => {
      await database.admin(
        `UPDATE ${q('system$user')} SET password = '${password}' WHERE name = 'user.1@example.com'`,
      );
      await exchange(['Account.1@Example.COM', 'User.1@Example.COM'], ['account-1', 'user.1@example.com']);
    });

    it('is merged, found by the new name', PATIENCE, async () => {
      const id = await migrate({ from: SSO, to: ACCOUNT, options: [...lower, '--existing', 'merge'] });
      expect(await namesOf(SSO)).toEqual([]);
      expect(await namesOf(ACCOUNT)).toEqual([...accounts.slice(1), ...users(1, 2, 3, 4)].sort());
      expect(await signIn('user.1@example.com', NEW)).toEqual(yes(ACCOUNT));
      expect(await signIn('user.1@example.com', OLD)).toMatchObject({ answer: 'no' });
      expect(await signIn('user.2@example.com', OLD)).toEqual(yes(ACCOUNT));
      await undo(id);
    });

    it('is merged, found by its e-mail address, and signs in with the old password', PATIENCE, async () => {
      const id = await migrate({
        from: SSO,
        to: ACCOUNT,
        options: ['--existing', 'merge', '--match', `${SSO}/EmailAddress=${ACCOUNT}/Email`],
        edit: {
          existing: {
            match: { source: `${SSO}/EmailAddress`, target: `${ACCOUNT}/Email` },
            then: 'merge',
            values: 'fill-empty',
            signInWith: 'old',
          },
        },
      });
      // The name of the existing account stays.
      expect(await namesOf(ACCOUNT)).toEqual(
        [...accounts.slice(1), 'sso-2', 'sso-3', 'sso-4', 'user.1@example.com'].sort(),
      );
      expect(await signIn('user.1@example.com', OLD)).toEqual(yes(ACCOUNT));
      await undo(id);
    });

    it('is skipped', PATIENCE, async () => {
      const id = await migrate({ from: SSO, to: ACCOUNT, options: [...lower, '--existing', 'skip'] });
      expect(await namesOf(SSO)).toEqual(['sso-1']);
      expect(await signIn('sso-1', OLD)).toEqual(yes(SSO));
      await undo(id);
    });
  });
});
