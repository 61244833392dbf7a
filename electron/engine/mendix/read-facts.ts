import type { Association, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Query } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';
import { columnOf, type Catalog } from './catalog';
import type { MendixTables } from './find-mendix-tables';
import { idRange, type IdWitness } from './id-scheme';

/** What the app's tables say beyond their structure. */
export interface Facts {
  mendixVersion: string | null;
  adminUserName: string | null;
  /** Users of exactly an entity, by its name as the users' rows bear it. */
  exactUsers: ReadonlyMap<string, number>;
  /** Links by the association's GUID. */
  links: ReadonlyMap<string, number>;
  /** In the order of the entities. */
  witnesses: IdWitness[];
}

/**
 * Reads all facts in one query: a UNION ALL of small ones, each an index seek or a count.
 *
 * @param counted the associations whose links are counted.
 */
export async function readFacts(
  query: Query,
  sql: SqlDialect,
  catalog: Catalog,
  tables: MendixTables,
  entities: readonly Entity[],
  counted: readonly Association[],
): Promise<Facts> {
  const rows = await query(
    [
      ...versionSql(sql, catalog, tables),
      ...adminSql(sql, tables),
      usersSql(sql, catalog, tables),
      ...counted.map((association, position) => linksSql(sql, association, position)),
      ...entities.flatMap((entity, position) => witnessSql(sql, entity, position)),
    ].join('\nUNION ALL\n'),
  );
  const exactUsers = new Map<string, number>();
  const links = new Map<string, number>();
  const facts: Facts = { mendixVersion: null, adminUserName: null, exactUsers, links, witnesses: [] };
  for (const { kind, subject, value } of rows) {
    if (typeof value !== 'string' || value === '') continue;
    if (kind === 'version') facts.mendixVersion = value;
    else if (kind === 'admin') facts.adminUserName = value;
    else if (kind === 'users') exactUsers.set(String(subject), Number(value));
    else if (kind === 'links') links.set(counted[Number(subject)]?.id ?? '', Number(value));
    else addWitness(facts.witnesses, entities[Number(subject)], value);
  }
  return facts;
}

function addWitness(witnesses: IdWitness[], entity: Entity | undefined, id: string): void {
  if (entity === undefined || entity.objectSequence === null) return;
  witnesses.push({ entity: entity.name, id, objectSequence: entity.objectSequence });
}

/** One part of the UNION ALL: three texts, cast so that columns of different character sets meet. */
function factSql(sql: SqlDialect, kind: string, subject: string, value: string, from: string): string {
  return `SELECT ${sql.asText(`'${kind}'`)} AS kind, ${sql.asText(subject)} AS subject, ${sql.asText(value)} AS value FROM ${from}`;
}

function versionSql(sql: SqlDialect, catalog: Catalog, { version }: MendixTables): string[] {
  const table = version === null ? undefined : catalog.table(version);
  // Missing in Mendix 7 and early 8.
  const column = table === undefined ? undefined : columnOf(table, 'mendixversion');
  return table === undefined || column === undefined
    ? []
    : [factSql(sql, 'version', `''`, sql.quote(column.name), sql.quote(table.name))];
}

function adminSql(sql: SqlDialect, { properties }: MendixTables): string[] {
  if (properties === null) return [];
  const from = `${sql.quote(properties)} WHERE ${sql.quote('key')} = 'MxAdminUserName'`;
  return [factSql(sql, 'admin', `''`, sql.quote('value'), from)];
}

function usersSql(sql: SqlDialect, catalog: Catalog, { user }: MendixTables): string {
  const table = catalog.table(user);
  const column = table === undefined ? undefined : columnOf(table, 'submetaobjectname');
  const from = sql.quote(user);
  if (column === undefined) return factSql(sql, 'users', `'${SYSTEM_USER}'`, 'COUNT(*)', from);
  const name = sql.quote(column.name);
  return factSql(sql, 'users', `COALESCE(${name}, '${SYSTEM_USER}')`, 'COUNT(*)', `${from} GROUP BY ${name}`);
}

function linksSql(sql: SqlDialect, association: Association, position: number): string {
  return factSql(
    sql,
    'links',
    `'${String(position)}'`,
    `COUNT(${sql.quote(association.childColumn)})`,
    sql.quote(association.table),
  );
}

/** The largest id of exactly this entity: the end of a range of the primary key. None where nothing was ever created. */
function witnessSql(sql: SqlDialect, entity: Entity, position: number): string[] {
  if (entity.shortId === null || entity.objectSequence === null || BigInt(entity.objectSequence) <= 1n)
    return [];
  const { from, to } = idRange(entity.shortId);
  const id = sql.quote('id');
  const range = `${sql.quote(entity.table)} WHERE ${id} >= ${from} AND ${id} < ${to}`;
  return [factSql(sql, 'witness', `'${String(position)}'`, `MAX(${id})`, range)];
}
