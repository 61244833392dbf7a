import { UserMigrationError } from '../../../shared/failure';
import type { Query } from '../connection/database';
import { CatalogRow } from '../dialects/catalog-row';
import type { CatalogDialect } from '../dialects/dialect';

/** Physical names of the tables that make a database a Mendix app's. */
export interface MendixTables {
  entity: string;
  attribute: string;
  association: string;
  entityIdentifier: string;
  user: string;
  /** Null where the app has no such table. */
  version: string | null;
  sequence: string | null;
  /** Since Mendix 7. */
  properties: string | null;
  /** Since Mendix 7: before, no unique constraint tells a multiplicity. */
  uniqueConstraint: string | null;
}

/** Where Mendix's tables are looked for. */
export interface AppPlace {
  database: string;
  /** Null where there are no schemas within a database. */
  schema: string | null;
}

/**
 * Finds Mendix's tables among the names of a schema, whatever their case: servers on Windows or with
 * `lower_case_table_names` fold it.
 *
 * @throws UserMigrationError `not-a-mendix-database` naming what is missing, and where it is instead.
 */
export async function findMendixTables(
  query: Query,
  catalog: CatalogDialect,
  tables: readonly string[],
  place: AppPlace,
): Promise<MendixTables> {
  const physical = new Map(tables.map((name) => [name.toLowerCase(), name]));
  const missing: string[] = [];
  const required = (name: string): string => {
    const found = physical.get(name);
    if (found === undefined) missing.push(name);
    return found ?? name;
  };
  const optional = (name: string): string | null => physical.get(name) ?? null;
  const found: MendixTables = {
    entity: required('mendixsystem$entity'),
    attribute: required('mendixsystem$attribute'),
    association: required('mendixsystem$association'),
    entityIdentifier: required('mendixsystem$entityidentifier'),
    user: required('system$user'),
    version: optional('mendixsystem$version'),
    sequence: optional('mendixsystem$sequence'),
    properties: optional('mendixsystem$properties'),
    uniqueConstraint: optional('mendixsystem$unique_constraint'),
  };
  if (missing.length === 0) return found;
  const holders = (await query(catalog.mendixSchemas())).map((row) =>
    new CatalogRow(row).text('schema_name'),
  );
  throw notMendix(place, `It has no table ${missing.join(', ')}.`, holders);
}

/**
 * There is no Mendix app, and why.
 *
 * @param holders schemas (databases where there are none) that hold one
 */
export function notMendix(
  { database, schema }: AppPlace,
  cause: string,
  holders: readonly string[] = [],
): UserMigrationError {
  const [kind, kinds] = schema === null ? ['database', 'databases'] : ['schema', 'schemas'];
  const others = holders.filter((name) => name !== (schema ?? database));
  const list = others.join(', ');
  const code = 'not-a-mendix-database';
  if (others.length === 0) {
    return new UserMigrationError('refused', {
      code,
      message: `${database} is not the database of a Mendix app.`,
      cause,
      remedy:
        'Choose the database (and on PostgreSQL the schema) of the app: DatabaseName in its settings. It must have been started once.',
    });
  }
  return new UserMigrationError('refused', {
    code,
    message: `The ${kind} ${schema ?? database} does not hold a Mendix app; the ${others.length === 1 ? kind : kinds} ${list} ${others.length === 1 ? 'does' : 'do'}.`,
    cause,
    remedy:
      schema === null
        ? `Connect to the app's own database: ${list}.`
        : `Name the app's schema in the connection, or as ?schema=${others.length === 1 ? list : '...'} in its URL.`,
  });
}

/** It is a Mendix app's, but of a version whose metadata the program does not read. */
export function unsupportedMendix(database: string, cause: string): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'unsupported-mendix-version',
    message: `${database} is the database of an app older than Mendix 6.10; Mendix 5 is not supported, 6.10 or later is.`,
    cause: `${cause}.`,
    remedy: 'Start the app once with Mendix 6.10 or later, which changes the database, and then migrate.',
  });
}
