import { EntitySchema, EntitySchemaOptions } from 'typeorm';

/**
 * Mendix's own description of the domain model, `mendixsystem$...`, as TypeORM entities: columns that every
 * version since 6.10 has, `remote` apart. Each table is read alone and put together here, since ids of one table need
 * not compare with those of another: MySQL refuses to join columns of different collations.
 */

/** A row of `mendixsystem$entity`. */
export interface EntityRow {
  id: string;
  name: string;
  table: string;
  generalizationId: string | null;
  /** Its objects are in another system (since Mendix 8); undefined where the column is missing. */
  remote?: boolean | null;
}

/** A row of `mendixsystem$entityidentifier`; an entity has none when the app was never started with it. */
export interface EntityIdentifierRow {
  id: string;
  shortId: number | null;
  /** Next free sequence number, text. */
  objectSequence: string | null;
}

/** A row of `mendixsystem$attribute`. */
export interface AttributeRow {
  id: string;
  entityId: string;
  name: string;
  column: string;
  type: number;
  length: number | null;
  defaultValue: string | null;
}

/** A row of `mendixsystem$sequence`: of an AutoNumber. */
export interface SequenceRow {
  attributeId: string;
  name: string;
  /** Text. */
  start: string;
}

/** A row of `mendixsystem$association`. */
export interface AssociationRow {
  id: string;
  name: string;
  /** Up to 10.18 no table at all for `System.owner` and `System.changedBy`. */
  table: string;
  parentEntityId: string;
  childEntityId: string;
  /** `id` = the link is a column of the parent entity's table. */
  parentColumn: string;
  childColumn: string;
}

function metadataTable<Row>(
  options: Pick<EntitySchemaOptions<Row>, 'name' | 'tableName' | 'columns'>,
): EntitySchema<Row> {
  return new EntitySchema(Object.assign(new EntitySchemaOptions<Row>(), options));
}

export const ENTITY_IDENTIFIER = metadataTable<EntityIdentifierRow>({
  name: 'EntityIdentifier',
  tableName: 'mendixsystem$entityidentifier',
  columns: {
    id: { type: 'varchar', primary: true },
    shortId: { type: 'smallint', name: 'short_id', nullable: true },
    objectSequence: { type: 'bigint', name: 'object_sequence', nullable: true },
  },
});

export const ENTITY = metadataTable<EntityRow>({
  name: 'Entity',
  tableName: 'mendixsystem$entity',
  columns: {
    id: { type: 'varchar', primary: true },
    name: { type: 'varchar', name: 'entity_name' },
    table: { type: 'varchar', name: 'table_name' },
    generalizationId: { type: 'varchar', name: 'superentity_id', nullable: true },
    remote: { type: 'boolean', nullable: true, select: false },
  },
});

export const SEQUENCE = metadataTable<SequenceRow>({
  name: 'Sequence',
  tableName: 'mendixsystem$sequence',
  columns: {
    attributeId: { type: 'varchar', name: 'attribute_id', primary: true },
    name: { type: 'varchar' },
    start: { type: 'bigint', name: 'start_value' },
  },
});

export const ATTRIBUTE = metadataTable<AttributeRow>({
  name: 'Attribute',
  tableName: 'mendixsystem$attribute',
  columns: {
    id: { type: 'varchar', primary: true },
    entityId: { type: 'varchar', name: 'entity_id' },
    name: { type: 'varchar', name: 'attribute_name' },
    column: { type: 'varchar', name: 'column_name' },
    type: { type: 'integer' },
    length: { type: 'integer', nullable: true },
    defaultValue: { type: 'text', name: 'default_value', nullable: true },
  },
});

export const ASSOCIATION = metadataTable<AssociationRow>({
  name: 'Association',
  tableName: 'mendixsystem$association',
  columns: {
    id: { type: 'varchar', primary: true },
    name: { type: 'varchar', name: 'association_name' },
    table: { type: 'varchar', name: 'table_name' },
    parentEntityId: { type: 'varchar', name: 'parent_entity_id' },
    childEntityId: { type: 'varchar', name: 'child_entity_id' },
    parentColumn: { type: 'varchar', name: 'parent_column_name' },
    childColumn: { type: 'varchar', name: 'child_column_name' },
  },
});

/** For the DataSource. */
export const METADATA_SCHEMAS: EntitySchema[] = [
  ENTITY,
  ENTITY_IDENTIFIER,
  ATTRIBUTE,
  SEQUENCE,
  ASSOCIATION,
] as EntitySchema[];
