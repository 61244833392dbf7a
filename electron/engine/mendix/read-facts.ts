import { z } from 'zod';
import type { Association, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Ask } from '../connection/ask';
import { TEXT, TEXT_OR_NULL } from '../connection/cells';
import type { StatementDialect } from '../dialects/statement-dialect';
import type { Fragment } from '../sql/fragment';
import { name, objectId, sql, unionAll } from '../sql/fragment';
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

/** A row of each query: the subject is an entity, or a position. */
const FACT = z.object({ kind: TEXT, subject: TEXT, value: TEXT_OR_NULL });

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
export async function readFacts(ask: Ask, dialect: StatementDialect, asked: Asked): Promise<Facts> {
  const { catalog, tables, entities, counted, empty } = asked;
  const exactUsers = new Map<string, number>();
  const links = new Map(
    counted.filter(({ table }) => empty.has(table)).map((association) => [association.id, 0]),
  );
  const facts: Facts = { mendixVersion: null, adminUserName: null, exactUsers, links, witnesses: [] };
  const isAsked = ({ table }: { table: string }): boolean => !empty.has(table) && isReadable(catalog, table);
  const groups = byTable(counted.filter(isAsked));
  const used = entities.filter(isAsked);
  const queries = new FactQueries(dialect);
  const rows = await ask(
    FACT,
    unionAll([
      ...queries.version(catalog, tables),
      ...queries.admin(tables),
      queries.users(catalog, tables),
      ...groups.map((group, position) => queries.links(group, position)),
      ...used.flatMap((entity, position) =>
        LIKELY_WITNESSES.has(entity.name) ? queries.witness(entity, position) : [],
      ),
    ]),
  );
  for (const { kind, subject, value } of rows) {
    if (value === null || value === '') continue;
    if (kind === 'version') facts.mendixVersion = value;
    else if (kind === 'admin') facts.adminUserName = value;
    else if (kind === 'users') exactUsers.set(subject, Number(value));
    else if (kind === 'links') addLinks(links, groups[Number(subject)] ?? [], value);
    else addWitness(facts.witnesses, used[Number(subject)], value);
  }
  if (!isProved(facts.witnesses)) facts.witnesses = await readWitnesses(ask, queries, used);
  return facts;
}

async function readWitnesses(
  ask: Ask,
  queries: FactQueries,
  entities: readonly Entity[],
): Promise<IdWitness[]> {
  const parts = entities.flatMap((entity, position) => queries.witness(entity, position));
  if (parts.length === 0) return [];
  const witnesses: IdWitness[] = [];
  for (const { subject, value } of await ask(FACT, unionAll(parts))) {
    if (value !== null) addWitness(witnesses, entities[Number(subject)], value);
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

/** The parts of the UNION ALL. */
class FactQueries {
  constructor(private readonly dialect: StatementDialect) {}

  version(catalog: Catalog, { version }: MendixTables): Fragment[] {
    const table = version === null ? undefined : catalog.table(version);
    // Missing in Mendix 7 and early 8.
    const found = table === undefined ? undefined : columnOf(table, 'mendixversion');
    return table === undefined || found === undefined
      ? []
      : [this.fact('version', sql`''`, name(found.name), name(table.name))];
  }

  admin({ properties }: MendixTables): Fragment[] {
    if (properties === null) return [];
    const from = sql`${name(properties)} WHERE ${name('key')} = 'MxAdminUserName'`;
    return [this.fact('admin', sql`''`, name('value'), from)];
  }

  users(catalog: Catalog, { user }: MendixTables): Fragment {
    const table = catalog.table(user);
    const leaf = table === undefined ? undefined : columnOf(table, 'submetaobjectname');
    const from = name(user);
    const systemUser = this.dialect.literal(SYSTEM_USER);
    if (leaf === undefined) return this.fact('users', systemUser, sql`COUNT(*)`, from);
    const entity = name(leaf.name);
    return this.fact(
      'users',
      sql`COALESCE(${entity}, ${systemUser})`,
      sql`COUNT(*)`,
      sql`${from} GROUP BY ${entity}`,
    );
  }

  links(group: readonly Association[], position: number): Fragment {
    const counts = group.map(({ childColumn }) => this.dialect.asText(sql`COUNT(${name(childColumn)})`));
    const value = counts.flatMap((count, at) => (at === 0 ? [count] : [sql`' '`, count]));
    return this.fact(
      'links',
      this.numbered(position),
      this.dialect.concat(...value),
      name(group[0]?.table ?? ''),
    );
  }

  /** The largest id of exactly this entity: the end of a range of the primary key. None where nothing was ever created. */
  witness(entity: Entity, position: number): Fragment[] {
    if (entity.shortId === null || entity.objectSequence === null || BigInt(entity.objectSequence) <= 1n)
      return [];
    const { from, to } = idRange(entity.shortId);
    const range = sql`${name(entity.table)} WHERE id >= ${objectId(from)} AND id < ${objectId(to)}`;
    return [this.fact('witness', this.numbered(position), sql`MAX(id)`, range)];
  }

  private numbered(position: number): Fragment {
    return this.dialect.literal(String(position));
  }

  /** Three texts, cast so that columns of different character sets meet. */
  private fact(kind: string, subject: Fragment, value: Fragment, from: Fragment): Fragment {
    const text = (fact: Fragment): Fragment => this.dialect.asText(fact);
    return sql`SELECT ${text(this.dialect.literal(kind))} AS kind, ${text(subject)} AS subject, ${text(value)} AS value FROM ${from}`;
  }
}
