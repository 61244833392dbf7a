import { insertRows } from '../../electron/engine/sample/insert-rows';
import { SCHEMA_DIALECTS } from '../../electron/engine/sample/schema-dialect';
import { MendixContent } from './mendix-content';
import type { MendixAssociation, MendixAttribute, MendixEntity } from './mendix-content';
import { quote, snapshotDatabase } from './snapshot';
import type { TestDatabase } from './test-database';

type Value = string | number | boolean | null;

/** A whole number from 0 up to, and without, `limit`. */
export type Random = (limit: number) => number;

/** A repeatable source of random numbers (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

/** Texts that something, somewhere, takes for something else. */
const TEXTS = [
  'Ada',
  "O'Brien",
  '',
  ' trailing ',
  'Zoë Müller',
  '\\',
  '%_',
  '"quoted"',
  '$1 ? :x',
  'naïve\nline',
  'NULL',
];

/**
 * Fills a Mendix database with objects and links as the runtime would leave them: ids by the scheme, a row
 * on every level, links that respect who may be linked how often.
 */
export class Population {
  private readonly inserted = new Map<string, Map<string, Value>[]>();
  private readonly updates: string[] = [];
  private readonly links: { association: MendixAssociation; parent: string; child: string }[] = [];
  /** Next object id by entity, next AutoNumber by table and column. */
  private readonly objectNumbers = new Map<string, bigint>();
  private readonly autoNumbers = new Map<string, bigint>();
  private readonly ids = new Map<string, string[]>();
  private readonly uniqueAttributes: Set<string>;

  private constructor(
    private readonly database: TestDatabase,
    readonly content: MendixContent,
    private readonly randomized: boolean,
    private readonly random: Random,
  ) {
    this.uniqueAttributes = new Set(
      content.rows('mendixsystem$unique_constraint').map((row) => row.get('column_id') ?? ''),
    );
    for (const entity of content.entities.values()) {
      this.ids.set(
        entity.name,
        content.rows(entity.table).map((row) => row.get('id') ?? ''),
      );
    }
  }

  static async of(database: TestDatabase, randomized: boolean, random: Random): Promise<Population> {
    const content = new MendixContent(database.type, await snapshotDatabase(database));
    return new Population(database, content, randomized, random);
  }

  /** Objects of exactly this entity. */
  add(entityName: string, count: number): string[] {
    return Array.from({ length: count }, () => this.addObject(this.content.entity(entityName)));
  }

  /**
   * Links of an association, as far as there are objects, about `share` of the parents.
   * @param parents only these, when given.
   */
  link(association: MendixAssociation, share: number, parents?: string[]): void {
    const candidates = parents ?? this.ids.get(association.parent) ?? [];
    const children = [...(this.ids.get(association.child) ?? [])];
    const { inTable, table, parentColumn, childColumn, oneToOne } = association;
    const rows = this.content.rows(table);
    const linkedParents = new Set(
      rows
        .filter((row) => row.get(childColumn) !== null)
        .map((row) => row.get(inTable ? parentColumn : 'id')),
    );
    const linkedChildren = new Set(rows.map((row) => row.get(childColumn)));
    for (const parent of candidates) {
      if (linkedParents.has(parent) || this.random(100) >= share * 100) continue;
      const many = inTable && this.content.allowsMany(association) ? 1 + this.random(3) : 1;
      const chosen = new Set<string>();
      for (let number = 0; number < many; number += 1) {
        const child = children[this.random(children.length)];
        if (child === undefined || (oneToOne && linkedChildren.has(child))) continue;
        linkedChildren.add(child);
        chosen.add(child);
      }
      for (const child of chosen) this.links.push({ association, parent, child });
    }
  }

  /** Leaves behind what databases without foreign keys have: rows missing on a level, references to nobody. */
  damage(): void {
    const q = (name: string): string => quote(this.database.type, name);
    for (const entity of this.content.entities.values()) {
      if (!this.content.isA(entity.name, 'System.User') || entity.name === 'System.User') continue;
      const [id] = this.ids.get(entity.name) ?? [];
      if (id !== undefined) this.updates.push(`DELETE FROM ${q(entity.table)} WHERE id = ${id}`);
    }
    for (const { inTable, table, parent, childColumn } of this.content.associations) {
      const [id] = this.ids.get(parent) ?? [];
      if (inTable || id === undefined || this.uniqueColumn(table, childColumn)) continue;
      this.updates.push(`UPDATE ${q(table)} SET ${q(childColumn)} = 123456789 WHERE id = ${id}`);
    }
  }

  /** Writes everything. */
  async save(): Promise<void> {
    const dialect = SCHEMA_DIALECTS[this.database.type];
    const q = (name: string): string => quote(this.database.type, name);
    const statements = [...this.inserted].flatMap(([table, rows]) =>
      rows.flatMap((row) => insertRows(dialect, table, [...row.keys()], [[...row.values()]])),
    );
    const tables = new Map<string, { columns: string[]; rows: string[][] }>();
    for (const { association, parent, child } of this.links) {
      const { inTable, table, parentColumn, childColumn } = association;
      if (inTable) {
        const links = tables.get(table) ?? { columns: [parentColumn, childColumn], rows: [] };
        links.rows.push([parent, child]);
        tables.set(table, links);
      } else {
        statements.push(`UPDATE ${q(table)} SET ${q(childColumn)} = ${child} WHERE id = ${parent}`);
      }
    }
    for (const [table, { columns, rows }] of tables) {
      statements.push(...insertRows(dialect, table, columns, rows));
    }
    for (const [entityId, next] of this.objectNumbers) {
      statements.push(
        `UPDATE mendixsystem$entityidentifier SET object_sequence = ${String(next)} WHERE id = '${entityId}'`,
      );
    }
    for (const statement of [...statements, ...this.updates]) await this.database.admin(statement);
  }

  private addObject(entity: MendixEntity): string {
    const id = this.newId(entity);
    for (const level of this.content.chain(entity.name).reverse()) {
      const row = new Map<string, Value>([['id', id]]);
      for (const attribute of level.attributes) row.set(attribute.column, this.value(level, attribute, id));
      if (this.content.hasColumn(level.table, 'submetaobjectname')) row.set('submetaobjectname', entity.name);
      if (this.content.hasColumn(level.table, 'mxobjectversion')) row.set('mxobjectversion', this.random(9));
      if (level.name === 'System.User') {
        row.set('name', `user ${id}`);
        row.set('password', `{BCrypt}$2a$10$${id.padEnd(53, 'x')}`);
      }
      const rows = this.inserted.get(level.table) ?? [];
      rows.push(row);
      this.inserted.set(level.table, rows);
      this.ids.get(level.name)?.push(id);
    }
    return id;
  }

  private newId(entity: MendixEntity): string {
    const identifier = this.content
      .rows('mendixsystem$entityidentifier')
      .find((row) => row.get('id') === entity.id);
    const next = this.objectNumbers.get(entity.id) ?? BigInt(identifier?.get('object_sequence') ?? '1');
    this.objectNumbers.set(entity.id, next + 1n);
    const low = this.randomized ? (next << 7n) | BigInt(this.random(128)) : next;
    return String((BigInt(identifier?.get('short_id') ?? '0') << 48n) | low);
  }

  private value(level: MendixEntity, attribute: MendixAttribute, id: string): Value {
    const unique = this.uniqueAttributes.has(attribute.id);
    if (attribute.sequence) return this.nextNumber(level, attribute);
    if (!unique && this.random(5) === 0) return null;
    const number = unique ? Number(BigInt(id) & 0xffffffn) : this.random(1000);
    switch (attribute.type) {
      case 3:
      case 4:
        return number;
      case 5:
        return `${String(number)}.5`;
      case 10:
        return this.random(2) === 0;
      case 20:
        return `2025-0${String(1 + this.random(9))}-15 12:34:56`;
      case 30:
        return cut(unique ? id : (TEXTS[this.random(TEXTS.length)] ?? ''), attribute.length);
      case 40:
        return cut('Key', attribute.length);
      default:
        return null;
    }
  }

  private nextNumber(level: MendixEntity, { column, sequence }: MendixAttribute): string {
    const key = `${level.table}/${column}`;
    const highest = this.content
      .rows(level.table)
      .map((row) => BigInt(row.get(column) ?? '0'))
      .reduce((a, b) => (a > b ? a : b), (sequence?.start ?? 1n) - 1n);
    const next = this.autoNumbers.get(key) ?? highest + 1n;
    this.autoNumbers.set(key, next + 1n);
    if (this.database.type === 'postgres' && sequence) {
      this.updates.push(
        `SELECT setval(${SCHEMA_DIALECTS.postgres.literal(quote('postgres', sequence.name))}, ${String(next)}, true)`,
      );
    }
    return String(next);
  }

  private uniqueColumn(table: string, column: string): boolean {
    return this.content.associations.some(
      (association) =>
        association.oneToOne && association.table === table && association.childColumn === column,
    );
  }
}

/** Length 0 is unlimited. */
function cut(text: string, length: number): string {
  return length === 0 ? text : text.slice(0, length);
}
