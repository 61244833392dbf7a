import type { Verification } from '../../../../shared/plan';
import type { DecidedStep, Level, ObjectTable, PhysicalColumn } from '../../decide/decisions';
import { ENTITY_IDENTIFIER_TABLE } from '../../mendix/physical-names';
import type { Fragment } from '../../sql/fragment';
import { and, column, int, name, sql } from '../../sql/fragment';
import {
  autoNumberCounter,
  notedCounter,
  objectSequence,
  objectSequenceCounter,
  storedCounter,
} from '../counters';
import { raisedObjects, tableNeeds } from '../expect';
import { linksToRemember, probedPlaces } from '../links';
import type { PlanContext } from '../plan-context';
import { idOf, selected } from '../reserve';
import { existingSessions, linksLeadingNowhere, placesToPutBack, sessionLinks } from '../snapshot';
import { countViolations, differentDigests } from './violations';

/** Asked right after the old rows and links were copied: everything later is compared with the copies. */
export function verifySnapshot(context: PlanContext): Verification[] {
  const { decisions } = context;
  return [
    ...decisions.steps.flatMap((step) => [everyUser(context, step), objectIds(context, step)]),
    ...decisions.targets.map(({ entity, entityId }) => countersNoted(context, entity, entityId)),
    ...autoNumbersNoted(context),
    ...decisions.levels.flatMap((level) => copiedRows(context, level)),
    ...probedPlaces(context).map((place) =>
      context.verification(
        {
          name: `The links of ${place.name} (${place.table}) are remembered`,
          point: 'snapshot',
          needs: [place.number],
        },
        differentDigests(
          rememberedDigest(context, linksToRemember(context, place)),
          rememberedDigest(
            context,
            // Links of sessions that are no user's are remembered under the same place.
            sql`SELECT link.parent_id, link.child_id FROM ${context.link} AS link
WHERE link.place = ${int(place.number)} AND ${isOfPlace(context, place.number)}`,
          ),
        ),
      ),
    ),
    ...sessions(context),
    ...placesToPutBack(context).map((place) =>
      context.verification(
        {
          name: `Links of ${place.name} that lead nowhere are noted`,
          point: 'snapshot',
          ...(place.onUserRow ? {} : { needs: [place.number] }),
        },
        differentDigests(
          rememberedDigest(
            context,
            sql`SELECT found.parent_id, found.child_id FROM (
${linksLeadingNowhere(context, place)}
) AS found`,
          ),
          rememberedDigest(
            context,
            sql`SELECT dangling.parent_id, dangling.child_id FROM ${context.dangling} AS dangling WHERE dangling.place = ${int(place.number)}`,
          ),
        ),
      ),
    ),
    ...decisions.objectTables.flatMap((table, number) => versionsNoted(context, table, number)),
  ];
}

function versionsNoted(context: PlanContext, table: ObjectTable, number: number): Verification[] {
  const raised = raisedObjects(context, table);
  if (raised === null) return [];
  const digest = (from: Fragment): Fragment =>
    sql`SELECT ${context.dialect.digest([
      { value: column('noted', 'object_id'), kind: 'plain' },
      { value: column('noted', 'version'), kind: 'plain' },
    ])} FROM (
${from}
) AS noted`;
  return [
    context.verification(
      {
        name: `The versions of objects in ${table.table} are noted`,
        point: 'snapshot',
        needs: tableNeeds(context, table),
      },
      differentDigests(
        digest(raised),
        digest(
          sql`SELECT versions.object_id, versions.version_before AS version FROM ${context.objectVersion} AS versions WHERE versions.object_table = ${int(number)}`,
        ),
      ),
    ),
  ];
}

/** A place that sessions are referred to in as well: only the links that touch a moved user are compared here. */
function isOfPlace(context: PlanContext, place: number): Fragment {
  const isReference =
    context.decisions.sessions?.references.some((reference) => reference.place === place) === true;
  return isReference
    ? sql`EXISTS (SELECT 1 FROM ${context.movedUser} AS moved WHERE moved.old_id IN (link.parent_id, link.child_id))`
    : sql`link.place IS NOT NULL`;
}

function rememberedDigest(context: PlanContext, links: Fragment): Fragment {
  return sql`SELECT ${context.dialect.linkDigest(column('remembered', 'parent_id'), column('remembered', 'child_id'))} FROM (
${links}
) AS remembered`;
}

/** The id map names every user whom the step moves and nobody else, with the right names. */
function everyUser(context: PlanContext, step: DecidedStep): Verification {
  const { dialect } = context;
  const moved = sql`(SELECT COUNT(*) FROM ${context.movedUser} WHERE step = ${int(step.index)})`;
  return context.verification(
    { name: `Every ${step.source} user to move is in the id map`, point: 'snapshot', step: step.index },
    sql`SELECT ABS(${moved} - COUNT(*)) + COALESCE(SUM(CASE WHEN ${and([
      sql`${column('moved', 'step')} = ${int(step.index)}`,
      dialect.identical(column('moved', 'old_name'), column('old_user', 'old_name'), true),
      dialect.identical(column('moved', 'new_name'), column('old_user', 'new_name'), true),
    ])} THEN 0 ELSE 1 END), 0) AS violations
FROM (
${selected(context, step)}
) AS old_user
LEFT JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${column('old_user', 'id')}`,
  );
}

/** New ids are of the target's type, consecutive in the order of the old ids, from the next free one on. */
function objectIds(context: PlanContext, step: DecidedStep): Verification {
  const { dialect, decisions } = context;
  const newId = column('moved', 'new_id');
  const earlier = decisions.steps
    .slice(0, decisions.steps.indexOf(step))
    .filter(({ targetId }) => targetId === step.targetId)
    .map(({ index }) => index);
  const first = sql`COALESCE(${notedCounter(context, objectSequenceCounter(step.targetId), 'value_before')}, 1)${
    earlier.length === 0
      ? sql``
      : sql` + (SELECT COUNT(*) FROM ${context.movedUser} AS earlier WHERE ${context.isOf('earlier', earlier)})`
  }`;
  const rank = sql`ROW_NUMBER() OVER (ORDER BY ${column('moved', 'old_id')})`;
  return context.verification(
    {
      name: `Object ids are ${step.target}'s, in this database's scheme, from the next free one on`,
      point: 'snapshot',
      step: step.index,
    },
    countViolations(sql`(
SELECT ${newId} AS new_id, ${column('moved', 'ordinal')} AS ordinal, ${rank} AS position, ${column('identifier', 'short_id')} AS short_id
FROM ${context.movedUser} AS moved
LEFT JOIN ${name(ENTITY_IDENTIFIER_TABLE)} AS identifier ON ${column('identifier', 'id')} = ${step.targetId}
WHERE ${column('moved', 'step')} = ${int(step.index)}
) AS ranked
WHERE short_id IS NULL OR ${dialect.shortIdOf(sql`new_id`)} <> short_id OR ordinal <> position
  OR ${dialect.sequenceOf(sql`new_id`, decisions.randomizedIds)} <> ${first} + position - 1`),
  );
}

/** The journal knows what the counter was: what it is now, less the ids that were taken. */
function countersNoted(context: PlanContext, entity: string, entityId: string): Verification {
  const steps = context.decisions.steps
    .filter(({ targetId }) => targetId === entityId)
    .map(({ index }) => index);
  const taken = sql`(SELECT COUNT(*) FROM ${context.movedUser} AS moved WHERE ${context.isOf('moved', steps)})`;
  const noted = notedCounter(context, objectSequenceCounter(entityId), 'value_before');
  return context.verification(
    { name: `The counter of ${entity} is noted and advanced`, point: 'snapshot' },
    sql`SELECT CASE WHEN COALESCE(${noted}, 1) + ${taken} = ${objectSequence(entityId)} THEN 0 ELSE 1 END AS violations`,
  );
}

/** The journal knows what the AutoNumbers' counters were: no number is taken yet. */
function autoNumbersNoted(context: PlanContext): Verification[] {
  return context.decisions.autoNumbers.map((number) => {
    const key = autoNumberCounter(number.attributeId);
    const stored = storedCounter(context, number);
    return context.verification(
      { name: `The counter of ${number.name} is noted`, point: 'snapshot' },
      sql`SELECT 1 - COUNT(*) AS violations FROM ${context.counter} AS noted
WHERE noted.counter = ${key} AND (noted.value_before = ${stored} OR (noted.value_before IS NULL AND ${stored} IS NULL))`,
    );
  });
}

/**
 * Counts the rows of a table that are not in the journal, the rows in the journal that are not in the table, and
 * twice those that differ in one of the columns.
 *
 * @param table alias `compared`
 * @param copy the table in the journal
 * @param which `JOIN` with the rows of `compared` that are meant
 * @param copied rows of the journal that are meant, as a `FROM`; without it all
 */
export function differentRows(
  context: PlanContext,
  columns: readonly PhysicalColumn[],
  table: Fragment,
  { copy, which, copied = copy }: { copy: Fragment; which: Fragment; copied?: Fragment },
): Fragment {
  const same = columns.map((each) =>
    context.dialect.identical(
      column('copy', each.name),
      column('compared', each.name),
      each.kind !== 'plain',
    ),
  );
  return sql`SELECT (SELECT COUNT(*) FROM ${copied}) + (SELECT COUNT(*) FROM ${table} AS compared
${which}) - 2 * COUNT(*) AS violations
FROM ${copy} AS copy
JOIN ${table} AS compared ON ${idOf('compared')} = ${idOf('copy')}
${which}
WHERE ${and(same)}`;
}

function copiedRows(context: PlanContext, level: Level): Verification[] {
  if (level.snapshot === null) return [];
  return [
    context.verification(
      { name: `The old rows of ${level.table} are kept as they are`, point: 'snapshot' },
      differentRows(context, level.columns, name(level.table), {
        copy: context.snapshot(level.snapshot),
        which: sql`JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('compared')} AND ${context.isOf('moved', level.sourceOf)}`,
      }),
    ),
  ];
}

function sessions(context: PlanContext): Verification[] {
  const { sessions: decided } = context.decisions;
  if (decided === null) return [];
  const place = context.place(decided.place);
  const needs = [place.number];
  const parent = column('stored', place.parentColumn);
  return [
    context.verification(
      { name: 'The sessions of the old users are found', point: 'snapshot', needs },
      differentDigests(
        sql`SELECT ${context.dialect.linkDigest(sql`found.session_id`, sql`found.session_id`)} FROM (
SELECT DISTINCT ${parent} AS session_id FROM ${name(place.table)} AS ${name('stored')}
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${column('stored', place.childColumn)} AND ${context.isOf('moved', place.sessionsOf)}${existingSessions(context, place)}
) AS found`,
        sql`SELECT ${context.dialect.linkDigest(sql`removed.session_id`, sql`removed.session_id`)} FROM ${context.removedSession} AS removed`,
      ),
    ),
    ...decided.levels.map(({ table, columns, snapshot }) =>
      context.verification(
        { name: `The old rows of ${table} are kept as they are`, point: 'snapshot', needs },
        differentRows(context, columns, name(table), {
          copy: context.snapshot(snapshot),
          which: sql`JOIN ${context.removedSession} AS removed ON ${column('removed', 'session_id')} = ${idOf('compared')}`,
        }),
      ),
    ),
    ...decided.references.map(({ place: number, role }) => {
      const reference = context.place(number);
      const links = sessionLinks(context, reference, role);
      return context.verification(
        { name: `The links of ${reference.name} to these sessions are remembered`, point: 'snapshot', needs },
        countViolations(sql`${links.from}
  AND NOT EXISTS (SELECT 1 FROM ${context.link} AS link
    WHERE link.place = ${int(number)} AND link.parent_id = ${links.parent} AND link.child_id = ${links.child})`),
      );
    }),
    ...[...new Set(decided.references.map(({ place: number }) => number))]
      .filter((number) => !probedPlaces(context).some((probed) => probed.number === number))
      .map((number) => {
        const reference = context.place(number);
        const ends = decided.references
          .filter((each) => each.place === number)
          .map(({ role }) => column('link', role === 'parent' ? 'parent_id' : 'child_id'));
        return context.verification(
          { name: `No other link of ${reference.name} is remembered`, point: 'snapshot', needs },
          countViolations(sql`${context.link} AS link
WHERE link.place = ${int(number)} AND (NOT EXISTS (SELECT 1 FROM ${name(reference.table)} AS ${name('stored')}
    WHERE ${column('stored', reference.parentColumn)} = link.parent_id AND ${column('stored', reference.childColumn)} = link.child_id)
  OR NOT EXISTS (SELECT 1 FROM ${context.removedSession} AS removed WHERE ${column('removed', 'session_id')} IN (${sql.join(ends)})))`),
        );
      }),
  ];
}
