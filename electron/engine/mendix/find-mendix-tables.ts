import { UserMigrationError } from '../../../shared/failure';

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

/**
 * Finds Mendix's tables among the names of a schema, whatever their case: servers on Windows or with
 * `lower_case_table_names` fold it.
 *
 * @throws UserMigrationError `not-a-mendix-database` naming what is missing.
 */
export function findMendixTables(tables: readonly string[], database: string): MendixTables {
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
  if (missing.length > 0) throw notMendix(database, `It has no table ${missing.join(', ')}.`);
  return found;
}

/** The database is not a Mendix app's, and why. */
export function notMendix(database: string, cause: string): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'not-a-mendix-database',
    message: `${database} is not the database of a Mendix app.`,
    cause,
    remedy:
      'Choose the database (and on PostgreSQL the schema) of the app: DatabaseName in its settings. It must have been started once.',
  });
}
