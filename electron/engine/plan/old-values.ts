import { levelOf } from '../decide/decisions';
import type { Fragment } from '../sql/fragment';
import { column, lines, name, sql } from '../sql/fragment';
import { mappedLinksOf } from './links';
import type { PlanContext } from './plan-context';
import { idOf } from './reserve';

/** The copies of old rows (and the moved users that these link to) that an expression asks for, each joined once to `moved`. */
export class OldValues {
  private readonly joins = new Map<string, Fragment>();

  constructor(private readonly context: PlanContext) {}

  /** The old value in a table of the source's chain. */
  value(table: string, columnName: string): Fragment {
    const { snapshot } = levelOf(this.context.decisions, table);
    if (snapshot === null) throw new RangeError(`The plan keeps no rows of ${table}.`);
    const alias = `old_${String(snapshot)}`;
    this.joins.set(
      alias,
      sql`LEFT JOIN ${this.context.snapshot(snapshot)} AS ${name(alias)} ON ${idOf(alias)} = ${column('moved', 'old_id')}`,
    );
    return column(alias, columnName);
  }

  /** Alias of the moved user of these steps who had this old id; its columns are NULL when it was nobody of them. */
  userAt(oldId: Fragment, place: number, steps: readonly number[]): string {
    const alias = `user_${String(place)}`;
    this.joins.set(alias, this.context.leftJoinMoved(alias, oldId, steps));
    return alias;
  }

  /** The link that mappings write in the new row, read from the journal; NULL when they write none. */
  mappedLink(place: number, mappings: readonly number[]): Fragment {
    const alias = `mapped_${String(place)}`;
    this.joins.set(
      alias,
      sql`LEFT JOIN (
${mappedLinksOf(this.context, mappings, 'journal')}
) AS ${name(alias)} ON ${column(alias, 'parent_id')} = ${column('moved', 'new_id')}`,
    );
    return column(alias, 'child_id');
  }

  /** `moved` with all joins; further tables come between. */
  from(...others: Fragment[]): Fragment {
    return lines([sql`${this.context.movedUser} AS moved`, ...others, ...this.joins.values()]);
  }
}
