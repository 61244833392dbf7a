import type { AttributeType } from '../../../shared/domain-model';
import type { SchemaTraits } from './model-description';

/** How the two databases write the same schema. */
export interface SchemaDialect {
  quote(identifier: string): string;
  /** A value as a literal; numbers and ids are texts and are taken as they are by numeric columns. */
  literal(value: string | number | boolean | null): string;
  columnType(type: AttributeType, length: number, traits: SchemaTraits): string;
  /** Behind the closing parenthesis of CREATE TABLE. */
  tableOptions: string;
  /** Native sequence of an AutoNumber; MySQL has none. */
  createSequence(name: string, start: string): string | null;
}

const postgres: SchemaDialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  literal: (value) => {
    if (value === null) return 'NULL';
    return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  },
  columnType: (type, length) =>
    ({
      AutoNumber: 'bigint',
      Integer: 'integer',
      Long: 'bigint',
      Decimal: 'numeric(28,8)',
      Boolean: 'boolean',
      DateTime: 'timestamp without time zone',
      String: length === 0 ? 'text' : `character varying(${String(length)})`,
      Enumeration: `character varying(${String(length)})`,
      Binary: 'bytea',
    })[type],
  tableOptions: '',
  createSequence: (name, start) =>
    `CREATE SEQUENCE ${postgres.quote(name)} AS bigint START WITH ${start || '1'}`,
};

const mysql: SchemaDialect = {
  quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
  literal: (value) => {
    if (value === null) return 'NULL';
    if (typeof value === 'boolean') return value ? '1' : '0';
    return typeof value === 'string'
      ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
      : String(value);
  },
  columnType: (type, length, { characterSet, dateTime }) => {
    const text = `CHARACTER SET ${characterSet} COLLATE ${characterSet}_general_ci`;
    return {
      AutoNumber: 'bigint',
      Integer: 'int',
      Long: 'bigint',
      Decimal: 'decimal(28,8)',
      Boolean: 'tinyint(1)',
      DateTime: dateTime,
      String: length === 0 ? `longtext ${text}` : `varchar(${String(length)}) ${text}`,
      Enumeration: `varchar(${String(length)}) ${text}`,
      Binary: 'longblob',
    }[type];
  },
  tableOptions: ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci',
  createSequence: () => null,
};

export const SCHEMA_DIALECTS: Record<'postgres' | 'mysql', SchemaDialect> = { postgres, mysql };
