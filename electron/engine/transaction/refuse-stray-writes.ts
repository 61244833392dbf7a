import { UserMigrationError } from '../../../shared/failure';
import type { Statement, Verification } from '../../../shared/plan';
import type { Dialect } from '../dialects/dialect';
import type { Fragment } from '../sql/fragment';
import { compile, name } from '../sql/fragment';

const NAME = '(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`)';
/** A table behind the verb, or a native sequence as a literal. */
const TARGET = new RegExp(
  `^(?:INSERT INTO|UPDATE|DELETE(?: ${NAME})? FROM) (${NAME}(?:\\.${NAME})?)|^DO \\$block\\$ BEGIN EXECUTE format\\('ALTER SEQUENCE [^']*', ('(?:[^']|'')*')`,
);
const READS = /^\(?(?:SELECT|LOCK TABLE|ANALYZE|SET SESSION) /;

/**
 * A statement writes the table that it says, and no other. One of the app must be locked and, in a run, covered by a
 * verification whose expectation is noted before. What is written elsewhere by mistake nobody would see.
 *
 * @throws UserMigrationError `stray-write`, before anything is sent
 */
export function refuseStrayWrites(
  { statements: dialect, type }: Pick<Dialect, 'statements' | 'type'>,
  statements: readonly Statement[],
  verifications: readonly Verification[],
): void {
  const text = (fragment: Fragment): string => compile(fragment, type).sql;
  const locked = statements.flatMap(({ phase, sql }) => (phase === 'lock' ? [sql] : [])).join('\n');
  const covering = verifications.filter(({ covers }) => covers !== null);
  const before = new Set<string>();
  for (const statement of statements) {
    const { id, phase, sql, writes } = statement;
    before.add(id);
    if (phase === 'lock' || (writes === null && READS.test(sql))) continue;
    const target = targetOf(sql);
    if (writes !== null && target === text(dialect.journalTable(writes))) continue;
    if (writes === null || ![name(writes), dialect.literal(writes)].map(text).includes(target)) {
      throw strayWrite(statement, `${target} and says ${writes ?? 'nothing'}`);
    }
    if (!locked.includes(target)) throw strayWrite(statement, `${target}, which is not locked`);
    const isCovered = covering.some((each) => covers(each, statement, before));
    if (covering.length > 0 && !isCovered) {
      throw strayWrite(statement, `${target}, which no verification covers`);
    }
  }
}

function targetOf(sql: string): string {
  const [, table, sequence] = TARGET.exec(sql) ?? [];
  return table ?? sequence ?? 'something';
}

/** Does the verification see what the statement writes, whenever that is sent? */
function covers(
  { covers: covered, point, needs }: Verification,
  statement: Statement,
  before: ReadonlySet<string>,
): boolean {
  return (
    covered?.table === statement.writes &&
    before.has(covered.noted) &&
    (statement.phase !== 'merge' || point === 'end') &&
    (needs === null || statement.needs?.every((probe) => needs.includes(probe)) === true)
  );
}

function strayWrite({ title }: Statement, what: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'stray-write',
    message: `"${title}" would write ${what}. Nothing was changed.`,
    cause: 'This is a defect in the program.',
    remedy: 'Report it, with the SQL of the plan.',
  });
}
