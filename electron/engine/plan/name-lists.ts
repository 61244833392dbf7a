import type { NameList } from '../decide/decide-users';
import { NAMES_PER_PART } from '../decide/decide-users';
import type { StatementDialect } from '../dialects/statement-dialect';
import type { CompiledSql } from '../sql/fragment';
import { compile } from '../sql/fragment';

/** Statements that give a session the names of the files, as data and in parts; they write to no table. */
export function holdNames(dialect: StatementDialect, lists: readonly NameList[]): CompiledSql[] {
  return lists.flatMap(({ names }, list) => {
    const parts: CompiledSql[] = [];
    for (let from = 0; from < names.length; from += NAMES_PER_PART) {
      const json = JSON.stringify(names.slice(from, from + NAMES_PER_PART));
      parts.push(compile(dialect.holdNames(list, from / NAMES_PER_PART, json), dialect.type));
    }
    return parts;
  });
}
