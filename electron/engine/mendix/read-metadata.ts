import type { EntityManager, EntitySchema } from 'typeorm';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Catalog } from './catalog';
import { columnOf } from './catalog';
import { unsupportedMendix, type MendixTables } from './find-mendix-tables';
import {
  ASSOCIATION,
  ATTRIBUTE,
  ENTITY,
  ENTITY_IDENTIFIER,
  SEQUENCE,
  type AssociationRow,
  type AttributeRow,
  type EntityIdentifierRow,
  type EntityRow,
  type SequenceRow,
} from './metadata-tables';

/** Mendix's description of the domain model, put together by ids. */
export interface Metadata {
  entities: ReadonlyMap<string, EntityRow>;
  identifiers: ReadonlyMap<string, EntityIdentifierRow>;
  /** By entity. */
  attributes: ReadonlyMap<string, AttributeRow[]>;
  /** By attribute; only AutoNumbers have one. */
  sequences: ReadonlyMap<string, SequenceRow>;
  associations: AssociationRow[];
}

/** Type code of a hashed string up to Mendix 5; later ones are Strings. */
const MENDIX_5_HASH = 31;

/**
 * Reads each table alone, whatever its size.
 *
 * @throws UserMigrationError `unsupported-mendix-version` when it is that of an older version than Mendix 6.10.
 */
export async function readMetadata(
  manager: EntityManager,
  catalog: Catalog,
  tables: MendixTables,
  database: string,
): Promise<Metadata> {
  const hasRemote = hasColumn(catalog, tables.entity, 'remote');
  for (const [schema, table] of [
    [ENTITY, tables.entity],
    [ENTITY_IDENTIFIER, tables.entityIdentifier],
    [ATTRIBUTE, tables.attribute],
    [ASSOCIATION, tables.association],
  ] as const) {
    refuseMissingColumns(schema as EntitySchema, catalog, table, database);
  }
  const entities = await manager.find(ENTITY, {
    select: { id: true, name: true, table: true, generalizationId: true, remote: hasRemote },
  });
  const identifiers = await manager.find(ENTITY_IDENTIFIER);
  const attributes = await manager.find(ATTRIBUTE);
  const sequences = tables.sequence === null ? [] : await manager.find(SEQUENCE);
  const associations = await manager.find(ASSOCIATION);
  refuseMendix5(entities, attributes, database);
  return {
    entities: new Map(entities.map((row) => [row.id, row])),
    identifiers: new Map(identifiers.map((row) => [row.id, row])),
    attributes: byEntity(attributes),
    sequences: new Map(sequences.map((row) => [row.attributeId, row])),
    associations,
  };
}

/** From an entity up to its root, as the metadata says, whether they have tables or not. Stops at a cycle. */
export function chainOf({ entities }: Metadata, entityId: string): EntityRow[] {
  const chain: EntityRow[] = [];
  let row = entities.get(entityId);
  while (row !== undefined && !chain.includes(row)) {
    chain.push(row);
    row = row.generalizationId === null ? undefined : entities.get(row.generalizationId);
  }
  return chain;
}

/** Its id where the metadata has no such entity. */
export function entityName({ entities }: Metadata, id: string): string {
  return entities.get(id)?.name ?? id;
}

/** In a table of its own, or in a column of the parent entity's. */
export function storageOf({ parentColumn }: AssociationRow): 'table' | 'column' {
  return parentColumn.toLowerCase() === 'id' ? 'column' : 'table';
}

/** Name of the table with an association's links; undefined where the metadata has no such entity. */
export function tableOf({ entities }: Metadata, row: AssociationRow): string | undefined {
  return storageOf(row) === 'table' ? row.table : entities.get(row.parentEntityId)?.table;
}

function byEntity(attributes: AttributeRow[]): Map<string, AttributeRow[]> {
  const found = new Map<string, AttributeRow[]>();
  for (const attribute of attributes) {
    const known = found.get(attribute.entityId);
    if (known === undefined) found.set(attribute.entityId, [attribute]);
    else known.push(attribute);
  }
  return found;
}

function hasColumn(catalog: Catalog, table: string, column: string): boolean {
  const found = catalog.table(table);
  return found !== undefined && columnOf(found, column) !== undefined;
}

function refuseMissingColumns(
  { options }: EntitySchema,
  catalog: Catalog,
  table: string,
  database: string,
): void {
  const names = Object.entries(options.columns).flatMap(([property, column]) =>
    column === undefined || column.select === false ? [] : [column.name ?? property],
  );
  const missing = names.filter((name) => !hasColumn(catalog, table, name));
  if (missing.length > 0) throw unsupportedMendix(database, `${table} has no column ${missing.join(', ')}`);
}

function refuseMendix5(entities: EntityRow[], attributes: AttributeRow[], database: string): void {
  const user = entities.find(({ name }) => name === SYSTEM_USER)?.id;
  const hashed = attributes.find(({ entityId, type }) => entityId === user && type === MENDIX_5_HASH);
  if (hashed === undefined) return;
  throw unsupportedMendix(database, `${SYSTEM_USER}/${hashed.name} is of Mendix 5's type for hashed texts`);
}
