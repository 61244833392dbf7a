import type { RawBuilder } from 'kysely';
import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import type { SqlParameter } from '../../../shared/plan';

/**
 * A piece of SQL with its bound values, in the order in which they appear. Written with kysely's `sql` tag, which
 * is used as a compiler alone: it opens no connection.
 *
 * @example sql`SELECT ${column('t', 'id')} FROM ${name('system$user')} AS ${name('t')} WHERE ${column('t', 'name')} = ${'anna'}`
 */
export type Fragment = RawBuilder<unknown>;

export { sql };

/** SQL text with placeholders, and what is bound to them. */
export interface CompiledSql {
  sql: string;
  parameters: SqlParameter[];
}

const COMPILERS = {
  postgres: compilerOf(
    () => new PostgresAdapter(),
    () => new PostgresQueryCompiler(),
  ),
  mysql: compilerOf(
    () => new MysqlAdapter(),
    () => new MysqlQueryCompiler(),
  ),
};

function compilerOf(
  createAdapter: () => PostgresAdapter | MysqlAdapter,
  createQueryCompiler: () => PostgresQueryCompiler | MysqlQueryCompiler,
): Kysely<unknown> {
  return new Kysely({
    dialect: {
      createAdapter,
      createQueryCompiler,
      createDriver: () => new DummyDriver(),
      createIntrospector: () => {
        throw new Error('This compiler reads no catalog.');
      },
    },
  });
}

/** The text of a fragment, with the placeholders and quotes of a database. */
export function compile(fragment: Fragment, type: keyof typeof COMPILERS): CompiledSql {
  const compiled = fragment.compile(COMPILERS[type]);
  return { sql: compiled.sql, parameters: compiled.parameters.map(toParameter) };
}

function toParameter(value: unknown): SqlParameter {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError('Only texts, numbers and null can be bound.');
}

/** A name of the catalog, quoted. A dot is part of the name. */
export function name(identifier: string): Fragment {
  return sql.id(identifier);
}

/** A column of an aliased table. */
export function column(alias: string, identifier: string): Fragment {
  return sql.id(alias, identifier);
}

/** A whole number of the program's own, such as the number of a step, as text. */
export function int(value: number): Fragment {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${String(value)} is no whole number.`);
  return sql.raw(String(value));
}

/** An object id, or the end of a range of them, as text. */
export function objectId(id: string): Fragment {
  if (!/^\d{1,19}$/.test(id)) throw new RangeError(`${id} is no object id.`);
  return sql.raw(id);
}

/** `1, 2, 3`, for `IN (...)`; at least one. */
export function ints(values: readonly number[]): Fragment {
  if (values.length === 0) throw new RangeError('IN () is no SQL.');
  return sql.join(values.map(int));
}

export function commas(parts: readonly Fragment[]): Fragment {
  return sql.join(parts, sql`,\n       `);
}

export function lines(parts: readonly Fragment[]): Fragment {
  return sql.join(parts, sql`\n`);
}

/** All of the conditions; at least one. */
export function and(conditions: readonly Fragment[]): Fragment {
  return sql.join(conditions, sql`\n  AND `);
}

/** One of the conditions, in parentheses; at least one. */
export function or(conditions: readonly Fragment[]): Fragment {
  return sql`(${sql.join(conditions, sql`\n    OR `)})`;
}

/** `UNION ALL` of queries; at least one. */
export function unionAll(queries: readonly Fragment[]): Fragment {
  return sql.join(queries, sql`\nUNION ALL\n`);
}
