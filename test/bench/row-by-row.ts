import { DataSource, EntitySchema, EntitySchemaOptions } from 'typeorm';
import type { EntitySchemaColumnOptions } from 'typeorm';
import type { TestDatabase } from '../support/test-database';
import { SOURCE, TARGET } from './bench-model';

type Text = string | null;

interface UserRow {
  id: string;
  name: Text;
  submetaobjectname: string;
  owner: Text;
  changedBy: Text;
}

const id: EntitySchemaColumnOptions = { type: 'bigint', primary: true };
const reference = (name: string): EntitySchemaColumnOptions => ({ type: 'bigint', name, nullable: true });
const text: EntitySchemaColumnOptions = { type: 'varchar', nullable: true };
const plain = (type: 'timestamp' | 'datetime' | 'boolean' | 'int'): EntitySchemaColumnOptions => ({
  type,
  nullable: true,
});

function mapped(
  name: string,
  tableName: string,
  columns: Record<string, EntitySchemaColumnOptions>,
): EntitySchema {
  return new EntitySchema(
    Object.assign(new EntitySchemaOptions<Record<string, unknown>>(), { name, tableName, columns }),
  );
}

/** The tables that have rows of users, as one maps them for TypeORM. */
function entities(type: TestDatabase['type']): EntitySchema[] {
  const date = plain(type === 'postgres' ? 'timestamp' : 'datetime');
  const boolean = plain('boolean');
  return [
    mapped('user', 'system$user', {
      id,
      name: text,
      password: text,
      lastlogin: date,
      blocked: boolean,
      blockedsince: date,
      active: boolean,
      failedlogins: plain('int'),
      webserviceuser: boolean,
      isanonymous: boolean,
      createddate: date,
      changeddate: date,
      submetaobjectname: text,
      owner: reference('system$owner'),
      changedBy: reference('system$changedby'),
    }),
    mapped('account', 'administration$account', { id, fullname: text, email: text }),
    mapped('sapUser', 'sapauthentication$sapuser', {
      id,
      fullname: text,
      email: text,
      createdbysync: boolean,
    }),
    mapped('userRole', 'system$userroles', {
      user: { ...id, name: 'system$userid' },
      role: { ...id, name: 'system$userroleid' },
    }),
    mapped('userLanguage', 'system$user_language', {
      user: { ...id, name: 'system$userid' },
      language: { ...id, name: 'system$languageid' },
    }),
    mapped('report', 'company$expensereport', {
      id,
      owner: reference('system$owner'),
      changedBy: reference('system$changedby'),
      approvedBy: reference('company$expensereport_approvedby'),
    }),
  ];
}

/** The same migration with an object per row, as code without set-based SQL does it. @returns milliseconds */
export async function runRowByRow({ type, connection, secrets, ...database }: TestDatabase): Promise<number> {
  const { host, port, username } = connection;
  const source = new DataSource({
    type,
    host,
    port,
    username,
    password: secrets.password ?? '',
    database: connection.database,
    entities: entities(type),
    ...(type === 'mysql' ? { dateStrings: true, bigNumberStrings: true, supportBigNumbers: true } : {}),
  });
  await source.initialize();
  try {
    const next = await nextIds(database.admin);
    const startedAt = performance.now();
    await source.transaction(async (manager) => {
      const accounts = await manager.find<{ id: string; fullname: Text; email: Text }>('account');
      for (const account of accounts) {
        const user = await manager.findOneByOrFail<UserRow>('user', { id: account.id });
        if (user.submetaobjectname !== SOURCE) continue;
        const newId = next();
        await manager.update('user', { id: user.id }, { name: null });
        await manager.insert('user', { ...user, id: newId, submetaobjectname: TARGET });
        await manager.insert('sapUser', { ...account, id: newId, createdbysync: true });
        for (const link of ['userRole', 'userLanguage']) {
          await manager.update(link, { user: user.id }, { user: newId });
        }
        for (const [entity, role] of [
          ['user', 'owner'],
          ['user', 'changedBy'],
          ['report', 'owner'],
          ['report', 'changedBy'],
          ['report', 'approvedBy'],
        ] as const) {
          await manager.update(entity, { [role]: user.id }, { [role]: newId });
        }
        await manager.delete('account', { id: user.id });
        await manager.delete('user', { id: user.id });
      }
    });
    return performance.now() - startedAt;
  } finally {
    await source.destroy();
  }
}

async function nextIds(admin: TestDatabase['admin']): Promise<() => string> {
  const [row] = await admin(
    `SELECT i.short_id, i.object_sequence FROM mendixsystem$entityidentifier i
     JOIN mendixsystem$entity e ON e.id = i.id WHERE e.entity_name = '${TARGET}'`,
  );
  const type = BigInt(String(row?.short_id)) << 48n;
  let sequence = BigInt(String(row?.object_sequence));
  return () => String(type | (sequence++ << 7n) | BigInt(Math.floor(Math.random() * 128)));
}
