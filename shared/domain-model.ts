/**
 * The domain model of one Mendix database as the program sees it: plain data, the same in the
 * engine, on the wire and in the window. Read by `electron/engine/mendix`, never built elsewhere
 * (except by tests). Object ids and all 64-bit numbers are decimal strings.
 */

/** Mendix's attribute types; the codes of `mendixsystem$attribute.type` are in `engine/mendix`. */
export type AttributeType =
  | 'AutoNumber'
  | 'Integer'
  | 'Long'
  | 'Decimal'
  | 'Boolean'
  | 'DateTime'
  | 'String'
  | 'Enumeration'
  | 'Binary';

/** How this database builds the low 48 bits of an object id: the plain sequence, or `sequence << 7 | random`. */
export type IdScheme = 'sequence' | 'randomized';

/** `unknown` only up to Mendix 6.10, which has no unique constraints that would show it. */
export type Multiplicity = '1-1' | '1-*' | '*-*' | 'unknown';

export interface Attribute {
  /** GUID in `mendixsystem$attribute`. */
  id: string;
  /** Name within its entity, e.g. `FullName`. */
  name: string;
  /** `Module.Entity/Attribute`, with the entity that declares it. */
  qualifiedName: string;
  type: AttributeType;
  /** Characters for String and Enumeration; 0 = unlimited, or no length for other types. */
  length: number;
  column: string;
  /** Text as Mendix stores it: `'true'`, `'0'`, `''` (none), `'[%CurrentDateTime%]'`. */
  defaultValue: string;
  /** A unique index covers exactly this column. */
  unique: boolean;
  /** Native sequence of an AutoNumber, if the catalog has it (PostgreSQL). */
  sequence: string | null;
  /** First number of an AutoNumber (`mendixsystem$sequence.start_value`), a decimal string. */
  sequenceStart: string | null;
}

export interface Association {
  /** GUID in `mendixsystem$association`. */
  id: string;
  /** `Module.Association`; `System.owner` and `System.changedBy` occur once per entity that has them. */
  name: string;
  storage: 'table' | 'column';
  /** Physical table: the association's own, or the parent entity's table for column storage. */
  table: string;
  /** Owning end. */
  parentEntity: string;
  childEntity: string;
  /** Column with the parent's id; `id` for column storage. */
  parentColumn: string;
  /** Column with the child's id. */
  childColumn: string;
  multiplicity: Multiplicity;
  /** Number of links; counted where an end is a user entity, else null. */
  links: number | null;
}

export interface Entity {
  /** GUID in `mendixsystem$entity`. */
  id: string;
  /** `Module.Entity`. */
  name: string;
  table: string;
  /** Direct generalization, null at the root. */
  generalization: string | null;
  /** Type part of object ids; null when the app was never started with this entity. */
  shortId: number | null;
  /** Next free sequence number, a decimal string. */
  objectSequence: string | null;
  /** Own (declared) attributes, `submetaobjectname` left out, in the order of their names. */
  attributes: Attribute[];
  /** The table has the column `submetaobjectname`, i.e. the entity has specializations. */
  hasSubMetaObjectName: boolean;
  /** Users of this entity, specializations included; null for an entity that is no user entity. */
  users: number | null;
  /** Users of exactly this entity; null for an entity that is no user entity. */
  exactUsers: number | null;
}

/** One physical column, from the catalog. */
export interface Column {
  name: string;
  /** The database's own type text, e.g. `character varying(200)`. */
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  /** The database computes it; nothing can be written to it. */
  generated: boolean;
  /** The database numbers the rows: `always` takes no value without an override. */
  identity: 'none' | 'by-default' | 'always';
  /** `SELECT *` leaves it out (MySQL). */
  invisible: boolean;
  /** The server sets it when a row is updated (MySQL's ON UPDATE CURRENT_TIMESTAMP). */
  autoUpdate: boolean;
  /** Characters, null where the type has none. */
  maxLength: number | null;
  /** MySQL: the collation of a text, which decides what is equal and what can be stored; null elsewhere. */
  collation: string | null;
}

/** What happens to a referencing row. */
export type ForeignKeyAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

export interface ForeignKey {
  name: string;
  columns: string[];
  referencedTable: string;
  referencedColumns: string[];
  onDelete: ForeignKeyAction;
  onUpdate: ForeignKeyAction;
}

/** A unique or other index over an expression, or over some of the rows. */
export interface ExpressionIndex {
  name: string;
  unique: boolean;
  definition: string;
}

/** One physical table that belongs to the Mendix app or its metadata. */
export interface Table {
  name: string;
  columns: Column[];
  /** Columns of each unique index, the primary key included. */
  uniqueIndexes: string[][];
  /** First column of every index, for the check of missing ones. */
  indexedColumns: string[];
  expressionIndexes: ExpressionIndex[];
  foreignKeys: ForeignKey[];
  triggers: string[];
  /** PostgreSQL: row level security is on. */
  rowSecurity: boolean;
  /** MySQL: storage engine; null on PostgreSQL. */
  engine: string | null;
}

export interface DomainModel {
  /** `postgres` or `mysql` (MySQL and MariaDB). */
  databaseType: 'postgres' | 'mysql';
  /** e.g. `PostgreSQL 15.18`, `MariaDB 10.11.6`. */
  serverVersion: string;
  database: string;
  schema: string | null;
  /** Null where Mendix 7 and early 8 do not record it. */
  mendixVersion: string | null;
  idScheme: IdScheme;
  /** What told the scheme: an entity whose objects prove it, or the version. */
  idSchemeEvidence: string;
  /** Name of the app's administrator, from `mendixsystem$properties`, null if not recorded. */
  adminUserName: string | null;
  entities: Entity[];
  associations: Association[];
  tables: Table[];
  /** Digest of entities, attributes and associations (not of counts): changes when the model changes. */
  fingerprint: string;
}

export const SYSTEM_USER = 'System.User';
export const SYSTEM_SESSION = 'System.Session';
