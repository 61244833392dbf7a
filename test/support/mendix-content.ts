import type { Snapshot } from './snapshot';
import { rowText } from './snapshot';

/** A row by column. */
export type ContentRow = Map<string, string | null>;

/** An entity as Mendix's metadata describe it. */
export interface MendixEntity {
  id: string;
  name: string;
  table: string;
  generalization: string | null;
  attributes: MendixAttribute[];
}

export interface MendixAttribute {
  id: string;
  name: string;
  column: string;
  type: number;
  length: number;
  defaultValue: string;
  sequence: { name: string; start: bigint } | null;
}

export interface MendixAssociation {
  id: string;
  name: string;
  parent: string;
  child: string;
  inTable: boolean;
  table: string;
  parentColumn: string;
  childColumn: string;
  oneToOne: boolean;
}

/**
 * The whole content of a Mendix database in memory, to be changed there: rows as maps, and the domain model
 * read from the metadata rows. Shares nothing with the engine.
 */
export class MendixContent {
  readonly tables = new Map<string, { columns: string[]; rows: ContentRow[] }>();
  readonly sequences: Map<string, string>;
  readonly entities = new Map<string, MendixEntity>();
  readonly associations: MendixAssociation[] = [];
  /** Associations, and the context objects of workflows: a Long that holds the id of any object, users among them. */
  readonly places: MendixAssociation[] = [];

  constructor(
    readonly type: 'postgres' | 'mysql',
    snapshot: Snapshot,
  ) {
    for (const [name, { columns, rows }] of snapshot.tables) {
      this.tables.set(name, {
        columns,
        rows: rows.map((row) => new Map(columns.map((column, at) => [column, row[at] ?? null]))),
      });
    }
    this.sequences = new Map(snapshot.sequences);
    this.readEntities();
    this.readAssociations();
    this.places.push(...this.associations, ...this.contexts());
  }

  rows(table: string): ContentRow[] {
    return this.tables.get(table)?.rows ?? [];
  }

  hasColumn(table: string, column: string): boolean {
    return this.tables.get(table)?.columns.includes(column) ?? false;
  }

  find(table: string, id: string): ContentRow | undefined {
    return this.rows(table).find((row) => row.get('id') === id);
  }

  /** Adds a row; columns that are left out are NULL. */
  insert(table: string, row: ContentRow): void {
    const { columns, rows } = this.tables.get(table) ?? { columns: [], rows: [] };
    rows.push(new Map(columns.map((column) => [column, row.get(column) ?? null])));
  }

  remove(table: string, isGone: (row: ContentRow) => boolean): void {
    const content = this.tables.get(table);
    if (content) content.rows = content.rows.filter((row) => !isGone(row));
  }

  entity(name: string): MendixEntity {
    const found = this.entities.get(name);
    if (!found) throw new Error(`There is no entity ${name}`);
    return found;
  }

  /** The entity and its generalizations, the root last. */
  chain(name: string): MendixEntity[] {
    const entity = this.entity(name);
    return entity.generalization === null ? [entity] : [entity, ...this.chain(entity.generalization)];
  }

  isA(name: string, ancestor: string): boolean {
    return this.chain(name).some((entity) => entity.name === ancestor);
  }

  association(name: string): MendixAssociation {
    const found = this.associations.find((association) => association.name === name);
    if (!found) throw new Error(`There is no association ${name}`);
    return found;
  }

  /** Where the database does not say (Mendix 6.10), nobody is linked twice. */
  allowsMany({ id, oneToOne }: MendixAssociation): boolean {
    const constraints = this.tables.get('mendixsystem$unique_constraint');
    return (
      constraints !== undefined && !oneToOne && !constraints.rows.some((row) => row.get('table_id') === id)
    );
  }

  isUnique({ id }: MendixAttribute): boolean {
    return this.rows('mendixsystem$unique_constraint').some((row) => row.get('column_id') === id);
  }

  toSnapshot(): Snapshot {
    const tables = [...this.tables].map(([name, { columns, rows }]) => {
      const texts = rows.map((row) => columns.map((column) => row.get(column) ?? null));
      texts.sort((a, b) => (rowText(a) < rowText(b) ? -1 : 1));
      return [name, { columns, rows: texts }] as const;
    });
    return { tables: new Map(tables), sequences: this.sequences };
  }

  private contexts(): MendixAssociation[] {
    const workflow = this.entities.get('System.Workflow');
    const attribute = workflow?.attributes.find(({ name }) => name === 'ObjectId');
    if (workflow === undefined || attribute === undefined) return [];
    return [
      {
        id: attribute.id,
        name: 'System.Workflow/ObjectId',
        parent: workflow.name,
        child: 'System.User',
        inTable: false,
        table: workflow.table,
        parentColumn: 'id',
        childColumn: attribute.column,
        oneToOne: false,
      },
    ];
  }

  private readEntities(): void {
    const names = new Map(
      this.rows('mendixsystem$entity').map((row) => [row.get('id'), row.get('entity_name') ?? '']),
    );
    for (const row of this.rows('mendixsystem$entity')) {
      const id = row.get('id') ?? '';
      this.entities.set(row.get('entity_name') ?? '', {
        id,
        name: row.get('entity_name') ?? '',
        table: row.get('table_name') ?? '',
        generalization: names.get(row.get('superentity_id') ?? '') ?? null,
        attributes: this.rows('mendixsystem$attribute')
          .filter((attribute) => attribute.get('entity_id') === id)
          .filter(
            (attribute) =>
              !['submetaobjectname', 'mxobjectversion'].includes(attribute.get('column_name') ?? ''),
          )
          .map((attribute) => this.readAttribute(attribute)),
      });
    }
  }

  private readAttribute(row: ContentRow): MendixAttribute {
    const id = row.get('id') ?? '';
    const sequence = this.rows('mendixsystem$sequence').find((each) => each.get('attribute_id') === id);
    return {
      id,
      name: row.get('attribute_name') ?? '',
      column: row.get('column_name') ?? '',
      type: Number(row.get('type')),
      length: Number(row.get('length')),
      defaultValue: row.get('default_value') ?? '',
      sequence: sequence
        ? { name: sequence.get('name') ?? '', start: BigInt(sequence.get('start_value') ?? '1') }
        : null,
    };
  }

  private readAssociations(): void {
    const names = new Map([...this.entities.values()].map(({ id, name }) => [id, name]));
    for (const row of this.rows('mendixsystem$association')) {
      const id = row.get('id') ?? '';
      const parent = names.get(row.get('parent_entity_id') ?? '') ?? '';
      const inTable = row.get('parent_column_name') !== 'id';
      // Table storage: one constraint per unique end. Column storage: one, whose column is the association.
      const constraints = this.rows('mendixsystem$unique_constraint').filter(
        (constraint) => constraint.get(inTable ? 'table_id' : 'column_id') === id,
      );
      this.associations.push({
        id,
        name: row.get('association_name') ?? '',
        parent,
        child: names.get(row.get('child_entity_id') ?? '') ?? '',
        inTable,
        table: inTable ? (row.get('table_name') ?? '') : this.entity(parent).table,
        parentColumn: row.get('parent_column_name') ?? '',
        childColumn: row.get('child_column_name') ?? '',
        oneToOne: constraints.length === (inTable ? 2 : 1),
      });
    }
  }
}
