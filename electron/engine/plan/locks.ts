import type { Statement } from '../../../shared/plan';
import { plural } from '../../../shared/wording';
import type { Decisions, Place } from '../decide/decisions';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import type { PlanContext } from './plan-context';

/** Does the run read or write the links of this place? */
export function isTouched({ mappings }: Decisions, { number, parent, child, sessionsOf }: Place): boolean {
  const decided = [parent.repoint, parent.copy, parent.unlink, child.repoint, child.unlink, sessionsOf];
  return (
    decided.some((steps) => steps.length > 0) ||
    mappings.some(({ source, target }) => source === number || target === number)
  );
}

/** Every table that the run copies or writes, in the one order in which tables are locked. */
export function lockedTables(decisions: Decisions): string[] {
  const { levels, objectTables, places, sessions, merge, hasSequenceTable } = decisions;
  if (decisions.steps.length === 0) return [];
  const tables = new Set([
    ...levels.map(({ table }) => table),
    ...objectTables.map(({ table }) => table),
    ...places.filter((place) => isTouched(decisions, place)).map(({ table }) => table),
    ...(sessions?.references ?? []).flatMap(({ place }) => places[place]?.table ?? []),
    ...(merge?.places ?? []).flatMap(({ place }) => places[place]?.table ?? []),
    ENTITY_IDENTIFIER_TABLE,
    ...(hasSequenceTable ? [SEQUENCE_TABLE] : []),
  ]);
  return [...tables].sort();
}

/** Native sequences whose numbers the run takes or advances, and its undo puts back. */
export function countedSequences({ autoNumbers }: Decisions): string[] {
  return [...new Set(autoNumbers.flatMap(({ sequence }) => sequence ?? []))].sort();
}

/** Keeps writers out of every table that the run copies or writes, before the first of them is read. */
export function lockStatements(context: PlanContext): Statement[] {
  const tables = lockedTables(context.decisions);
  const locks = context.dialect.lockTables(tables, countedSequences(context.decisions));
  return locks.map((lock, position) =>
    context.statement(
      {
        id: `lock-${String(position)}`,
        title: `Keep writers out of ${plural(tables.length, 'table')}`,
        phase: 'lock',
        writes: null,
      },
      lock,
    ),
  );
}
