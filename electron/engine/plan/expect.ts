import type { Phase, Statement } from '../../../shared/plan';
import type { Decisions, ObjectTable, PhysicalColumn, Place } from '../decide/decisions';
import { removingSteps } from '../decide/decisions';
import type { DigestCell } from '../dialects/statement-dialect';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import type { Fragment } from '../sql/fragment';
import { and, column, int, lines, name, or, sql, unionAll } from '../sql/fragment';
import { candidates, whoMoves } from './candidates';
import { endsOf, linkWeight, mappedLinks, mappedLinksOf, needsOf, probedPlaces } from './links';
import type { PlanContext } from './plan-context';
import { idOf } from './reserve';

/**
 * What must be found at the end is worked out from what is there before the run: number of rows and digest of every
 * table that the run writes, with every link that moves written as it has to be afterwards. The rows of the new users
 * are left out; they are compared one by one. So nothing that the run must not touch can change unnoticed.
 */
export interface Expectation {
  subject: string;
  title: string;
  /** The table that is compared; null for native sequences. */
  table: string | null;
  /** `SELECT row_count, digest` of what is expected, asked before the run changes anything. */
  expected: Fragment;
  /** The same of what is there at the end. */
  actual: Fragment;
  needs: number[] | null;
  weight: number;
}

/** The counters of object ids; worked out before the first of them is advanced. */
export function objectIdExpectation(context: PlanContext): Expectation {
  const { dialect, decisions } = context;
  const counter = column('identifier', 'object_sequence');
  const advanced = decisions.targets.map(({ entityId }) => {
    const steps = decisions.steps.filter(({ targetId }) => targetId === entityId);
    const users = steps.map((step) => {
      const { from, where } = candidates(decisions, dialect, whoMoves(step), 'candidate');
      return sql`(SELECT COUNT(*) FROM ${from} WHERE ${where})`;
    });
    return sql`WHEN ${entityId} THEN COALESCE(${counter}, 1) + ${sql.join(users, sql` + `)}`;
  });
  const digest = (value: Fragment): Fragment =>
    sql`SELECT ${dialect.digest([
      { value: column('identifier', 'id'), kind: 'text' },
      { value: column('identifier', 'short_id'), kind: 'plain' },
      { value, kind: 'plain' },
    ])} FROM ${name(ENTITY_IDENTIFIER_TABLE)} AS identifier`;
  return {
    subject: 'object-ids',
    title: 'Counters of object ids',
    table: ENTITY_IDENTIFIER_TABLE,
    expected: digest(
      sql`CASE ${column('identifier', 'id')} ${sql.join(advanced, sql` `)} ELSE ${counter} END`,
    ),
    actual: digest(counter),
    needs: null,
    weight: 1,
  };
}

/** Everything else that the run writes. */
export function expectations(context: PlanContext): Expectation[] {
  const { decisions } = context;
  const linkTables = decisions.places.filter(
    (place) => place.storage === 'table' && isWritten(decisions, place),
  );
  return [
    ...decisions.objectTables.map((table) => objectExpectation(context, table)),
    ...linkTables.map((place) => linkExpectation(context, place)),
    ...metadataSequences(context),
    ...nativeSequences(context),
  ];
}

/** Native sequences of AutoNumbers that the run has nothing to do with. */
function nativeSequences(context: PlanContext): Expectation[] {
  const next = context.decisions.otherSequences.flatMap((sequence) => {
    const value = context.dialect.nextOfSequence(sequence);
    return value === null
      ? []
      : [sql`SELECT ${context.dialect.literal(sequence)} AS sequence_name, ${value} AS next_value`];
  });
  if (next.length === 0) return [];
  const digest = sql`SELECT ${context.dialect.digest([
    { value: column('counters', 'sequence_name'), kind: 'text' },
    { value: column('counters', 'next_value'), kind: 'plain' },
  ])} FROM (
${unionAll(next)}
) AS counters`;
  return [
    {
      subject: 'native-sequences',
      title: 'Sequences of other AutoNumbers',
      table: null,
      expected: digest,
      actual: digest,
      needs: null,
      weight: 1,
    },
  ];
}

/** Does the run write links of this place? */
function isWritten(decisions: Decisions, place: Place): boolean {
  const { parent, child, number, sessionsOf } = place;
  return (
    [parent.repoint, parent.copy, parent.unlink, child.repoint, child.unlink, sessionsOf].some(
      (l) => l.length > 0,
    ) ||
    decisions.mappings.some(({ target }) => target === number) ||
    (decisions.sessions?.references ?? []).some((reference) => reference.place === number)
  );
}

/** Id of the statement that notes what must be found. */
export function expectId({ subject }: Pick<Expectation, 'subject'>): string {
  return `expect-${subject}`;
}

/** Notes what must be found at the end. */
export function expectStatement(
  context: PlanContext,
  expectation: Expectation,
  phase: Phase = 'expect',
): Statement {
  const { subject, title, expected, needs, weight } = expectation;
  return context.statement(
    {
      id: expectId(expectation),
      title: `Work out what must be in ${title} at the end`,
      phase,
      writes: context.tables.expectation,
      expectedRows: 1,
      weight,
      ...(needs === null ? {} : { needs }),
    },
    sql`INSERT INTO ${context.expectation} (subject, row_count, digest)
SELECT ${context.dialect.cast(sql`${subject}`, 'String')}, ${column('expected', 'row_count')}, ${column('expected', 'digest')}
FROM (
${expected}
) AS expected`,
  );
}

function objectExpectation(context: PlanContext, table: ObjectTable): Expectation {
  const { decisions } = context;
  const places = table.places.map((number) => context.place(number));
  const ownLinks = places.flatMap((place) => changedLink(context, place));
  const changed = new Map(ownLinks.map((link) => [link.place.childColumn, link]));
  const cells = (valueOf: (physical: PhysicalColumn) => Fragment): DigestCell[] =>
    table.columns.map((physical) => ({ value: valueOf(physical), kind: physical.kind }));
  const expectedValue = ({ name: columnName }: PhysicalColumn): Fragment => {
    const stored = column('stored', columnName);
    if (columnName === table.versionColumn && ownLinks.length > 0) {
      return sql`CASE WHEN ${or(ownLinks.map(({ isChanged }) => isChanged))} THEN COALESCE(${stored}, 0) + 1 ELSE ${stored} END`;
    }
    return changed.get(columnName)?.value ?? stored;
  };
  const level = decisions.levels.find((candidate) => candidate.table === table.table);
  const removed = level?.removedFor ?? [];
  const stays = [
    ...(removed.length > 0 ? [sql`NOT ${context.wasMoved(idOf('stored'), removed)}`] : []),
    ...(table.isSession
      ? [
          sql`NOT EXISTS (SELECT 1 FROM ${context.removedSession} AS removed WHERE ${column('removed', 'session_id')} = ${idOf('stored')})`,
        ]
      : []),
  ];
  const isNew = sql`EXISTS (SELECT 1 FROM ${context.movedUser} AS moved WHERE ${column('moved', 'new_id')} = ${idOf('stored')})`;
  const from = sql`FROM ${name(table.table)} AS ${name('stored')}`;
  return {
    subject: `objects:${table.table}`,
    title: table.table,
    table: table.table,
    expected: sql`SELECT ${context.dialect.digest(cells(expectedValue))}
${lines([from, ...ownLinks.flatMap(({ joins }) => joins)])}${stays.length === 0 ? sql`` : sql`\nWHERE ${and(stays)}`}`,
    actual: sql`SELECT ${context.dialect.digest(cells(({ name: columnName }) => column('stored', columnName)))}
${from}${level === undefined ? sql`` : sql`\nWHERE NOT ${isNew}`}`,
    needs: table.ofUsers ? null : tableNeeds(context, table),
    weight: places.reduce((sum, place) => sum + linkWeight(context, place), 1),
  };
}

function sessionNeeds(context: PlanContext): number[] {
  const { sessions } = context.decisions;
  return sessions === null ? [] : [sessions.place];
}

/** Probes of which one must find something before anything but moved users changes in the table. */
export function tableNeeds(context: PlanContext, table: ObjectTable): number[] {
  const places = table.places.map((number) => context.place(number));
  const emptied = context.decisions.sessions?.references.map(({ place }) => place) ?? [];
  const isEmptied = table.isSession || places.some(({ number }) => emptied.includes(number));
  const bySession = isEmptied ? sessionNeeds(context) : [];
  return [...new Set([...needsOf(context, places), ...bySession])];
}

/** A link in a column of an object outside the run, as it has to be afterwards. */
interface ChangedLink {
  place: Place;
  value: Fragment;
  isChanged: Fragment;
  joins: Fragment[];
}

function changedLink(context: PlanContext, place: Place): ChangedLink[] {
  const { decisions } = context;
  const stored = column('stored', place.childColumn);
  const user = `user_${String(place.number)}`;
  const own = `own_${String(place.number)}`;
  const mapped = `mapped_${String(place.number)}`;
  const session = `session_${String(place.number)}`;
  const mappings = decisions.mappings.filter(({ target }) => target === place.number);
  const emptiedBySession = (decisions.sessions?.references ?? []).some(
    (reference) => reference.place === place.number && reference.role === 'child',
  );
  const moving = [...place.child.repoint, ...place.child.unlink];
  const joins: Fragment[] = [];
  const branches: { when: Fragment; then: Fragment }[] = [];
  if (mappings.length > 0) {
    joins.push(sql`LEFT JOIN (
${mappedLinksOf(
  context,
  mappings.map(({ number }) => number),
  'stored',
)}
) AS ${name(mapped)} ON ${column(mapped, 'parent_id')} = ${idOf('stored')}`);
    branches.push({
      when: sql`${column(mapped, 'child_id')} IS NOT NULL`,
      then: column(mapped, 'child_id'),
    });
  }
  if (emptiedBySession) {
    joins.push(
      sql`LEFT JOIN ${context.removedSession} AS ${name(session)} ON ${column(session, 'session_id')} = ${stored}`,
    );
    branches.push({
      when: sql`${column(session, 'session_id')} IS NOT NULL`,
      then: sql`NULL`,
    });
  }
  if (moving.length > 0) {
    joins.push(context.leftJoinMoved(user, stored, moving));
    if (place.child.unlink.length > 0) {
      branches.push({ when: context.isOf(user, place.child.unlink), then: sql`NULL` });
    }
    if (place.child.repoint.length > 0) {
      const follows = keptRowsFollow(decisions, place);
      if (follows !== null) joins.push(context.leftJoinMoved(own, idOf('stored'), follows.kept));
      const when = [
        context.isOf(user, place.child.repoint),
        ...(follows === null
          ? []
          : [
              follows.users.length === 0
                ? sql`${column(own, 'old_id')} IS NULL`
                : or([sql`${column(own, 'old_id')} IS NULL`, context.isOf(user, follows.users)]),
            ]),
      ];
      branches.push({ when: sql`(${and(when)})`, then: column(user, 'new_id') });
    }
  }
  if (branches.length === 0) return [];
  return [
    {
      place,
      value: sql`CASE ${sql.join(
        branches.map(({ when, then }) => sql`WHEN ${when} THEN ${then}`),
        sql` `,
      )} ELSE ${stored} END`,
      isChanged: or(branches.map(({ when }) => when)),
      joins,
    },
  ];
}

/**
 * The row of a user who is kept follows only users who are deleted: what it says of another kept user stays. Null
 * where there is no such row.
 */
export function keptRowsFollow(
  decisions: Decisions,
  place: Place,
): { kept: number[]; users: number[] } | null {
  const removing = removingSteps(decisions);
  const kept = decisions.steps.filter(({ keepOldUsers }) => keepOldUsers).map(({ index }) => index);
  if (!place.onUserRow || kept.length === 0) return null;
  if (place.child.repoint.every((step) => removing.includes(step))) return null;
  return { kept, users: place.child.repoint.filter((step) => removing.includes(step)) };
}

function linkExpectation(context: PlanContext, place: Place): Expectation {
  const { decisions, dialect } = context;
  const stored = endsOf(place, 'stored');
  const mappings = decisions.mappings.filter(({ target }) => target === place.number);
  const references = (decisions.sessions?.references ?? []).filter((each) => each.place === place.number);
  const links = unionAll([
    survivingLinks(context, place, references),
    ...(place.parent.copy.length > 0 ? [copiedLinks(context, place)] : []),
    ...mappings.map((mapping) => mappedLinks(context, mapping, 'stored')),
  ]);
  return {
    subject: `links:${place.modelId}`,
    title: place.name,
    table: place.table,
    expected: sql`SELECT ${dialect.linkDigest(column('links', 'parent_id'), column('links', 'child_id'))}
FROM (
${links}
) AS links`,
    actual: sql`SELECT ${dialect.linkDigest(stored.parent, stored.child)}
FROM ${name(place.table)} AS ${name('stored')}`,
    needs: [
      ...new Set([...needsOf(context, [place]), ...(references.length > 0 ? sessionNeeds(context) : [])]),
    ].filter((probe) => probedPlaces(context).some(({ number }) => number === probe)),
    weight: linkWeight(context, place),
  };
}

function survivingLinks(
  context: PlanContext,
  place: Place,
  references: readonly { role: 'parent' | 'child' }[],
): Fragment {
  const stored = endsOf(place, 'stored');
  const ends = (['parent', 'child'] as const).map((role) => {
    const { repoint, unlink } = place[role];
    const alias = `${role}_user`;
    const steps = [...repoint, ...unlink];
    return {
      value:
        repoint.length === 0
          ? stored[role]
          : sql`CASE WHEN ${context.isOf(alias, repoint)} THEN ${column(alias, 'new_id')} ELSE ${stored[role]} END`,
      joins: steps.length === 0 ? [] : [context.leftJoinMoved(alias, stored[role], steps)],
      gone:
        unlink.length === 0
          ? []
          : [
              sql`(${column(alias, 'step')} IS NULL OR ${column(alias, 'step')} NOT IN (${sql.join(unlink.map(int))}))`,
            ],
    };
  });
  const withoutSessions = references.map(
    ({ role }) =>
      sql`NOT EXISTS (SELECT 1 FROM ${context.removedSession} AS removed WHERE ${column('removed', 'session_id')} = ${stored[role]})`,
  );
  const [parent, child] = ends;
  const conditions = [...ends.flatMap(({ gone }) => gone), ...withoutSessions];
  return sql`SELECT ${parent?.value ?? stored.parent} AS parent_id, ${child?.value ?? stored.child} AS child_id
${lines([sql`FROM ${name(place.table)} AS ${name('stored')}`, ...ends.flatMap(({ joins }) => joins)])}${conditions.length === 0 ? sql`` : sql`\nWHERE ${and(conditions)}`}`;
}

/** Old users kept: the new user has a copy of what the old one owns, but of links to users who are deleted and fit no more. */
function copiedLinks(context: PlanContext, place: Place): Fragment {
  const stored = endsOf(place, 'stored');
  const { fits, unlink } = place.child;
  const child =
    fits.length === 0 ? stored.child : sql`COALESCE(${column('child_user', 'new_id')}, ${stored.child})`;
  return sql`SELECT ${column('parent_user', 'new_id')} AS parent_id, ${child} AS child_id
${lines([
  sql`FROM ${name(place.table)} AS ${name('stored')}`,
  sql`JOIN ${context.movedUser} AS parent_user ON ${column('parent_user', 'old_id')} = ${stored.parent} AND ${context.isOf('parent_user', place.parent.copy)}`,
  ...(fits.length === 0 ? [] : [context.leftJoinMoved('child_user', stored.child, fits)]),
])}${unlink.length === 0 ? sql`` : sql`\nWHERE NOT ${context.wasMoved(stored.child, unlink)}`}`;
}

/** Where Mendix's metadata counts AutoNumbers: every other counter is as it was. */
function metadataSequences(context: PlanContext): Expectation[] {
  const counted = context.decisions.autoNumbers.filter(({ sequence }) => sequence === null);
  if (!context.decisions.hasSequenceTable) return [];
  const isOther =
    counted.length === 0
      ? sql``
      : sql`\nWHERE ${column('counter', 'attribute_id')} NOT IN (${sql.join(counted.map(({ attributeId }) => attributeId))})`;
  const others = sql`SELECT ${context.dialect.digest([
    { value: column('counter', 'attribute_id'), kind: 'text' },
    { value: column('counter', 'current_value'), kind: 'plain' },
  ])} FROM ${name(SEQUENCE_TABLE)} AS counter${isOther}`;
  return [
    {
      subject: 'auto-numbers',
      title: 'Counters of other AutoNumbers',
      table: SEQUENCE_TABLE,
      expected: others,
      actual: others,
      needs: null,
      weight: 1,
    },
  ];
}

/** Rows whose version the run raises, by their table: columns `object_id`, `version`. Null where there are no versions. */
export function raisedObjects(context: PlanContext, table: ObjectTable): Fragment | null {
  if (table.versionColumn === null) return null;
  const places = table.places.map((number) => context.place(number));
  const links = places.flatMap((place) => changedLink(context, place));
  if (links.length === 0) return null;
  const level = context.decisions.levels.find((candidate) => candidate.table === table.table);
  const removed = level?.removedFor ?? [];
  return sql`SELECT ${idOf('stored')} AS object_id, ${column('stored', table.versionColumn)} AS version
${lines([sql`FROM ${name(table.table)} AS ${name('stored')}`, ...links.flatMap(({ joins }) => joins)])}
WHERE ${and([
    or(links.map(({ isChanged }) => isChanged)),
    ...(removed.length > 0 ? [sql`NOT ${context.wasMoved(idOf('stored'), removed)}`] : []),
  ])}`;
}
