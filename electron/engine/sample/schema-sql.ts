import { metadataSql } from './metadata-sql';
import type { SchemaTraits } from './model-description';
import type { PhysicalAssociation, PhysicalEntity, PhysicalModel } from './physical-model';
import { SCHEMA_DIALECTS } from './schema-dialect';
import type { SchemaDialect } from './schema-dialect';

/**
 * Statements that make an empty database into that of an app which was deployed with this model and never
 * used: tables, constraints, indexes, sequences and Mendix's metadata.
 */
export function schemaSql(
  model: PhysicalModel,
  database: 'postgres' | 'mysql',
  traits: SchemaTraits,
): string[] {
  const dialect = SCHEMA_DIALECTS[database];
  return [
    ...metadataSql(model, dialect, traits),
    ...model.entities.flatMap((entity) => entityTable(model, entity, dialect, traits)),
    ...tableAssociations(model).flatMap((association) => associationTable(association, dialect, traits)),
    ...(traits.foreignKeys ? model.associations.flatMap((each) => foreignKeys(each, dialect)) : []),
  ];
}

function tableAssociations(model: PhysicalModel): PhysicalAssociation[] {
  return model.associations.filter(({ storage }) => storage === 'table');
}

function columnAssociations(model: PhysicalModel, entity: PhysicalEntity): PhysicalAssociation[] {
  return model.associations.filter(({ storage, parent }) => storage === 'column' && parent === entity);
}

/** An entity's table with its sequences and indexes. */
export function entityTable(
  model: PhysicalModel,
  entity: PhysicalEntity,
  dialect: SchemaDialect,
  traits: SchemaTraits,
): string[] {
  const quote = (name: string): string => dialect.quote(name);
  const references = columnAssociations(model, entity);
  const uniques = [
    ...entity.attributes.flatMap(({ unique, column }) => (unique === null ? [] : [{ name: unique, column }])),
    ...references.flatMap((association) => association.unique),
  ];
  const lines = [
    `${quote('id')} bigint NOT NULL`,
    ...entity.attributes.map(
      ({ column, type, length }) => `${quote(column)} ${dialect.columnType(type, length, traits)}`,
    ),
    ...(entity.storesVersion ? [`${quote('mxobjectversion')} bigint NOT NULL`] : []),
    ...references.map(({ childColumn }) => `${quote(childColumn)} bigint`),
    `PRIMARY KEY (${quote('id')})`,
    ...(traits.uniqueConstraints ? uniques.map((unique) => uniqueConstraint(unique, dialect)) : []),
  ];
  const indexes = [
    ...entity.indexes.map(({ name, columns }) => ({ name, columns: columns.map(({ column }) => column) })),
    ...references.map(({ index, childColumn }) => ({ name: index, columns: [childColumn] })),
  ];
  return [
    ...entity.attributes.flatMap(({ sequence, defaultValue }) => {
      const created = sequence === null ? null : dialect.createSequence(sequence, defaultValue);
      return created === null ? [] : [created];
    }),
    createTable(entity.table, lines, dialect),
    ...indexes.map(({ name, columns }) => createIndex(name, entity.table, [...columns, 'id'], dialect)),
  ];
}

/** The own table of an association. */
export function associationTable(
  association: PhysicalAssociation,
  dialect: SchemaDialect,
  traits: SchemaTraits,
): string[] {
  const { table, parentColumn, childColumn, unique, index } = association;
  const [parent, child] = [dialect.quote(parentColumn), dialect.quote(childColumn)];
  const lines = [
    `${parent} bigint NOT NULL`,
    `${child} bigint NOT NULL`,
    `PRIMARY KEY (${parent}, ${child})`,
    ...(traits.uniqueConstraints ? unique.map((each) => uniqueConstraint(each, dialect)) : []),
  ];
  return [
    createTable(table, lines, dialect),
    createIndex(index, table, [childColumn, parentColumn], dialect),
  ];
}

/** The foreign keys of one association. */
export function foreignKeys(association: PhysicalAssociation, dialect: SchemaDialect): string[] {
  const { storage, table, parent, child, parentColumn, childColumn } = association;
  const add = (name: string, column: string, entity: PhysicalEntity, action: string): string =>
    `ALTER TABLE ${dialect.quote(table)} ADD CONSTRAINT ${dialect.quote(name)} FOREIGN KEY (${dialect.quote(column)}) ` +
    `REFERENCES ${dialect.quote(entity.table)} (${dialect.quote('id')}) ON DELETE ${action}`;
  return storage === 'column'
    ? [add(association.childForeignKey, childColumn, child, 'SET NULL')]
    : [
        add(association.parentForeignKey, parentColumn, parent, 'CASCADE'),
        add(association.childForeignKey, childColumn, child, 'CASCADE'),
      ];
}

function uniqueConstraint(
  { name, column }: { name: string; column: string },
  dialect: SchemaDialect,
): string {
  return `CONSTRAINT ${dialect.quote(name)} UNIQUE (${dialect.quote(column)})`;
}

function createTable(name: string, lines: string[], dialect: SchemaDialect): string {
  return `CREATE TABLE ${dialect.quote(name)} (\n  ${lines.join(',\n  ')}\n)${dialect.tableOptions}`;
}

function createIndex(name: string, table: string, columns: string[], dialect: SchemaDialect): string {
  const list = columns.map((column) => dialect.quote(column)).join(', ');
  return `CREATE INDEX ${dialect.quote(name)} ON ${dialect.quote(table)} (${list})`;
}
