import type { Role } from '../../../shared/domain-model-index';
import { doesNotFit } from '../checks/column-limits';
import type { Decisions, Place } from '../decide/decisions';
import { removingSteps } from '../decide/decisions';
import type { StatementDialect } from '../dialects/statement-dialect';
import { keptRowsFollow } from '../plan/expect';
import { mappedLinks } from '../plan/links';
import { PlanContext } from '../plan/plan-context';
import type { Fragment } from '../sql/fragment';
import { and, column, int, lines, name, or, sql, unionAll } from '../sql/fragment';
import type { PresentColumn, PresentModel, PresentPlace } from './present-model';

const ROLES = ['parent', 'child'] as const;

/** What all parts of one undo share: the run's decisions and journal, and the model as it is now. */
export class UndoContext extends PlanContext {
  readonly removing: number[];

  constructor(
    decisions: Decisions,
    dialect: StatementDialect,
    runId: string,
    readonly present: PresentModel,
  ) {
    super(decisions, dialect, runId);
    this.removing = removingSteps(decisions);
  }

  ends(place: PresentPlace, alias: string): Record<Role, Fragment> {
    return { parent: column(alias, place.parentColumn), child: column(alias, place.childColumn) };
  }

  /**
   * What a kept row has in a column, as it is put back: with the entity by its present name, and nothing where the column
   * does not take the value any more.
   */
  keptValue({ was, limits }: Pick<PresentColumn, 'was' | 'limits'>): Fragment {
    const value = this.presentName(was);
    return limits === null
      ? value
      : sql`CASE WHEN ${doesNotFit(column('kept', was), limits)} THEN NULL ELSE ${value} END`;
  }

  private presentName(was: string): Fragment {
    const value = column('kept', was);
    const { leafColumn, renamed } = this.present;
    if (was.toLowerCase() !== leafColumn || renamed.size === 0) return value;
    const cases = [...renamed].map(([before, now]) => sql`WHEN ${value} = ${before} THEN ${now}`);
    return sql`CASE ${sql.join(cases, sql` `)} ELSE ${value} END`;
  }

  /** Ends at which a new user may be linked; the parent of a column-stored link is the row itself. */
  openRoles(place: PresentPlace): Role[] {
    return ROLES.filter(
      (role) => place.newAt[role].length > 0 && !(role === 'parent' && place.storage === 'column'),
    );
  }

  /** Condition: the id is a new user's, of these steps. */
  isNew(id: Fragment, steps: readonly number[]): Fragment {
    return sql`EXISTS (SELECT 1 FROM ${this.movedUser} AS new_user WHERE ${column('new_user', 'new_id')} = ${id} AND ${this.isOf('new_user', steps)})`;
  }

  /** Condition: the id is any new user's. */
  isAnyNew(id: Fragment): Fragment {
    return sql`EXISTS (SELECT 1 FROM ${this.movedUser} AS new_user WHERE ${column('new_user', 'new_id')} = ${id})`;
  }

  /** Joins the new users of any step who have this id. */
  leftJoinNew(alias: string, newId: Fragment): Fragment {
    return sql`LEFT JOIN ${this.movedUser} AS ${name(alias)} ON ${column(alias, 'new_id')} = ${newId}`;
  }

  /** Links of a place that touch a new user now: `parent_id`, `child_id`. Links in a new user's own row are part of the row. */
  presentLinks(place: PresentPlace): Fragment {
    const ends = this.ends(place, 'stored');
    const touches = this.openRoles(place).map((role) => this.isNew(ends[role], place.newAt[role]));
    return sql`SELECT ${ends.parent} AS parent_id, ${ends.child} AS child_id
FROM ${name(place.table)} AS ${name('stored')}
WHERE ${and([
      sql`${ends.child} IS NOT NULL`,
      touches.length === 0 ? sql`1 <> 1` : or(touches),
      ...(place.storage === 'column' ? [sql`NOT ${this.isAnyNew(ends.parent)}`] : []),
    ])}`;
  }

  /** What the run left of the same: null where it left nothing. */
  expectedLinks(place: PresentPlace): Fragment | null {
    const { decided } = place;
    const parts = [
      ...(decided === null ? [] : this.survivors(place)),
      ...(decided !== null && decided.parent.copy.length > 0 ? [this.copies(place)] : []),
      ...this.decisions.mappings
        .filter(({ target }) => decided !== null && target === decided.number)
        .map(
          (mapping) => sql`SELECT written.parent_id, written.child_id FROM (
${mappedLinks(this, mapping, 'journal')}
) AS written${place.storage === 'column' ? sql` WHERE NOT ${this.isAnyNew(sql`written.parent_id`)}` : sql``}`,
        ),
    ];
    return parts.length === 0 ? null : unionAll(parts);
  }

  private survivors({ decided }: PresentPlace): Fragment[] {
    if (decided === null || decided.parent.repoint.length + decided.child.repoint.length === 0) return [];
    const follows = keptRowsFollow(this.decisions, decided);
    const ends = ROLES.map((role) => {
      const { repoint, unlink } = decided[role];
      const alias = `${role}_user`;
      const id = column('link', `${role}_id`);
      const steps = [...repoint, ...unlink];
      const isMoved =
        repoint.length === 0
          ? null
          : and([
              this.isOf(alias, repoint),
              ...(follows === null || role === 'parent'
                ? []
                : [
                    or([
                      sql`${column('own_row', 'old_id')} IS NULL`,
                      ...(follows.users.length > 0 ? [this.isOf(alias, follows.users)] : []),
                    ]),
                  ]),
            ]);
      return {
        value:
          isMoved === null ? id : sql`CASE WHEN ${isMoved} THEN ${column(alias, 'new_id')} ELSE ${id} END`,
        isMoved: isMoved === null ? [] : [sql`(${isMoved})`],
        stays:
          unlink.length === 0
            ? []
            : [
                sql`(${column(alias, 'step')} IS NULL OR ${column(alias, 'step')} NOT IN (${sql.join(unlink.map(int))}))`,
              ],
        joins: steps.length === 0 ? [] : [this.leftJoinMoved(alias, id, steps)],
      };
    });
    const joins = [
      ...ends.flatMap((end) => end.joins),
      ...(follows === null ? [] : [this.leftJoinMoved('own_row', column('link', 'parent_id'), follows.kept)]),
    ];
    const [parent, child] = ends;
    return [
      sql`SELECT ${parent?.value ?? sql`NULL`} AS parent_id, ${child?.value ?? sql`NULL`} AS child_id
${lines([sql`FROM ${this.link} AS link`, ...joins])}
WHERE ${and([
        sql`${column('link', 'place')} = ${int(decided.number)}`,
        ...this.notOfSessions(decided),
        ...ends.flatMap((end) => end.stays),
        or(ends.flatMap((end) => end.isMoved)),
      ])}`,
    ];
  }

  /** Links in the rows of sessions, or to sessions, went with the sessions that the run removed. */
  private notOfSessions({ number, table }: Place): Fragment[] {
    const { sessions } = this.decisions;
    const isConcerned =
      sessions?.levels.some((level) => level.table === table) === true ||
      sessions?.references.some(({ place }) => place === number) === true;
    if (!isConcerned) return [];
    return [
      sql`NOT EXISTS (SELECT 1 FROM ${this.removedSession} AS gone WHERE ${column('gone', 'session_id')} IN (link.parent_id, link.child_id))`,
    ];
  }

  private copies({ decided }: PresentPlace): Fragment {
    if (decided === null) throw new RangeError('A place that came after the run has no copies.');
    const { fits, unlink } = decided.child;
    const child = column('link', 'child_id');
    return sql`SELECT ${column('parent_user', 'new_id')} AS parent_id, ${fits.length === 0 ? child : sql`COALESCE(${column('child_user', 'new_id')}, ${child})`} AS child_id
${lines([
  sql`FROM ${this.link} AS link`,
  sql`JOIN ${this.movedUser} AS parent_user ON ${column('parent_user', 'old_id')} = ${column('link', 'parent_id')} AND ${this.isOf('parent_user', decided.parent.copy)}`,
  ...(fits.length === 0 ? [] : [this.leftJoinMoved('child_user', child, fits)]),
])}
WHERE ${and([
      sql`${column('link', 'place')} = ${int(decided.number)}`,
      ...(unlink.length === 0 ? [] : [sql`NOT ${this.wasMoved(child, unlink)}`]),
    ])}`;
  }

  /** Links that the run removed, as they were: `parent_id`, `child_id`. Null where it removed none. */
  removedLinks(decided: Place | null): Fragment | null {
    if (decided === null) return null;
    const isReference =
      this.decisions.sessions?.references.some((each) => each.place === decided.number) === true;
    const conditions = [
      ...ROLES.flatMap((role) =>
        decided[role].unlink.length === 0
          ? []
          : [this.wasMoved(column('link', `${role}_id`), decided[role].unlink)],
      ),
      ...(isReference
        ? [
            sql`EXISTS (SELECT 1 FROM ${this.removedSession} AS removed WHERE ${column('removed', 'session_id')} IN (link.parent_id, link.child_id))`,
          ]
        : []),
    ];
    if (conditions.length === 0) return null;
    return sql`SELECT link.parent_id, link.child_id FROM ${this.link} AS link
WHERE link.place = ${int(decided.number)} AND ${or(conditions)}`;
  }

  /** Condition: no object has this id, now or when the old users and their sessions are back. */
  isMissing(table: string, id: Fragment): Fragment {
    return and([
      isMissingNow(table, id),
      ...(this.removing.length === 0
        ? []
        : [
            sql`NOT ${this.wasMoved(id, this.removing)}`,
            sql`NOT EXISTS (SELECT 1 FROM ${this.removedSession} AS removed WHERE ${column('removed', 'session_id')} = ${id})`,
          ]),
    ]);
  }

  /** Condition: the link led nowhere at the time of the run already. */
  wasDangling(place: number, parent: Fragment, child: Fragment): Fragment {
    return sql`EXISTS (SELECT 1 FROM ${this.dangling} AS dangling WHERE dangling.place = ${int(place)} AND dangling.parent_id = ${parent} AND dangling.child_id = ${child})`;
  }
}

/** Condition: no object has this id at this moment. Merged users are back first, so that this is enough for their links. */
export function isMissingNow(table: string, id: Fragment): Fragment {
  return sql`NOT EXISTS (SELECT 1 FROM ${name(table)} AS other_end WHERE ${column('other_end', 'id')} = ${id})`;
}
