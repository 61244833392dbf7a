import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { ServiceBench } from '../support/service-bench';
import { quote } from '../support/snapshot';

const MASK = '[secret]';

describe.each(databases)('a password on $name that is a common word', (server) => {
  let app: FaultApp;
  let bench: ServiceBench;

  beforeAll(async () => {
    app = await FaultApp.create(server, 1);
  });
  afterAll(() => app.drop());
  beforeEach(() => {
    bench = new ServiceBench();
  });
  afterEach(() => bench.services.dispose());

  const texts = ({ message, cause, remedy }: Failure): string => [message, cause, remedy].join(' ');

  it('garbles none of the program’s own sentences, neither at once nor later', async () => {
    const failed: Failure[] = [];
    for (const password of ['wrong', 'server', 'inside', 'password', 'connection', 'answered', 'channel']) {
      failed.push(
        await bench.page.failure('connection.test', {
          connection: { ...app.test.connection, username: 'nobody' },
          secrets: { password },
        }),
        await bench.page.failure('connection.open', {
          connection: { ...app.test.connection, database: 'wrong_database' },
          secrets: { ...app.test.secrets, sshPassword: password },
        }),
      );
    }
    const unknown = await bench.page.dispatch('no.channel', null);
    const lost = await bench.page.ask('connection.close', null);
    expect(failed.map(texts).filter((text) => text.includes(MASK))).toEqual([]);
    expect(failed.map(texts)).toContainEqual(expect.stringContaining('user name or password of nobody'));
    expect(failed.map(texts)).toContainEqual(expect.stringContaining('There is no database wrong_database'));
    expect(JSON.stringify([unknown, lost])).not.toContain(MASK);
    // The log stays one of JSON lines.
    for (const line of bench.log().trim().split('\n')) {
      expect(Object.keys(JSON.parse(line) as object)).toContain('msg');
    }
    expect(bench.log()).not.toContain(MASK);
  });

  it('is masked in what the server says, and nowhere else', async () => {
    const { database } = app.test.connection;
    const account = `masked_${database.slice(-8)}`;
    const admin = async (...statements: string[]): Promise<void> => {
      for (const sql of statements) await app.test.admin(sql);
    };
    // The server names the database that it does not let this account into, or the account itself.
    const password = server.type === 'postgres' ? database : account;
    if (server.type === 'postgres') {
      await admin(
        `CREATE ROLE ${account} LOGIN PASSWORD '${password}'`,
        `REVOKE CONNECT ON DATABASE ${quote(server.type, database)} FROM PUBLIC`,
      );
    } else await admin(`CREATE USER ${account} IDENTIFIED BY '${password}'`);
    const failure = await bench.page.failure('connection.open', {
      connection: { ...app.test.connection, username: account },
      secrets: { password },
    });
    await admin(server.type === 'postgres' ? `DROP ROLE ${account}` : `DROP USER ${account}`);
    expect(failure).toMatchObject({
      code: 'permission-denied',
      message: `${account} is not allowed to connect to ${database}.`,
    });
    expect(failure.cause).toContain('The server said:');
    expect(failure.cause).toContain(MASK);
    expect(failure.cause).not.toContain(password);
  });
});
