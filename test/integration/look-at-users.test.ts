import { createHash } from 'node:crypto';
import { hash } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleUsers } from '../../electron/engine/checks/preview-users';
import { describeUsers, testSignIn } from '../../electron/engine/mendix/look-at-users';
import { databases } from '../support/databases';
import { FaultApp, SOURCES } from '../support/fault-app';
import { quote } from '../support/snapshot';

const PASSWORD = 'Correct horse battery staple';

describe.each(databases)('users on $name', (server) => {
  let app: FaultApp;
  let names: string[];

  beforeAll(async () => {
    app = await FaultApp.create(server, 5);
    const { rows } = await app.test.texts(
      `SELECT name FROM ${quote(server.type, 'system$user')} WHERE submetaobjectname = '${SOURCES[2] ?? ''}' ORDER BY name`,
    );
    names = rows.map(([name]) => String(name));
  });
  afterAll(() => app.drop());

  async function store(name: string, password: string, blocked = false): Promise<void> {
    await app.test.admin(
      `UPDATE ${quote(server.type, 'system$user')} SET password = '${password}', active = true, blocked = ${String(blocked)} WHERE name = '${name}'`,
    );
  }
  const answer = async (name: string, password: string): Promise<string> =>
    (await testSignIn(app.engine, app.index, name, password)).answer;

  it('a sign-in is tested against the hash that Mendix stored', async () => {
    const [name = ''] = names;
    await store(name, `{BCrypt}${await hash(PASSWORD, 4)}`);
    expect(await testSignIn(app.engine, app.index, name, PASSWORD)).toEqual({
      answer: 'yes',
      entity: 'Administration.Account',
      active: true,
      blocked: false,
    });
    expect(await answer(name, `${PASSWORD} `)).toBe('no');
    expect(await answer(name, '')).toBe('no');
    expect(await answer('nobody of this name', PASSWORD)).toBe('unknown-user');
    expect(await answer(`${name}' OR '1'='1`, PASSWORD)).toBe('unknown-user');
  });

  it('older hashes are recognized when they match, and nothing is claimed when they do not', async () => {
    const [name = ''] = names;
    const salt = Buffer.from('0123456789abcdef', 'hex');
    const salted = Buffer.concat([createHash('sha256').update(PASSWORD).update(salt).digest(), salt]);
    for (const stored of [
      `{SSHA256}${salted.toString('base64')}`,
      `{SHA256}${createHash('sha256').update(PASSWORD).digest('hex')}`,
      `{MD5}${createHash('md5').update(PASSWORD).digest('base64')}`,
    ]) {
      await store(name, stored);
      expect(await answer(name, PASSWORD), stored).toBe('yes');
      expect(await answer(name, 'another'), stored).toBe('cannot-tell');
    }
    await store(name, '{Unheard}of');
    expect(await answer(name, PASSWORD)).toBe('cannot-tell');
  });

  it('a blocked user is told apart from a wrong password', async () => {
    const [name = ''] = names;
    await store(name, `{BCrypt}${await hash(PASSWORD, 4)}`, true);
    expect(await testSignIn(app.engine, app.index, name, PASSWORD)).toMatchObject({
      answer: 'yes',
      blocked: true,
    });
  });

  it('names and values of users by their object ids, never a sensitive one', async () => {
    const { rows } = await app.test.texts(
      `SELECT u.id, u.name, a.fullname FROM ${quote(server.type, 'system$user')} u JOIN ${quote(server.type, 'administration$account')} a ON a.id = u.id ORDER BY u.name LIMIT 2`,
    );
    const ids = rows.map(([id]) => String(id));
    const found = await describeUsers(app.engine, app.index, ids, 'Administration.Account/FullName');
    expect(found).toHaveLength(2);
    for (const [id, name, value] of rows) {
      expect(found).toContainEqual({ id, name, value, length: Array.from(String(value)).length });
    }
    const secret = await describeUsers(app.engine, app.index, ids, 'System.User/Password');
    expect(secret.map(({ value }) => value)).toEqual([null, null]);
    expect(await describeUsers(app.engine, app.index, ['1); DROP TABLE x; --'], null)).toEqual([]);
  });

  it('a few users of each move, with the number of their roles', async () => {
    const sample = await sampleUsers(app.engine, app.index, app.project(), []);
    expect(sample.map(({ step }) => step)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(sample.filter(({ step }) => step === 2).map(({ name }) => name)).toEqual(names.slice(0, 3));
    expect(Math.max(...sample.map(({ roles }) => roles))).toBeGreaterThan(0);
  });
  it('a few users of each move, by its selection and with the names that they get', async () => {
    const project = app.project({
      keepOldUsers: true,
      name: { case: 'upper' },
      users: { namesFile: 'pilot.csv' },
    });
    const last = names.at(-1) ?? '';
    const none = [0, 1].map((step) => ({ step, use: 'users' as const, names: [['nobody', null] as const] }));
    const sample = await sampleUsers(app.engine, app.index, project, [
      ...none,
      { step: 2, use: 'users', names: [[last, null]] },
    ]);
    expect(sample).toMatchObject([{ step: 2, name: last, newName: last.toUpperCase() }]);
  });
});
