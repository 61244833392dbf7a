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
  /** A row that gives it no value gets one from the database: a default, an identity, AUTO_INCREMENT. */
  hasDefault: boolean;
  /** Computed by the database from the row or its history: nothing can be written. */
  generated: boolean;
  /** The expression of a generated column. */
  expression: string | null;
  /** Numbered by the database; `always` takes no value from a statement. AUTO_INCREMENT is `by-default`. */
  identity: 'none' | 'by-default' | 'always';
  /** MySQL: left out of `SELECT *`. */
  invisible: boolean;
  /** MySQL: an UPDATE that does not write it sets it to the present time. */
  autoUpdate: boolean;
  /** Characters, null where the type has none. */
  maxLength: number | null;
  /** MySQL: bytes of a text or a binary value whose type limits these; null elsewhere. */
  maxBytes: number | null;
  /** MySQL: the collation of a text, which decides what is equal and what can be stored; null elsewhere. */
  collation: string | null;
}

/** What a foreign key does when what it leads to is deleted or changed; MySQL does not tell every account. */
export type ForeignKeyAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default' | 'unknown';

export interface ForeignKey {
  name: string;
  columns: string[];
  /** Null = the app's own schema (MySQL: database). */
  referencedSchema: string | null;
  referencedTable: string;
  referencedColumns: string[];
  onDelete: ForeignKeyAction;
  onUpdate: ForeignKeyAction;
  /** Every row fulfils it for certain: it was not added, or switched off for a while, without a look at the rows. */
  validated: boolean;
}

/** A foreign key to a table of the app from a column that is no end of an association, in whatever schema. */
export interface OutsideForeignKey extends ForeignKey {
  /** Schema of the table that has it (MySQL: database). */
  schema: string;
  table: string;
  /** The account sees all rows of that table: it may read it, and no row level security applies. */
  readable: boolean;
}

export interface CheckConstraint {
  name: string;
  /** As the database writes it, with its own quotes. */
  expression: string;
  /** Columns of the table that it names. */
  columns: string[];
  /** As of a foreign key. */
  validated: boolean;
}

/** PostgreSQL only: a rewrite rule that is switched on. */
export interface Rule {
  name: string;
  event: 'insert' | 'update' | 'delete' | 'select';
  instead: boolean;
}

export type TriggerEvent = 'insert' | 'update' | 'delete' | 'truncate';

/** A trigger that is switched on; those behind foreign keys are left out. */
export interface Trigger {
  name: string;
  events: TriggerEvent[];
}

/** An expression, or a column as it is. */
export type IndexKey = { column: string } | { expression: string };

/**
 * An index over more than the values that a statement writes: expressions or generated columns, a part of the rows
 * only, or one that takes NULLs for equal. `uniqueIndexes` has the ordinary ones.
 */
export interface ExpressionIndex {
  name: string;
  unique: boolean;
  /** As the database writes it. */
  definition: string;
  /** What must differ; empty where that cannot be told (exclusion constraints). */
  keys: IndexKey[];
  /** Condition of the rows that are in the index. */
  predicate: string | null;
  /** Two NULLs are equal. */
  nullsEqual: boolean;
  /** Columns that keys and predicate depend on. */
  columns: string[];
}

/**
 * What the database has where Mendix's metadata names a table. Partitioned and system-versioned tables take
 * every statement that an ordinary one takes; the others are none of Mendix's doing.
 * In an inherited one PostgreSQL shows the rows of other tables as well.
 */
export type TableKind =
  'table' | 'partitioned' | 'system-versioned' | 'inherited' | 'view' | 'foreign' | 'other';

/** One physical table that belongs to the Mendix app or its metadata. */
export interface Table {
  name: string;
  kind: TableKind;
  columns: Column[];
  /** Columns of each unique index over plain columns that a statement writes, the primary key included. */
  uniqueIndexes: string[][];
  expressionIndexes: ExpressionIndex[];
  /** First column of every index, for the check of missing ones. */
  indexedColumns: string[];
  /** Foreign keys of this table, those of associations included. */
  foreignKeys: ForeignKey[];
  /** Those that the database enforces. */
  checkConstraints: CheckConstraint[];
  rules: Rule[];
  triggers: Trigger[];
  /** PostgreSQL: row level security is on. */
  rowSecurity: boolean;
  /** MySQL: storage engine; null on PostgreSQL. */
  engine: string | null;
}

/**
 * Something of users, sessions or their links that Mendix's metadata names and the program cannot see: the
 * domain model lacks it, and a run would pass it over.
 */
export interface ModelGap {
  kind: 'table' | 'column' | 'attribute-type';
  /** What the metadata calls it: an entity, an attribute or an association. */
  subject: string;
  /** The entity, or those at the association's ends. */
  entities: string[];
  /** Physical name of the table that is missing, or that lacks the column. */
  table: string;
  column: string | null;
  /** Code of the attribute's type, where that is what is not known. */
  typeCode: number | null;
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
  /** What of users and sessions is missing from this model. */
  gaps: ModelGap[];
  /** Foreign keys that Mendix does not know and that lead to the app's tables. */
  outsideForeignKeys: OutsideForeignKey[];
  /** Digest of entities, attributes and associations (not of counts): changes when the model changes. */
  fingerprint: string;
}

export const SYSTEM_USER = 'System.User';
export const SYSTEM_SESSION = 'System.Session';
