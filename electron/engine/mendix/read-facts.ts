import type { Association, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Query } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';
import { columnOf, type Catalog } from './catalog';
import type { MendixTables } from './find-mendix-tables';
import { idRange, isProved, type IdWitness } from './id-scheme';

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

/** Entities whose objects every app has, made by the runtime: they tell the scheme of ids almost always. */
const LIKELY_WITNESSES: ReadonlySet<string> = new Set([
  SYSTEM_USER,
  'System.TimeZone',
  'System.Session',
  'System.QueuedTask',
]);

/** What is asked for. */
export interface Asked {
  catalog: Catalog;
  tables: MendixTables;
  entities: readonly Entity[];
  /** The associations whose links are counted. */
  counted: readonly Association[];
  /** Tables that need not be counted. */
  empty: ReadonlySet<string>;
}

/** Views and tables of other servers may fail to answer; nothing of them is needed. */
function isReadable(catalog: Catalog, table: string): boolean {
  return ['table', 'partitioned', 'system-versioned', 'inherited'].includes(
    catalog.table(table)?.kind ?? 'other',
  );
}

/**
 * Reads all facts in one query, a UNION ALL of small ones, each an index seek or a count of one table; in a second one
 * the largest ids of all entities, where those of the runtime's own do not tell the scheme.
 */
export async function readFacts(query: Query, sql: SqlDialect, asked: Asked): Promise<Facts> {
  const { catalog, tables, entities, counted, empty } = asked;
  const exactUsers = new Map<string, number>();
  const links = new Map(counted.filter(({ table }) => empty.has(table)).map(({ id }) => [id, 0]));
  const facts: Facts = { mendixVersion: null, adminUserName: null, exactUsers, links, witnesses: [] };
  const isAsked = ({ table }: { table: string }): boolean => !empty.has(table) && isReadable(catalog, table);
  const groups = byTable(counted.filter(isAsked));
  const used = entities.filter(isAsked);
  const rows = await query(
    [
      ...versionSql(sql, catalog, tables),
      ...adminSql(sql, tables),
      usersSql(sql, catalog, tables),
      ...groups.map((group, position) => linksSql(sql, group, position)),
      ...used.flatMap((entity, position) =>
        LIKELY_WITNESSES.has(entity.name) ? witnessSql(sql, entity, position) : [],
      ),
    ].join('\nUNION ALL\n'),
  );
  for (const { kind, subject, value } of rows) {
    if (typeof value !== 'string' || value === '') continue;
    if (kind === 'version') facts.mendixVersion = value;
    else if (kind === 'admin') facts.adminUserName = value;
    else if (kind === 'users') exactUsers.set(String(subject), Number(value));
    else if (kind === 'links') addLinks(links, groups[Number(subject)] ?? [], value);
    else addWitness(facts.witnesses, used[Number(subject)], value);
  }
  if (!isProved(facts.witnesses)) facts.witnesses = await readWitnesses(query, sql, used);
  return facts;
}

async function readWitnesses(
  query: Query,
  sql: SqlDialect,
  entities: readonly Entity[],
): Promise<IdWitness[]> {
  const parts = entities.flatMap((entity, position) => witnessSql(sql, entity, position));
  if (parts.length === 0) return [];
  const witnesses: IdWitness[] = [];
  for (const { subject, value } of await query(parts.join('\nUNION ALL\n'))) {
    if (typeof value === 'string') addWitness(witnesses, entities[Number(subject)], value);
  }
  return witnesses;
}

/** One pass over a table counts the links of all its columns. */
function byTable(associations: readonly Association[]): Association[][] {
  const groups = new Map<string, Association[]>();
  for (const association of associations) {
    const known = groups.get(association.table);
    if (known === undefined) groups.set(association.table, [association]);
    else known.push(association);
  }
  return [...groups.values()];
}

function addLinks(links: Map<string, number>, group: readonly Association[], counts: string): void {
  for (const [position, count] of counts.split(' ').entries()) {
    const association = group[position];
    if (association !== undefined) links.set(association.id, Number(count));
  }
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

function linksSql(sql: SqlDialect, group: readonly Association[], position: number): string {
  const counts = group.map(({ childColumn }) => sql.asText(`COUNT(${sql.quote(childColumn)})`));
  const value = counts.flatMap((count, at) => (at === 0 ? [count] : [`' '`, count]));
  return factSql(
    sql,
    'links',
    `'${String(position)}'`,
    sql.concat(...value),
    sql.quote(group[0]?.table ?? ''),
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
