import type { EntityManager } from 'typeorm';
import type { Association, Attribute, DomainModel, Entity, Table } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import { DomainModelIndex } from '../../../shared/domain-model-index';
import { UserMigrationError } from '../../../shared/failure';
import type { Database } from '../connection/database';
import { attributeTypeOf } from './attribute-types';
import { columnOf, isUnique, readCatalog, type Catalog } from './catalog';
import { findMendixTables, notMendix } from './find-mendix-tables';
import { fingerprintOf } from './fingerprint';
import { idSchemeOf } from './id-scheme';
import {
  ASSOCIATION,
  ATTRIBUTE,
  ENTITY,
  type AssociationRow,
  type AttributeRow,
  type EntityRow,
} from './metadata-tables';
import { multiplicityOf } from './multiplicity';
import { readFacts, type Facts } from './read-facts';

const SUB_META_OBJECT_NAME = 'submetaobjectname';

/**
 * Reads the domain model from Mendix's metadata and the catalog, in six queries whatever its size and in one
 * READ ONLY transaction. What has no physical table or column (remote entities, calculated attributes) is left out.
 *
 * @throws UserMigrationError `not-a-mendix-database` saying what is missing; `unknown-attribute-type` when a
 * user entity has an attribute of a type that no known Mendix version has.
 */
export function readDomainModel(database: Database): Promise<DomainModel> {
  const { dialect, schema, info } = database;
  return database.readOnly(async (query, manager) => {
    const catalog = await readCatalog(query, dialect.catalog, schema);
    const tables = findMendixTables(
      catalog.tables.map((table) => table.name),
      info.database,
    );
    const metadata = await readMetadata(manager, tables.sequence !== null);
    const entities = entitiesOf(metadata, catalog);
    if (!entities.some((entity) => entity.name === SYSTEM_USER)) {
      throw notMendix(info.database, `Its table ${tables.entity} does not list ${SYSTEM_USER}.`);
    }
    const associations = associationsOf(metadata, entities, catalog, tables.uniqueConstraint !== null);
    const model: DomainModel = {
      databaseType: info.databaseType,
      serverVersion: info.serverVersion,
      database: info.database,
      schema: info.schema,
      mendixVersion: null,
      idScheme: 'sequence',
      idSchemeEvidence: '',
      adminUserName: null,
      entities,
      associations,
      tables: tablesOf(catalog, entities, associations),
      fingerprint: fingerprintOf(entities, associations),
    };
    const index = new DomainModelIndex(model);
    refuseUnknownTypes(index, metadata);
    const counted = associations.filter((association) => hasUserEnd(index, association));
    const facts = await readFacts(query, dialect.sql, catalog, tables, entities, counted);
    return {
      ...model,
      mendixVersion: facts.mendixVersion,
      ...idSchemeOf(facts.witnesses, facts.mendixVersion),
      adminUserName: facts.adminUserName,
      entities: entities.map((entity) => ({ ...entity, ...usersOf(index, entity, facts) })),
      associations: associations.map((association) => ({
        ...association,
        links: facts.links.get(association.id) ?? null,
      })),
    };
  });
}

interface Metadata {
  entities: EntityRow[];
  attributes: AttributeRow[];
  associations: AssociationRow[];
}

async function readMetadata(manager: EntityManager, hasSequences: boolean): Promise<Metadata> {
  const entities = await manager.find(ENTITY, { relations: { identifier: true } });
  const attributes = await manager.find(ATTRIBUTE, { relations: { sequence: hasSequences } });
  const associations = await manager.find(ASSOCIATION);
  return { entities, attributes, associations };
}

/** In the order of their names; without users yet. */
function entitiesOf({ entities, attributes }: Metadata, catalog: Catalog): Entity[] {
  const rowsById = new Map(entities.map((row) => [row.id, row]));
  const attributesByEntity = new Map<string, AttributeRow[]>(entities.map((row) => [row.id, []]));
  for (const attribute of attributes) attributesByEntity.get(attribute.entityId)?.push(attribute);
  const found = entities.flatMap((row): Entity[] => {
    const table = catalog.table(row.table);
    if (table === undefined) return [];
    return [
      {
        id: row.id,
        name: row.name,
        table: table.name,
        generalization: rowsById.get(row.generalizationId ?? '')?.name ?? null,
        shortId: row.identifier?.shortId ?? null,
        objectSequence: row.identifier?.objectSequence ?? null,
        attributes: (attributesByEntity.get(row.id) ?? [])
          .flatMap((attribute) => attributeOf(attribute, row.name, table, catalog))
          .sort(byName),
        hasSubMetaObjectName: columnOf(table, SUB_META_OBJECT_NAME) !== undefined,
        users: null,
        exactUsers: null,
      },
    ];
  });
  return found.sort(byName);
}

/** None for a calculated attribute, and for a type that is not known: see {@link refuseUnknownTypes}. */
function attributeOf(row: AttributeRow, entity: string, table: Table, catalog: Catalog): Attribute[] {
  const column = columnOf(table, row.column);
  const type = attributeTypeOf(row.type);
  if (column === undefined || type === undefined) return [];
  if (column.name.toLowerCase() === SUB_META_OBJECT_NAME) return [];
  const sequence = row.sequence === null ? undefined : catalog.sequence(row.sequence.name);
  return [
    {
      id: row.id,
      name: row.name,
      qualifiedName: `${entity}/${row.name}`,
      type,
      length: row.length ?? 0,
      column: column.name,
      defaultValue: row.defaultValue ?? '',
      unique: isUnique(table, column.name),
      sequence: sequence ?? null,
      sequenceStart: row.sequence?.start ?? null,
    },
  ];
}

/** A user's value that the program cannot see would be lost. */
function refuseUnknownTypes(index: DomainModelIndex, { entities, attributes }: Metadata): void {
  const names = new Map(entities.map((row) => [row.id, row.name]));
  for (const { entityId, name, type } of attributes) {
    const entity = names.get(entityId) ?? '';
    if (attributeTypeOf(type) !== undefined || !index.isOrSpecializes(entity, SYSTEM_USER)) continue;
    throw new UserMigrationError('refused', {
      code: 'unknown-attribute-type',
      message: `The attribute ${entity}/${name} has the type ${String(type)}, which this program does not know.`,
      cause: "The app's Mendix version has a type that did not exist when the program was made.",
      remedy: 'Use a newer version of the program.',
    });
  }
}

/** In the order of their names, then of the parent entity's: System.owner occurs once per entity that has it. */
function associationsOf(
  metadata: Metadata,
  entities: readonly Entity[],
  catalog: Catalog,
  uniqueRecorded: boolean,
): Association[] {
  const entitiesById = new Map(entities.map((entity) => [entity.id, entity]));
  const found = metadata.associations.flatMap((row): Association[] => {
    const parent = entitiesById.get(row.parentEntityId);
    const child = entitiesById.get(row.childEntityId);
    const storage = row.parentColumn.toLowerCase() === 'id' ? 'column' : 'table';
    const table = catalog.table(storage === 'column' ? (parent?.table ?? '') : row.table);
    if (parent === undefined || child === undefined || table === undefined) return [];
    const parentColumn = columnOf(table, row.parentColumn)?.name;
    const childColumn = columnOf(table, row.childColumn)?.name;
    if (parentColumn === undefined || childColumn === undefined) return [];
    const columns = { storage, parentColumn, childColumn } as const;
    return [
      {
        id: row.id,
        name: row.name,
        table: table.name,
        parentEntity: parent.name,
        childEntity: child.name,
        ...columns,
        multiplicity: multiplicityOf(columns, table, uniqueRecorded),
        links: null,
      },
    ];
  });
  return found.sort((a, b) => byName(a, b) || compare(a.parentEntity, b.parentEntity) || compare(a.id, b.id));
}

/** Those of the metadata, of entities and of associations; a schema may hold others that are none of the app's. */
function tablesOf(
  catalog: Catalog,
  entities: readonly Entity[],
  associations: readonly Association[],
): Table[] {
  const names = new Set([...entities, ...associations].map(({ table }) => table));
  return catalog.tables.filter(
    ({ name }) => names.has(name) || name.toLowerCase().startsWith('mendixsystem$'),
  );
}

/** An end may hold users: a user entity, System.User, or a generalization of it. */
function hasUserEnd(index: DomainModelIndex, { parentEntity, childEntity }: Association): boolean {
  return [parentEntity, childEntity].some(
    (end) => index.isOrSpecializes(end, SYSTEM_USER) || index.isOrSpecializes(SYSTEM_USER, end),
  );
}

function usersOf(
  index: DomainModelIndex,
  entity: Entity,
  facts: Facts,
): Pick<Entity, 'users' | 'exactUsers'> {
  if (!index.isOrSpecializes(entity.name, SYSTEM_USER)) return { users: null, exactUsers: null };
  const exact = (name: string): number => facts.exactUsers.get(name) ?? 0;
  const specializations = index.descendants(entity.name);
  return {
    exactUsers: exact(entity.name),
    users: specializations.reduce((sum, { name }) => sum + exact(name), exact(entity.name)),
  };
}

/** By code units: the same order everywhere, whatever the locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byName(a: { name: string }, b: { name: string }): number {
  return compare(a.name, b.name);
}
