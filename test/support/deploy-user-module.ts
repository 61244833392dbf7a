import { insertRows } from '../../electron/engine/sample/insert-rows';
import { metadataTables } from '../../electron/engine/sample/metadata-sql';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import type { ModelDescription, SchemaTraits } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import type { PhysicalEntity, PhysicalModel } from '../../electron/engine/sample/physical-model';
import { SCHEMA_DIALECTS } from '../../electron/engine/sample/schema-dialect';
import { associationTable, entityTable, foreignKeys } from '../../electron/engine/sample/schema-sql';
import type { TestDatabase } from './test-database';

interface ExistingEntity {
  id: string;
  name: string;
  table: string;
  generalization: string | null;
}

/** What a deployment adds to. The properties table and the version stay as they are. */
const WRITTEN = new Set([
  'entity',
  'attribute',
  'association',
  'index',
  'index_column',
  'sequence',
  'entityidentifier',
  'unique_constraint',
]);

/**
 * Does to a Mendix database what starting the app with a new module does: metadata in the columns that this
 * version has, tables, constraints and indexes, `submetaobjectname` for an entity that was a leaf, and
 * foreign keys where the database has them.
 *
 * @param module new entities and associations; generalizations and ends may be entities of the database.
 */
export async function deployUserModule(database: TestDatabase, module: ModelDescription): Promise<void> {
  const dialect = SCHEMA_DIALECTS[database.type];
  const existing = await readEntities(database);
  const model = await combine(database, existing, module);
  const traits = await readTraits(database);
  const added = new Set(module.entities.map(({ name }) => name));
  const addition: PhysicalModel = {
    entities: model.entities.filter(({ name }) => added.has(name)),
    associations: model.associations.filter(
      ({ name, parent }) =>
        module.associations.some((association) => association.name === name) || added.has(parent.name),
    ),
  };
  const generalizations = addition.entities.flatMap(({ generalization }) => generalization ?? []);
  for (const entity of new Set(generalizations)) {
    if (!added.has(entity.name)) await becomeGeneralization(database, entity);
  }
  for (const { name, columns, rows } of metadataTables(addition, traits)) {
    if (!WRITTEN.has(name)) continue;
    await insertInto(database, `mendixsystem$${name}`, Object.keys(columns), rows);
  }
  const statements = [
    ...addition.entities.flatMap((entity) => entityTable(model, entity, dialect, traits)),
    ...addition.associations
      .filter(({ storage }) => storage === 'table')
      .flatMap((association) => associationTable(association, dialect, traits)),
    ...addition.associations
      .filter(({ storage, parent }) => storage === 'column' && !added.has(parent.name))
      .flatMap(({ table, childColumn, unique }) => [
        `ALTER TABLE ${dialect.quote(table)} ADD COLUMN ${dialect.quote(childColumn)} bigint`,
        ...(traits.uniqueConstraints ? unique : []).map(
          ({ name, column }) =>
            `ALTER TABLE ${dialect.quote(table)} ADD CONSTRAINT ${dialect.quote(name)} UNIQUE (${dialect.quote(column)})`,
        ),
      ]),
    ...(traits.foreignKeys ? addition.associations.flatMap((each) => foreignKeys(each, dialect)) : []),
  ];
  for (const statement of statements) await database.admin(statement);
}

async function readEntities(database: TestDatabase): Promise<ExistingEntity[]> {
  const { rows } = await database.texts(
    `SELECT e.id, e.entity_name, e.table_name, s.entity_name FROM mendixsystem$entity e
     LEFT JOIN mendixsystem$entity s ON s.id = e.superentity_id`,
  );
  return rows.map(([id, name, table, generalization]) => ({
    id: id ?? '',
    name: name ?? '',
    table: table ?? '',
    generalization: generalization ?? null,
  }));
}

/** The module's physical model, with the ids and tables that existing entities have. */
async function combine(
  database: TestDatabase,
  existing: ExistingEntity[],
  module: ModelDescription,
): Promise<PhysicalModel> {
  const model = physicalModel({
    entities: [...existing.map(({ name }) => ({ name, attributes: [] })), ...module.entities],
    associations: module.associations,
  });
  const [[last] = []] = (await database.texts('SELECT max(short_id) FROM mendixsystem$entityidentifier'))
    .rows;
  const byName = new Map(existing.map((entity) => [entity.name, entity]));
  let shortId = Number(last);
  for (const entity of model.entities) {
    const known = byName.get(entity.name);
    if (known) Object.assign(entity, { id: known.id, table: known.table });
    else entity.shortId = shortId += 1;
  }
  return {
    ...model,
    associations: model.associations.map((association) =>
      association.storage === 'column' ? { ...association, table: association.parent.table } : association,
    ),
  };
}

async function readTraits(database: TestDatabase): Promise<SchemaTraits> {
  const schema = database.type === 'postgres' ? `'public'` : 'DATABASE()';
  const count = async (from: string): Promise<number> =>
    Number(
      (await database.texts(`SELECT count(*) FROM information_schema.${from} AND table_schema = ${schema}`))
        .rows[0]?.[0],
    );
  return {
    ...MENDIX_10_22,
    foreignKeys: (await count(`table_constraints WHERE constraint_type = 'FOREIGN KEY'`)) > 0,
    uniqueConstraints: (await count(`tables WHERE table_name = 'mendixsystem$unique_constraint'`)) > 0,
    dateTime:
      (await count(
        `columns WHERE table_name = 'system$user' AND column_name = 'createddate' AND datetime_precision > 0`,
      )) > 0
        ? 'datetime(3)'
        : 'datetime',
  };
}

/** A leaf gets its first specialization: from now on its rows name their entity, which so far is itself. */
async function becomeGeneralization(database: TestDatabase, entity: PhysicalEntity): Promise<void> {
  const dialect = SCHEMA_DIALECTS[database.type];
  const schema = database.type === 'postgres' ? `'public'` : 'DATABASE()';
  const { rows } = await database.texts(
    `SELECT 1 FROM information_schema.columns WHERE table_schema = ${schema}
     AND table_name = ${dialect.literal(entity.table)} AND column_name = 'submetaobjectname'`,
  );
  if (rows.length > 0) return;
  const table = dialect.quote(entity.table);
  const name = dialect.literal(entity.name);
  await database.admin(`ALTER TABLE ${table} ADD COLUMN submetaobjectname varchar(255)`);
  await database.admin(`UPDATE ${table} SET submetaobjectname = ${name}`);
  const described = physicalModel({
    entities: [
      { name: entity.name, attributes: [] },
      { name: 'Any.Specialization', generalization: entity.name, attributes: [] },
    ],
    associations: [],
  }).entities.slice(0, 1);
  const [general] = described;
  if (general) Object.assign(general, { id: entity.id });
  for (const { name: metadata, columns, rows: added } of metadataTables(
    { entities: described, associations: [] },
    MENDIX_10_22,
  )) {
    if (!['attribute', 'index', 'index_column'].includes(metadata)) continue;
    await insertInto(database, `mendixsystem$${metadata}`, Object.keys(columns), added);
  }
}

/** Inserts into the columns that this version's table has; nothing where there is no such table. */
async function insertInto(
  database: TestDatabase,
  table: string,
  columns: string[],
  rows: Parameters<typeof insertRows>[3],
): Promise<void> {
  const dialect = SCHEMA_DIALECTS[database.type];
  const schema = database.type === 'postgres' ? `'public'` : 'DATABASE()';
  const present = await database.texts(
    `SELECT column_name FROM information_schema.columns WHERE table_schema = ${schema}
     AND table_name = ${dialect.literal(table)}`,
  );
  const names = new Set(present.rows.map(([name]) => name));
  const kept = columns.flatMap((column, position) => (names.has(column) ? [position] : []));
  if (kept.length === 0) return;
  const statements = insertRows(
    dialect,
    table,
    kept.map((position) => columns[position] ?? ''),
    rows.map((row) => kept.map((position) => row[position] ?? null)),
  );
  for (const statement of statements) await database.admin(statement);
}
