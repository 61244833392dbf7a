import { UserMigrationError } from '../../../shared/failure';
import type { Statement } from '../../../shared/plan';
import type { Dialect } from '../dialects/dialect';
import { compile } from '../sql/fragment';

const NAME = '(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`)';
/** A table behind the verb, or a native sequence as a literal. */
const TARGET = new RegExp(
  `^(?:INSERT INTO|UPDATE|DELETE(?: ${NAME})? FROM) (${NAME}(?:\\.${NAME})?)|^DO \\$block\\$ BEGIN EXECUTE format\\('ALTER SEQUENCE [^']*', ('(?:[^']|'')*')`,
);
const READS = /^\(?(?:SELECT|LOCK TABLE|ANALYZE|SET SESSION) /;

/**
 * Every statement writes the table that it says, and one that is locked, or the journal's. Verifications compare the
 * tables that a plan writes; what it writes by mistake elsewhere they would not see.
 *
 * @throws UserMigrationError `unlocked-write`, before anything is sent
 */
export function refuseUnlockedWrites(
  { statements: dialect, type }: Pick<Dialect, 'statements' | 'type'>,
  statements: readonly Statement[],
): void {
  const locked = statements.flatMap(({ phase, sql }) => (phase === 'lock' ? [sql] : [])).join('\n');
  for (const { title, phase, sql, writes } of statements) {
    if (phase === 'lock' || (writes === null && READS.test(sql))) continue;
    const [, table, sequence] = TARGET.exec(sql) ?? [];
    const target = table ?? sequence;
    const isJournal = writes !== null && table === compile(dialect.journalTable(writes), type).sql;
    if (target === undefined || !(isJournal || locked.includes(target))) throw unlockedWrite(title, target);
  }
}

function unlockedWrite(title: string, target = 'something'): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'unlocked-write',
    message: `"${title}" would write ${target}, which is not locked. Nothing was changed.`,
    cause: 'This is a defect in the program.',
    remedy: 'Report it, with the SQL of the plan.',
  });
}
