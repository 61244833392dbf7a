import type { AttributeType } from '../../../shared/domain-model';
import { insertRows } from './insert-rows';
import type { Cell } from './insert-rows';
import type { SchemaTraits } from './model-description';
import type { PhysicalAssociation, PhysicalModel } from './physical-model';
import type { SchemaDialect } from './schema-dialect';

/** Codes of `mendixsystem$attribute.type`. */
const TYPE_CODES: Record<AttributeType, number> = {
  AutoNumber: 0,
  Integer: 3,
  Long: 4,
  Decimal: 5,
  Boolean: 10,
  DateTime: 20,
  String: 30,
  Enumeration: 40,
  Binary: 50,
};

/** `preanalysismigrationversionnumber` tells the state of the metadata tables themselves. */
const METADATA_VERSIONS = { 9: '4.1.0', 11: '4.2.0', 13: '4.3.0', 14: '4.4.0' } as const;

/** Codes of `parent_fkc_action` and `child_fkc_action`. */
const CASCADE = 0;
const SET_NULL = 2;

/** Codes of `storage_format`. */
const STORAGE_FORMATS = { column: 1, table: 2 } as const;

/** One table of Mendix's metadata and the rows that describe a model. */
export interface MetadataTable {
  /** Without the prefix `mendixsystem$`. */
  name: string;
  /** Column to type (a number is a length of text); `?` at its end = may be NULL. */
  columns: Record<string, string>;
  keys: string[];
  rows: Cell[][];
}

/** The tables `mendixsystem$...` of this version, with the rows that describe the model. */
export function metadataSql(model: PhysicalModel, dialect: SchemaDialect, traits: SchemaTraits): string[] {
  return metadataTables(model, traits).flatMap(({ name, columns, keys, rows }) => {
    const table = `mendixsystem$${name}`;
    const lines = Object.entries(columns).map(
      ([column, type]) => `${dialect.quote(column)} ${columnType(type, dialect, traits)}`,
    );
    const key = keys.map((column) => dialect.quote(column)).join(', ');
    return [
      `CREATE TABLE ${dialect.quote(table)} (\n  ${[...lines, `PRIMARY KEY (${key})`].join(',\n  ')}\n)${dialect.tableOptions}`,
      ...insertRows(dialect, table, Object.keys(columns), rows),
    ];
  });
}

function columnType(type: string, dialect: SchemaDialect, traits: SchemaTraits): string {
  const optional = type.endsWith('?');
  const name = optional ? type.slice(0, -1) : type;
  const length = Number(name);
  const text =
    name === 'smallint' || name === 'bigint'
      ? name
      : Number.isNaN(length)
        ? dialect.columnType(name as AttributeType, 0, traits)
        : dialect.columnType('String', length, traits);
  return optional ? text : `${text} NOT NULL`;
}

/** Rows in the order of the tables' columns. */
export function metadataTables(model: PhysicalModel, traits: SchemaTraits): MetadataTable[] {
  return [
    {
      name: 'entity',
      columns: {
        id: '36',
        entity_name: '511',
        table_name: '255',
        superentity_id: '255?',
        remote: 'Boolean?',
        remote_primary_key: 'Boolean?',
      },
      keys: ['id'],
      rows: model.entities.map(({ id, name, table, generalization }) => [
        id,
        name,
        table,
        generalization?.id ?? null,
        false,
        false,
      ]),
    },
    {
      name: 'attribute',
      columns: {
        id: '36',
        entity_id: '255',
        attribute_name: '255',
        column_name: '255',
        type: 'Integer',
        length: 'Integer?',
        default_value: 'String?',
        is_auto_number: 'Boolean',
      },
      keys: ['id'],
      rows: model.entities.flatMap((entity) =>
        entity.attributes.map(({ id, name, column, type, length, defaultValue }) => [
          id,
          entity.id,
          name,
          column,
          TYPE_CODES[type],
          length,
          defaultValue,
          type === 'AutoNumber',
        ]),
      ),
    },
    {
      name: 'association',
      columns: pick(
        {
          id: '36',
          association_name: '511',
          table_name: '255',
          parent_entity_id: '36',
          child_entity_id: '36',
          parent_column_name: '255',
          child_column_name: '255',
          pk_index_name: '255?',
          index_name: '255?',
          parent_fkc_name: '255?',
          child_fkc_name: '255?',
          parent_fkc_action: 'smallint?',
          child_fkc_action: 'smallint?',
          storage_format: 'smallint?',
        },
        traits.associationColumns,
      ),
      keys: ['id'],
      rows: model.associations.map((association) =>
        associationRow(association, traits).slice(0, traits.associationColumns),
      ),
    },
    ...indexTables(model),
    {
      name: 'sequence',
      columns: { name: '255', attribute_id: '36', start_value: 'bigint', current_value: 'bigint?' },
      keys: ['attribute_id'],
      rows: model.entities.flatMap(({ attributes }) =>
        attributes.flatMap(({ sequence, id, defaultValue }) =>
          sequence === null ? [] : [[sequence, id, Number(defaultValue || '1'), 0]],
        ),
      ),
    },
    {
      name: 'entityidentifier',
      columns: { id: '36', short_id: 'smallint?', object_sequence: 'bigint?' },
      keys: ['id'],
      rows: model.entities.map(({ id, shortId }) => [id, shortId, 1]),
    },
    versionTable(traits),
    {
      name: 'remote_primary_key',
      columns: {
        id: '36',
        entity_id: '255',
        attribute_name: '255',
        column_name: '255',
        type: 'Integer',
        length: 'Integer?',
      },
      keys: ['id'],
      rows: [],
    },
    ...(traits.uniqueConstraints ? constraintTables(model) : []),
  ];
}

function associationRow(association: PhysicalAssociation, traits: SchemaTraits): Cell[] {
  const { id, name, storage, table, parent, child, parentColumn, childColumn } = association;
  const inTable = storage === 'table';
  const builtIn = name === 'System.owner' || name === 'System.changedBy';
  const keys = traits.foreignKeys;
  return [
    id,
    name,
    // Before storage_format was recorded, the built-in ones named a table that does not exist.
    builtIn && traits.associationColumns < 14 ? name.toLowerCase().replace('.', '$') : table,
    parent.id,
    child.id,
    parentColumn,
    childColumn,
    null,
    inTable ? association.index : null,
    keys && inTable ? association.parentForeignKey : null,
    keys ? association.childForeignKey : null,
    keys && inTable ? CASCADE : null,
    keys ? (inTable ? CASCADE : SET_NULL) : null,
    STORAGE_FORMATS[storage],
  ];
}

function indexTables(model: PhysicalModel): MetadataTable[] {
  const indexes = [
    ...model.entities.flatMap((entity) =>
      entity.indexes.map(({ id, name, columns }) => ({ id, name, tableId: entity.id, columns })),
    ),
    ...model.associations
      .filter(({ storage }) => storage === 'column')
      .map(({ id, index, parent }) => ({ id, name: index, tableId: parent.id, columns: [{ id }] })),
  ];
  return [
    {
      name: 'index',
      columns: { id: '36', table_id: '36', index_name: '255' },
      keys: ['id'],
      rows: indexes.map(({ id, tableId, name }) => [id, tableId, name]),
    },
    {
      name: 'index_column',
      columns: { index_id: '36', column_id: '36', sort_order: 'Boolean', ordinal: 'Integer' },
      keys: ['index_id', 'column_id'],
      rows: indexes.flatMap(({ id, columns }) =>
        columns.map((column, ordinal) => [id, column.id, false, ordinal]),
      ),
    },
  ];
}

function versionTable({ mendixVersion, associationColumns }: SchemaTraits): MetadataTable {
  return {
    name: 'version',
    columns: pick(
      {
        versionnumber: '255',
        lastsyncdate: 'DateTime',
        preanalysismigrationversionnumber: '255',
        modelversionnumber: '255?',
        sprintrprojectname: '511?',
        mendixversion: '255?',
      },
      mendixVersion === null ? 5 : 6,
    ),
    keys: ['versionnumber'],
    rows: [
      [
        '4.2',
        '2026-01-15 08:00:00',
        METADATA_VERSIONS[associationColumns],
        'unversioned',
        'Sample',
        ...(mendixVersion === null ? [] : [mendixVersion]),
      ],
    ],
  };
}

/** `unique_constraint.table_id` is the association's id for an association's own table, else the entity's. */
function constraintTables(model: PhysicalModel): MetadataTable[] {
  return [
    {
      name: 'unique_constraint',
      columns: { name: '255', table_id: '36', column_id: '36' },
      keys: ['name', 'column_id'],
      rows: [
        ...model.entities.flatMap((entity) =>
          entity.attributes.flatMap(({ unique, id }) => (unique === null ? [] : [[unique, entity.id, id]])),
        ),
        ...model.associations.flatMap(({ unique, storage, id, parent }) =>
          unique.map((each) => [each.name, storage === 'table' ? id : parent.id, each.id]),
        ),
      ],
    },
    {
      name: 'properties',
      columns: { key: '200', value: '200' },
      keys: ['key'],
      rows: [['MxAdminUserName', 'MxAdmin']],
    },
  ];
}

/** The first `count` columns. */
function pick(columns: Record<string, string>, count: number): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).slice(0, count));
}
