import type { SessionTables } from '../connection/database';
import type { NameList } from '../decide/decide-users';
import { NAMES_PER_PART } from '../decide/decide-users';
import type { StatementDialect } from '../dialects/statement-dialect';
import { chunks } from '../sql/chunks';
import type { CompiledSql, Fragment } from '../sql/fragment';
import { compile } from '../sql/fragment';

/**
 * Temporary tables of a session with the names of the files, which travel as data. No other table is written.
 * @param collation of the users' names: they are compared as the app compares them
 */
export function nameTables(
  dialect: StatementDialect,
  lists: readonly NameList[],
  collation: string | null,
): SessionTables {
  const compiled = (fragment: Fragment): CompiledSql => compile(fragment, dialect.type);
  return {
    create: lists.flatMap(({ names }, list) => {
      const parts = chunks(names, NAMES_PER_PART).map((part) => JSON.stringify(part));
      return dialect.createNameList(list, parts, collation).map(compiled);
    }),
    drop: lists.map((_, list) => compiled(dialect.dropNameList(list))),
  };
}
