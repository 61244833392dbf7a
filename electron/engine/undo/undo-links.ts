import type { Role } from '../../../shared/domain-model-index';
import type { Probe, Statement } from '../../../shared/plan';
import { keepColumns } from '../plan/move';
import { compile, and, column, int, lines, name, or, sql, unionAll } from '../sql/fragment';
import type { Fragment } from '../sql/fragment';
import type { PresentPlace } from './present-model';
import type { UndoContext } from './undo-context';

const ROLES = ['parent', 'child'] as const;

/** Why a link is left out; stored with it. */
const LEFT_OUT = {
  gone: 'The object at the other end does not exist any more.',
  taken: 'Another link that may exist only once is there.',
} as const;

/** Asks each place whether it has links to new users, or remembered ones. */
export function undoProbes(context: UndoContext): Probe[] {
  const queries = context.present.places.map((place) => {
    const ends = context.ends(place, 'stored');
    const found = context
      .openRoles(place)
      .map(
        (role) =>
          sql`EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')} JOIN ${context.movedUser} AS new_user ON ${column('new_user', 'new_id')} = ${ends[role]})`,
      );
    return sql`SELECT ${int(place.number)} AS probe, CASE WHEN ${or([
      ...found,
      sql`EXISTS (SELECT 1 FROM ${context.link} AS link WHERE link.place = ${int(place.number)})`,
    ])} THEN 1 ELSE 0 END AS present`;
  });
  const probes: Probe[] = [];
  for (let first = 0; first < queries.length; first += 100) {
    probes.push(compile(unionAll(queries.slice(first, first + 100)), context.dialect.type));
  }
  return probes;
}

/** Works out which links are to be written, before anything of the app changes. */
export function candidateStatements(context: UndoContext): Statement[] {
  return context.present.places.flatMap((place) => {
    const removed = context.removedLinks(place.decided);
    return [
      ...(place.isSessionUser || context.openRoles(place).length === 0 ? [] : [laterLinks(context, place)]),
      ...markTaken(context, place, 'later'),
      ...(removed === null ? [] : [removedAgain(context, place, removed), ...markGone(context, place)]),
      ...(removed === null ? [] : [...markTaken(context, place, 'removed'), ...markTwice(context, place)]),
    ];
  });
}

function statement(
  context: UndoContext,
  place: PresentPlace,
  id: string,
  title: string,
  phase: Statement['phase'],
  fragment: Fragment,
): Statement {
  return context.statement(
    {
      id: `${id}-${String(place.number)}`,
      title,
      phase,
      writes: phase === 'snapshot' ? context.tables.undoLink : place.table,
      needs: [place.number],
    },
    fragment,
  );
}

/** Links to new users return to the old ones, as far as these may stand there. */
function laterLinks(context: UndoContext, place: PresentPlace): Statement {
  const back = ROLES.map((role) => {
    const alias = `${role}_user`;
    const id = column('present', `${role}_id`);
    const isOpen = context.openRoles(place).includes(role);
    const steps = place.back[role];
    return {
      value: isOpen ? sql`COALESCE(${column(alias, 'old_id')}, ${id})` : id,
      joins: isOpen ? [context.leftJoinNew(alias, id)] : [],
      allowed: isOpen
        ? [
            steps.length === 0
              ? sql`${column(alias, 'old_id')} IS NULL`
              : or([sql`${column(alias, 'old_id')} IS NULL`, context.isOf(alias, steps)]),
          ]
        : [],
    };
  });
  const [parent, child] = back;
  const ends = context.ends(place, 'stored');
  return statement(
    context,
    place,
    'back',
    `Find the links of ${place.name} that return to the old users`,
    'snapshot',
    sql`INSERT INTO ${context.undoLink} (place, parent_id, child_id)
SELECT DISTINCT ${int(place.number)}, back.parent_id, back.child_id FROM (
SELECT ${parent?.value ?? sql`NULL`} AS parent_id, ${child?.value ?? sql`NULL`} AS child_id
${lines([
  sql`FROM (
${context.presentLinks(place)}
) AS present`,
  ...back.flatMap(({ joins }) => joins),
])}
WHERE ${and(back.flatMap(({ allowed }) => allowed))}
) AS back
WHERE NOT EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')} WHERE ${ends.parent} = back.parent_id AND ${ends.child} = back.child_id)`,
  );
}

/** Links that the run removed are put back. */
function removedAgain(context: UndoContext, place: PresentPlace, removed: Fragment): Statement {
  const ends = context.ends(place, 'stored');
  return statement(
    context,
    place,
    'removed',
    `Find the links of ${place.name} that the run removed`,
    'snapshot',
    sql`INSERT INTO ${context.undoLink} (place, parent_id, child_id)
SELECT ${int(place.number)}, again.parent_id, again.child_id FROM (
${removed}
) AS again
WHERE NOT EXISTS (SELECT 1 FROM ${context.undoLink} AS known
    WHERE known.place = ${int(place.number)} AND known.parent_id = again.parent_id AND known.child_id = again.child_id)
  AND NOT EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')} WHERE ${ends.parent} = again.parent_id AND ${ends.child} = again.child_id)${
    // Rows of users who are back have their links already; kept users had theirs removed one by one.
    place.storage === 'column' && context.removing.length > 0
      ? sql`\n  AND NOT ${context.wasMoved(sql`again.parent_id`, context.removing)}`
      : sql``
  }`,
  );
}

/** A link to an object that was deleted since is left out; one that led nowhere before is put back as it was. */
function markGone(context: UndoContext, place: PresentPlace): Statement[] {
  const { parentTable, childTable } = place;
  const missing = [
    ...(parentTable === null ? [] : [context.isMissing(parentTable, sql`marked.parent_id`)]),
    ...(childTable === null ? [] : [context.isMissing(childTable, sql`marked.child_id`)]),
  ];
  if (missing.length === 0) return [];
  return [
    statement(
      context,
      place,
      'gone',
      `Leave out links of ${place.name} to objects that were deleted`,
      'snapshot',
      sql`UPDATE ${context.undoLink} AS marked SET left_out = ${LEFT_OUT.gone}
WHERE marked.place = ${int(place.number)} AND marked.left_out IS NULL
  AND EXISTS (SELECT 1 FROM ${context.link} AS link WHERE link.place = ${int(place.number)} AND link.parent_id = marked.parent_id AND link.child_id = marked.child_id)
  AND ${or(missing.map((each) => sql`(${each})`))}
  AND NOT ${context.wasDangling(place.number, sql`marked.parent_id`, sql`marked.child_id`)}`,
    ),
  ];
}

/**
 * A link is left out where another one is in its way: one that does not touch a new user, or, for links that the
 * run removed, one that came since and returns to an old user.
 */
function markTaken(context: UndoContext, place: PresentPlace, which: 'later' | 'removed'): Statement[] {
  const roles = ROLES.filter(
    (role) => place.unique[role] || (role === 'parent' && place.storage === 'column'),
  );
  if (roles.length === 0) return [];
  const ends = context.ends(place, 'stored');
  const open = context.openRoles(place);
  const touches = open.map((role) => context.isNew(ends[role], place.newAt[role]));
  const conflicts = roles.map((role: Role) => {
    const other = sql`${ends[role]} = ${column('marked', `${role}_id`)}`;
    return sql`EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')} WHERE ${and([
      other,
      sql`${ends.child} IS NOT NULL`,
      ...(touches.length === 0 ? [] : [sql`NOT ${or(touches)}`]),
      ...(place.storage === 'column' ? [sql`NOT ${context.isAnyNew(ends.parent)}`] : []),
    ])})`;
  });
  const among =
    which === 'later'
      ? []
      : roles.map(
          (role: Role) =>
            sql`EXISTS (SELECT 1 FROM (SELECT * FROM ${context.undoLink}) AS other WHERE other.place = ${int(place.number)} AND other.left_out IS NULL AND ${column('other', `${role}_id`)} = ${column('marked', `${role}_id`)}
    AND NOT (other.parent_id = marked.parent_id AND other.child_id = marked.child_id)
    AND NOT EXISTS (SELECT 1 FROM ${context.link} AS link WHERE link.place = ${int(place.number)} AND link.parent_id = other.parent_id AND link.child_id = other.child_id))`,
        );
  return [
    statement(
      context,
      place,
      `taken-${which}`,
      `Leave out links of ${place.name} that another one took the place of`,
      'snapshot',
      sql`UPDATE ${context.undoLink} AS marked SET left_out = ${LEFT_OUT.taken}
WHERE marked.place = ${int(place.number)} AND marked.left_out IS NULL
  AND ${or([...conflicts, ...among])}`,
    ),
  ];
}

/** Of links that the run removed, one of those that exclude each other: the association takes fewer now than at that time. */
function markTwice(context: UndoContext, place: PresentPlace): Statement[] {
  const roles = ROLES.filter(
    (role) => place.unique[role] && !(role === 'parent' && place.storage === 'column'),
  );
  if (roles.length === 0) return [];
  const same = roles.map((role) => sql`${column('other', `${role}_id`)} = ${column('marked', `${role}_id`)}`);
  return [
    statement(
      context,
      place,
      'twice',
      `Leave out links of ${place.name} that exclude each other`,
      'snapshot',
      sql`UPDATE ${context.undoLink} AS marked SET left_out = ${LEFT_OUT.taken}
WHERE marked.place = ${int(place.number)} AND marked.left_out IS NULL
  AND EXISTS (SELECT 1 FROM (SELECT * FROM ${context.undoLink}) AS other WHERE other.place = ${int(place.number)} AND other.left_out IS NULL
    AND ${or(same)}
    AND (other.parent_id < marked.parent_id OR (other.parent_id = marked.parent_id AND other.child_id < marked.child_id)))`,
    ),
  ];
}

/** Takes the links to new users away and writes what was worked out. */
export function linkStatements(context: UndoContext): Statement[] {
  return context.present.places.flatMap((place) => [
    ...context.openRoles(place).map((role) => unlink(context, place, role)),
    write(context, place),
  ]);
}

function unlink(context: UndoContext, place: PresentPlace, role: Role): Statement {
  const ends = context.ends(place, 'stored');
  const parts = {
    table: name(place.table),
    alias: 'stored',
    from: sql`${context.movedUser} AS new_user`,
    where: sql`${column('new_user', 'new_id')} = ${ends[role]}`,
  };
  const set = new Map<string, Fragment>([[place.childColumn, sql`NULL`]]);
  keepColumns(place.keptColumns, set);
  return statement(
    context,
    place,
    `unlink-${role}`,
    `Remove the new users' links of ${place.name}`,
    'remove',
    place.storage === 'table' ? context.dialect.delete(parts) : context.dialect.update({ ...parts, set }),
  );
}

function write(context: UndoContext, place: PresentPlace): Statement {
  const title = `Put the links of ${place.name} back`;
  const isWritten = sql`planned.place = ${int(place.number)} AND planned.left_out IS NULL`;
  if (place.storage === 'table') {
    return statement(
      context,
      place,
      'links',
      title,
      'remove',
      sql`INSERT INTO ${name(place.table)} (${name(place.parentColumn)}, ${name(place.childColumn)})
SELECT planned.parent_id, planned.child_id FROM ${context.undoLink} AS planned
WHERE ${isWritten}`,
    );
  }
  const set = new Map([[place.childColumn, column('planned', 'child_id')]]);
  keepColumns(place.keptColumns, set);
  return statement(
    context,
    place,
    'links',
    title,
    'remove',
    context.dialect.update({
      table: name(place.table),
      alias: 'stored',
      set,
      from: sql`${context.undoLink} AS planned`,
      where: sql`${isWritten} AND ${column('stored', place.parentColumn)} = planned.parent_id`,
    }),
  );
}
