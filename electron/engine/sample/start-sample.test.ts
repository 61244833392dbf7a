import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSample } from './start-sample';
import type { Sample } from './start-sample';

describe('sample database', () => {
  let sample: Sample;
  let client: Client;

  beforeAll(async () => {
    sample = await startSample({ users: 100 });
    client = new Client({ connectionString: sample.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await sample.stop();
  });

  const number = async (sql: string): Promise<number> => {
    const { rows } = await client.query<{ n: string }>(sql);
    return Number(rows[0]?.n);
  };

  it('has the users that were asked for, in every user entity', async () => {
    const { rows } = await client.query(
      'SELECT submetaobjectname AS entity, count(*)::int AS users FROM "system$user" GROUP BY 1 ORDER BY 1',
    );
    expect(rows).toEqual([
      { entity: 'Administration.Account', users: 60 },
      { entity: 'CompanyA.CompanyA_Account', users: 15 },
      { entity: 'CompanyB.CompanyB_Account', users: 10 },
      { entity: 'MendixSSO.MendixSSOUser', users: 5 },
      { entity: 'SapAuthentication.SapUser', users: 5 },
      { entity: 'System.User', users: 5 },
    ]);
  });

  it('gives ids of the right entity, in the randomized scheme, below the next free number', async () => {
    const wrong = await number(`SELECT count(*) AS n FROM "system$user" u
      JOIN "mendixsystem$entity" e ON e.entity_name = u.submetaobjectname
      JOIN "mendixsystem$entityidentifier" i ON i.id = e.id
      WHERE u.id >> 48 <> i.short_id OR ((u.id & ((1::bigint << 48) - 1)) >> 7) >= i.object_sequence`);
    expect(wrong).toBe(0);
    expect(await number('SELECT max(id & 127) AS n FROM "system$user"')).toBeGreaterThan(63);
  });

  it('has passwords that look like bcrypt, three roles for each user, and a pilot group', async () => {
    expect(
      await number(
        `SELECT count(*) AS n FROM "system$user" WHERE password !~ '^\\{BCrypt\\}\\$2a\\$12\\$[./A-Za-z0-9]{53}$'`,
      ),
    ).toBe(0);
    const pilots = `FROM "system$userroles" l JOIN "system$userrole" r ON r.id = l."system$userroleid" JOIN "system$user" u ON u.id = l."system$userid" WHERE r.name = 'Pilot'`;
    expect(await number(`SELECT count(*) AS n ${pilots}`)).toBe(9);
    expect(await number(`SELECT count(DISTINCT u.submetaobjectname) AS n ${pilots}`)).toBeGreaterThan(2);
    expect(await number('SELECT count(*) AS n FROM "system$userroles"')).toBe(309);
  });

  it('leaves no table without rows but that of running instances and those of unused associations', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const empty: string[] = [];
    for (const { name } of rows) {
      if ((await number(`SELECT count(*) AS n FROM "${name}"`)) === 0) empty.push(name);
    }
    expect(empty.sort()).toEqual([
      'company$project_sapuser',
      'mendixsso$mendixssouser_location',
      'mendixsystem$remote_primary_key',
      'sapauthentication$sapuser_badge',
      'sapauthentication$sapuser_manager',
      'sapauthentication$sapuser_skills',
      'system$xasinstance',
    ]);
  });
});
