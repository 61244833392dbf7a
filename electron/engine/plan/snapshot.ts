import type { Association } from '../../../shared/domain-model';
import { SYSTEM_SESSION } from '../../../shared/domain-model';
import type { Role, DomainModelIndex } from '../../../shared/domain-model-index';
import type { Statement } from '../../../shared/plan';
import { SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type { Place } from './place';
import { findSessionPlace, findSessionReferences, stepsAt } from './place';
import type { PlanContext, SnapshotTable } from './plan-context';
import type { PlannedStep } from './planned-step';
import { snapshotName } from './snapshot-name';
import { userTable } from './user-table';
import type { SqlDialect } from '../dialects/dialect';

/** Subject of the fingerprint of users that no step moves. */
export const UNTOUCHED_USERS = 'untouched-users';

/** The tables to copy: every level of every source, then every level of the sessions that go. */
export function snapshotTables(
  index: DomainModelIndex,
  sql: SqlDialect,
  runId: string,
  steps: PlannedStep[],
): SnapshotTable[] {
  const stepsByTable = new Map<string, number[]>();
  for (const planned of steps) {
    for (const level of [...planned.sourceChain].reverse()) {
      stepsByTable.set(level.table, [...(stepsByTable.get(level.table) ?? []), planned.index]);
    }
  }
  if (steps.some((planned) => !planned.step.keepOldUsers)) {
    for (const table of sessionTables(index)) stepsByTable.set(table, []);
  }
  return [...stepsByTable].map(([table, ofSteps], number) => ({
    copy: sql.journalTable(snapshotName(runId, number)),
    table,
    steps: ofSteps,
  }));
}

/** Tables that hold rows of sessions: root first. */
export function sessionTables(index: DomainModelIndex): string[] {
  return [...[...index.chain(SYSTEM_SESSION)].reverse(), ...index.descendants(SYSTEM_SESSION)].map(
    (entity) => entity.table,
  );
}

/** Copies rows and links of the moved users into the journal, before anything changes. */
export function snapshotStatements(context: PlanContext): Statement[] {
  return [
    ...analyse(context, 'moved-users', context.movedUser),
    ...context.snapshots.filter((snapshot) => snapshot.steps.length > 0).map((s) => copyUserRows(context, s)),
    ...context.places.map((place) => copyLinks(context, place)),
    ...analyse(context, 'links', context.reference),
    ...snapshotSessions(context),
    ...fingerprintUntouchedUsers(context),
  ];
}

function analyse(context: PlanContext, what: string, table: string): Statement[] {
  const text = context.sql.analyze(table);
  if (text === null) return [];
  return [
    context.statement(
      {
        id: `analyze-${what}`,
        title: 'Refresh the estimates of the journal',
        phase: 'snapshot',
        writes: null,
      },
      () => text,
    ),
  ];
}

function copyUserRows(context: PlanContext, snapshot: SnapshotTable): Statement {
  const columns = physicalColumns(context, snapshot.table);
  return context.statement(
    {
      id: `snapshot-${snapshot.table}`,
      title: `Keep the old rows of ${snapshot.table}`,
      phase: 'snapshot',
      writes: snapshot.copy,
      expectedRows: context.usersOf(snapshot.steps),
    },
    (bind) => `INSERT INTO ${snapshot.copy} (${columns.map((c) => context.sql.quote(c)).join(', ')})
SELECT ${columns.map((column) => context.column('t', column)).join(', ')}
FROM ${context.sql.quote(snapshot.table)} AS t
JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', snapshot.steps, { oldId: 't.id' })}`,
  );
}

function copyLinks(context: PlanContext, place: Place): Statement {
  const { association } = place;
  const parent = context.column('t', association.parentColumn);
  const child = context.column('t', association.childColumn);
  return context.statement(
    {
      id: `snapshot-links-${String(place.number)}`,
      title: `Keep the links of ${association.name} (${association.table})`,
      phase: 'snapshot',
      writes: context.reference,
      weight: linkWeight(context, place),
    },
    (bind) => {
      const select = (steps: number[], oldId: string): string =>
        `SELECT ${bind(context.runId)}, ${String(place.number)}, ${parent} AS parent_id, ${child} AS child_id
FROM ${context.sql.quote(association.table)} AS t
JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', steps, { oldId })}
WHERE ${child} IS NOT NULL`;
      const branches: string[] = [];
      if (stepsAt(place.parent).length > 0) branches.push(select(stepsAt(place.parent), parent));
      if (stepsAt(place.child).length > 0) branches.push(select(stepsAt(place.child), child));
      // UNION, not UNION ALL: a link between two moved users is found from both ends.
      return `INSERT INTO ${context.reference} (run_id, place, parent_id, child_id)\n${branches.join('\nUNION\n')}`;
    },
  );
}

/** Share of a place in the work: its links as counted, at most what the moved users can have. */
export function linkWeight(context: PlanContext, place: Place): number {
  return Math.min(place.association.links ?? 1, context.totalUsers * 10);
}

function snapshotSessions(context: PlanContext): Statement[] {
  const sessionPlace = findSessionPlace(context.places);
  const removing = sessionPlace
    ? context.removingSteps.filter((s) => stepsAt(sessionPlace.child).includes(s))
    : [];
  if (!sessionPlace || removing.length === 0) return [];
  const sessions = context.snapshots.filter((snapshot) => snapshot.steps.length === 0);
  return [
    context.statement(
      {
        id: 'find-sessions',
        title: 'Find the sessions of the old users',
        phase: 'snapshot',
        writes: context.removedSession,
      },
      (bind) => `INSERT INTO ${context.removedSession} (run_id, session_id)
SELECT DISTINCT ${bind(context.runId)}, r.parent_id
FROM ${context.reference} AS r
JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', removing, { oldId: 'r.child_id' })}
WHERE r.run_id = ${bind(context.runId)} AND r.place = ${String(sessionPlace.number)}`,
    ),
    ...sessions.map((snapshot) => {
      const columns = physicalColumns(context, snapshot.table);
      return context.statement(
        {
          id: `snapshot-${snapshot.table}`,
          title: `Keep the old rows of ${snapshot.table}`,
          phase: 'snapshot',
          writes: snapshot.copy,
        },
        (bind) => `INSERT INTO ${snapshot.copy} (${columns.map((c) => context.sql.quote(c)).join(', ')})
SELECT ${columns.map((column) => context.column('t', column)).join(', ')}
FROM ${context.sql.quote(snapshot.table)} AS t
JOIN ${context.removedSession} AS s ON s.run_id = ${bind(context.runId)} AND s.session_id = t.id`,
      );
    }),
    ...findSessionReferences(context.index, context.places).map((reference, number) =>
      copySessionLinks(context, reference, sessionReferencePlace(context, number)),
    ),
  ];
}

/** Session references are numbered after the places of users. */
export function sessionReferencePlace(context: PlanContext, number: number): number {
  return context.places.length + number;
}

function copySessionLinks(
  context: PlanContext,
  { association, role }: { association: Association; role: Role },
  place: number,
): Statement {
  const parent = context.column('t', association.parentColumn);
  const child = context.column('t', association.childColumn);
  return context.statement(
    {
      id: `snapshot-links-${String(place)}`,
      title: `Keep the links of ${association.name} to these sessions`,
      phase: 'snapshot',
      writes: context.reference,
    },
    (bind) => `INSERT INTO ${context.reference} (run_id, place, parent_id, child_id)
SELECT ${bind(context.runId)}, ${String(place)}, ${parent}, ${child}
FROM ${context.sql.quote(association.table)} AS t
JOIN ${context.removedSession} AS s ON s.run_id = ${bind(context.runId)} AND s.session_id = ${role === 'parent' ? parent : child}
WHERE ${child} IS NOT NULL`,
  );
}

/** Users that no step moves must be the same afterwards; links among them may be re-pointed, so those columns are left out. */
function fingerprintUntouchedUsers(context: PlanContext): Statement[] {
  return untouchedUserLevels(context).map(({ table, columns }) =>
    context.statement(
      {
        id: `fingerprint-${table}`,
        title: `Fingerprint the other users in ${table}`,
        phase: 'snapshot',
        writes: context.fingerprint,
        expectedRows: 1,
      },
      (bind) => `INSERT INTO ${context.fingerprint} (run_id, subject, row_count, digest)
SELECT ${bind(context.runId)}, ${bind(`${UNTOUCHED_USERS}:${table}`)}, COUNT(*), ${context.sql.sumAsText(
        context.sql.rowDigest(columns.map((column) => context.column('t', column))),
      )}
FROM ${context.sql.quote(table)} AS t
WHERE NOT EXISTS (SELECT 1 FROM ${context.movedUser} AS m WHERE ${context.isMoved(
        bind,
        'm',
        context.steps.map((planned) => planned.index),
        { oldId: 't.id' },
      )})`,
    ),
  );
}

/** Every table of a user entity that a step reads or writes, with the columns that a run never changes there. */
export function untouchedUserLevels(context: PlanContext): { table: string; columns: string[] }[] {
  const tables = new Map<string, string[]>();
  for (const planned of context.steps) {
    for (const level of [...planned.sourceChain, ...planned.targetChain]) {
      const links = new Set(
        context.index.model.associations
          .filter((association) => association.storage === 'column' && association.table === level.table)
          .map((association) => association.childColumn),
      );
      tables.set(
        level.table,
        physicalColumns(context, level.table).filter((column) => !links.has(column)),
      );
    }
  }
  // System.User first: the report reads from the root.
  const root = userTable(context.index);
  return [...tables]
    .map(([table, columns]) => ({ table, columns }))
    .sort((a, b) => Number(b.table === root) - Number(a.table === root));
}

/** Columns that can be copied; a generated one is computed again by the database. */
export function physicalColumns(context: PlanContext, table: string): string[] {
  const columns = (context.index.table(table)?.columns ?? []).filter((column) => !column.generated);
  return columns.map((column) => column.name);
}

/** Column that tells the exact entity, where the table has it. */
export function hasSubMetaObjectName(context: PlanContext, table: string): boolean {
  return physicalColumns(context, table).includes(SUBMETAOBJECTNAME);
}
