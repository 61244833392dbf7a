import type {
  Association,
  Attribute,
  DomainModel,
  Entity,
  OutsideForeignKey,
  Table,
} from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import { DomainModelIndex } from '../../../shared/domain-model-index';
import { asking } from '../connection/ask';
import type { Database } from '../connection/database';
import { CatalogRow } from '../dialects/catalog-row';
import { attributeTypeOf } from './attribute-types';
import { columnOf, isUnique, readCatalog, type Catalog } from './catalog';
import { findGaps } from './find-gaps';
import { findMendixTables, notMendix } from './find-mendix-tables';
import { fingerprintOf } from './fingerprint';
import { idSchemeOf } from './id-scheme';
import type { AttributeRow } from './metadata-tables';
import { multiplicityOf } from './multiplicity';
import { MXOBJECTVERSION, SUBMETAOBJECTNAME } from './physical-names';
import { readFacts, type Facts } from './read-facts';
import { entityName, readMetadata, storageOf, tableOf, type Metadata } from './read-metadata';

/**
 * Reads the domain model from Mendix's metadata and the catalog, in a fixed number of queries whatever its size and in one READ ONLY transaction. What has no physical table or column is
 * left out; where it is of users or sessions, and not of a remote entity, it is among the model's gaps.
 *
 * @throws UserMigrationError `not-a-mendix-database` saying what is missing; `unsupported-mendix-version` for
 * databases of Mendix 5.
 */
export function readDomainModel(database: Database): Promise<DomainModel> {
  const { dialect, schema, info } = database;
  return database.readOnly(async (query, manager) => {
    const catalog = await readCatalog(query, dialect.catalog, schema);
    const names = catalog.tables.map((table) => table.name);
    const tables = await findMendixTables(query, dialect.catalog, names, info);
    const metadata = await readMetadata(manager, catalog, tables, info.database);
    const entities = entitiesOf(metadata, catalog);
    if (!entities.some((entity) => entity.name === SYSTEM_USER)) {
      throw notMendix(info, `Its table ${tables.entity} does not list ${SYSTEM_USER}.`);
    }
    const associations = associationsOf(metadata, catalog, tables.uniqueConstraint !== null);
    const appTables = tablesOf(catalog, entities, associations);
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
      tables: appTables,
      gaps: findGaps(metadata, catalog),
      outsideForeignKeys: outsideForeignKeysOf(catalog, schema, appTables, associations),
      fingerprint: fingerprintOf(entities, associations),
    };
    const index = new DomainModelIndex(model);
    const counted = associations.filter((association) => hasUserEnd(index, association));
    const empty = new Set(
      (await query(dialect.catalog.emptyTables(schema))).map((row) => new CatalogRow(row).text('table_name')),
    );
    const facts = await readFacts(asking(query, dialect), dialect.statements, {
      catalog,
      tables,
      entities,
      counted,
      empty,
    });
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

/** In the order of their names; without users yet. */
function entitiesOf(metadata: Metadata, catalog: Catalog): Entity[] {
  const found = [...metadata.entities.values()].flatMap((row): Entity[] => {
    const table = catalog.table(row.table);
    if (table === undefined) return [];
    const identifier = metadata.identifiers.get(row.id);
    return [
      {
        id: row.id,
        name: row.name,
        table: table.name,
        generalization: metadata.entities.get(row.generalizationId ?? '')?.name ?? null,
        shortId: identifier?.shortId ?? null,
        objectSequence: identifier?.objectSequence ?? null,
        attributes: (metadata.attributes.get(row.id) ?? [])
          .flatMap((attribute) => attributeOf(metadata, attribute, row.name, table, catalog))
          .sort(byName),
        hasSubMetaObjectName: columnOf(table, SUBMETAOBJECTNAME) !== undefined,
        users: null,
        exactUsers: null,
      },
    ];
  });
  return found.sort(byName);
}

/** None without a column, and for a type that is not known: see {@link findGaps}. */
function attributeOf(
  metadata: Metadata,
  row: AttributeRow,
  entity: string,
  table: Table,
  catalog: Catalog,
): Attribute[] {
  const column = columnOf(table, row.column);
  const type = attributeTypeOf(row.type);
  if (column === undefined || type === undefined) return [];
  // The runtime's own, whether the metadata list them or not.
  if ([SUBMETAOBJECTNAME, MXOBJECTVERSION].includes(column.name.toLowerCase())) return [];
  const sequence = metadata.sequences.get(row.id);
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
      sequence: (sequence && catalog.sequence(sequence.name)) ?? null,
      sequenceStart: sequence?.start ?? null,
    },
  ];
}

/**
 * In the order of their names, then of the parent entity's: System.owner occurs once per entity that has it.
 * The entity at an end need not have a table: objects of remote entities are elsewhere, links to them are here.
 */
function associationsOf(metadata: Metadata, catalog: Catalog, uniqueRecorded: boolean): Association[] {
  const found = metadata.associations.flatMap((row): Association[] => {
    const table = catalog.table(tableOf(metadata, row) ?? '');
    if (table === undefined) return [];
    const storage = storageOf(row);
    const parentColumn = columnOf(table, row.parentColumn)?.name;
    const childColumn = columnOf(table, row.childColumn)?.name;
    if (parentColumn === undefined || childColumn === undefined) return [];
    const columns = { storage, parentColumn, childColumn };
    return [
      {
        id: row.id,
        name: row.name,
        table: table.name,
        parentEntity: entityName(metadata, row.parentEntityId),
        childEntity: entityName(metadata, row.childEntityId),
        ...columns,
        multiplicity: multiplicityOf(columns, table, uniqueRecorded),
        links: null,
      },
    ];
  });
  return found.sort((a, b) => byName(a, b) || compare(a.parentEntity, b.parentEntity) || compare(a.id, b.id));
}

/** Keys that lead to the app's tables from columns that are no end of an association. */
/** Foreign keys to the app's tables that are none of the model's. */
export function outsideForeignKeysOf(
  catalog: Catalog,
  schema: string,
  tables: readonly Table[],
  associations: readonly Association[],
): OutsideForeignKey[] {
  const names = new Set(tables.map(({ name }) => name));
  const place = (table: string, column: string): string => JSON.stringify([table, column]);
  const places = new Set(
    associations.flatMap(({ storage, table, parentColumn, childColumn }) => [
      place(table, childColumn),
      ...(storage === 'table' ? [place(table, parentColumn)] : []),
    ]),
  );
  return catalog.foreignKeys.filter((key) => {
    if (key.referencedSchema !== null || !names.has(key.referencedTable)) return false;
    const [column, ...more] = key.columns;
    const isPlace = key.schema === schema && column !== undefined && places.has(place(key.table, column));
    return !isPlace || more.length > 0;
  });
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
