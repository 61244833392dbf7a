import type { Creation, Decisions, Level, MergedLevel, Place } from '../../decide/decisions';
import { stepOf } from '../../decide/decisions';
import type { StatementDialect } from '../../dialects/statement-dialect';
import type { Fragment } from '../../sql/fragment';
import { column, int, name, objectId, sql, unionAll } from '../../sql/fragment';
import { newValue } from '../create';
import { endsOf, mappedLinks } from '../links';
import { OldValues } from '../old-values';
import { PlanContext } from '../plan-context';
import { idOf } from '../reserve';
import { mergedValue } from './merge-statements';
import type { MergedLinks } from './merged-links';
import { isThereAlready, linksToAdd, linksToMerge, mergedLinks } from './merged-links';

/** An old user and the existing one; both are object ids. */
export interface UserPair {
  oldId: string;
  existingId: string;
}

/** A value of the old user's new object, and of the existing user. */
export interface ComparedColumn {
  column: string;
  isText: boolean;
}

/**
 * A few pairs of one step before a run, as values of the query: what the statements of a merge say of the journal's
 * rows can be asked of the tables as they are. An old user stands for its new object.
 */
export class PairContext extends PlanContext {
  override readonly movedUser: Fragment;
  override readonly mergedUser: Fragment;

  constructor(
    decisions: Decisions,
    dialect: StatementDialect,
    private readonly step: number,
    private readonly pairs: readonly UserPair[],
  ) {
    super(decisions, dialect, '');
    const rows = (write: (pair: UserPair) => Fragment): Fragment => sql`(${unionAll(pairs.map(write))})`;
    this.movedUser = rows(
      ({ oldId }) =>
        sql`SELECT ${int(step)} AS step, ${objectId(oldId)} AS old_id, ${objectId(oldId)} AS new_id`,
    );
    this.mergedUser = rows(
      ({ oldId, existingId }) =>
        sql`SELECT ${int(step)} AS step, ${objectId(oldId)} AS new_id, ${objectId(existingId)} AS existing_id`,
    );
  }

  /** The rows themselves: no copy of them has been made. */
  override snapshot(number: number): Fragment {
    const level = this.decisions.levels.find((each) => each.snapshot === number);
    if (level === undefined) throw new RangeError(`The plan keeps no rows under ${String(number)}.`);
    return name(level.table);
  }

  /**
   * Rows `old_id` and for each column `old_N`, `existing_N` (texts), `stays_N` and `same_N` (0 or 1): the value of the
   * new object, that of the existing user, whether the latter stays, and whether they are equal.
   * @param creation of users who are not merged: those who are give up what must be unique
   */
  values(
    level: Level,
    creation: Creation,
    merged: MergedLevel,
    columns: readonly ComparedColumn[],
  ): Fragment {
    const old = new OldValues(this);
    const step = stepOf(this.decisions, this.step);
    const values = columns.map(({ column: columnName }) => {
      const value = creation.values.find((each) => each.column === columnName)?.value ?? { kind: 'nothing' };
      return sql`${newValue(this, step, level, columnName, value, old)} AS ${name(columnName)}`;
    });
    const compared = columns.map(({ column: columnName, isText }, number) => {
      const kept = column('kept', columnName);
      const gone = column('gone', columnName);
      const write = merged.writes.find((each) => each.column === columnName);
      const afterwards = write === undefined ? kept : mergedValue(write);
      const flag = (condition: Fragment): Fragment => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`;
      const { dialect } = this;
      return sql`${dialect.asText(gone)} AS ${name(`old_${String(number)}`)}, ${dialect.asText(kept)} AS ${name(`existing_${String(number)}`)},
  ${flag(dialect.identical(afterwards, kept, isText))} AS ${name(`stays_${String(number)}`)}, ${flag(dialect.identical(gone, kept, isText))} AS ${name(`same_${String(number)}`)}`;
    });
    return sql`SELECT ${sql.join([sql`${column('merged', 'new_id')} AS old_id`, ...compared], sql`,\n  `)}
FROM ${this.mergedUser} AS merged
JOIN (
SELECT ${sql.join([sql`${column('moved', 'new_id')} AS id`, ...values])}
FROM ${old.from()}
WHERE ${column('moved', 'step')} = ${int(this.step)}
) AS gone ON ${idOf('gone')} = ${column('merged', 'new_id')}
LEFT JOIN ${name(level.table)} AS kept ON ${idOf('kept')} = ${column('merged', 'existing_id')}`;
  }

  /** Every place with what the new objects will have there. */
  links(): MergedLinks[] {
    return mergedLinks(this).flatMap((links) => {
      const stored = this.linksOfNewObjects(links);
      return stored.length === 0 ? [] : [{ ...links, stored: sql`(${sql.join(stored, sql`\nUNION\n`)})` }];
    });
  }

  /** Rows `old_id`, `moves`, `there`, `lost`: links that go over, that the existing user has already, that are dropped. */
  countLinks(links: MergedLinks): Fragment {
    const added = column('added', 'parent_id');
    const isThere = isThereAlready(this, links, 'merging');
    return sql`SELECT ${column('pair', 'new_id')} AS old_id, SUM(noted.moves) AS moves, SUM(noted.there) AS there, COUNT(*) - SUM(noted.moves) - SUM(noted.there) AS lost
FROM (
SELECT ${column('merging', 'parent_id')} AS parent_id, ${column('merging', 'child_id')} AS child_id,
  CASE WHEN ${added} IS NULL THEN 0 ELSE 1 END AS moves, CASE WHEN ${added} IS NULL AND ${isThere} THEN 1 ELSE 0 END AS there
FROM (
${linksToMerge(this, links)}
) AS merging
LEFT JOIN (
${linksToAdd(this, links)}
) AS added ON ${added} = ${column('merging', 'to_parent')} AND ${column('added', 'child_id')} = ${column('merging', 'to_child')}
) AS noted
JOIN ${this.mergedUser} AS pair ON ${column('pair', 'new_id')} IN (noted.parent_id, noted.child_id)
GROUP BY ${column('pair', 'new_id')}`;
  }

  /** Rows `old_id`, `name`: what the existing users are linked to afterwards that they were not before, by a column of its table. */
  namesOfAdded(links: MergedLinks, table: string, nameColumn: string): Fragment {
    return sql`SELECT ${column('pair', 'new_id')} AS old_id, ${column('linked', nameColumn)} AS name
FROM (
${linksToAdd(this, links)}
) AS added
JOIN ${this.mergedUser} AS pair ON ${column('pair', 'existing_id')} = ${column('added', 'parent_id')}
JOIN ${name(table)} AS linked ON ${idOf('linked')} = ${column('added', 'child_id')}
ORDER BY ${column('linked', nameColumn)}`;
  }

  private linksOfNewObjects({ place, merged }: MergedLinks): Fragment[] {
    const { step } = this;
    const { parent, child } = place;
    const stands = (...lists: number[][]): boolean => lists.some((list) => list.includes(step));
    const atParent = stands(parent.repoint, parent.copy) || (merged.fillsOwnRow && stands(parent.row));
    return [
      ...(atParent ? [this.storedLinks(place, 'parent')] : []),
      ...(stands(child.repoint) ? [this.storedLinks(place, 'child')] : []),
      ...this.decisions.mappings
        .filter((mapping) => mapping.target === place.number && mapping.step === step)
        .map((mapping) =>
          this.named(place, sql`(${mappedLinks(this, mapping, 'stored')})`, 'parent_id', 'child_id'),
        ),
    ];
  }

  private storedLinks(place: Place, end: 'parent' | 'child'): Fragment {
    const ids = sql.join(this.pairs.map(({ oldId }) => objectId(oldId)));
    return sql`${this.named(place, name(place.table), place.parentColumn, place.childColumn)} WHERE ${endsOf(place, 'old_link')[end]} IN (${ids})`;
  }

  private named(place: Place, from: Fragment, parent: string, child: string): Fragment {
    return sql`SELECT ${column('old_link', parent)} AS ${name(place.parentColumn)}, ${column('old_link', child)} AS ${name(place.childColumn)} FROM ${from} AS old_link`;
  }
}
