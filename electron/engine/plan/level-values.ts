import type { Attribute, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import { MXOBJECTVERSION, OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import { autoNumberNext } from './auto-number';
import type { Place } from './place';
import { stepsAt } from './place';
import type { PlanContext } from './plan-context';
import type { PlannedStep } from './planned-step';
import type { Bind } from './statement-text';
import { uniqueColumns } from './release';
import { physicalColumns } from './snapshot';
import { userNameColumn, userTable } from './user-table';

/** What one level of the new users is made from: SELECT `values` FROM `from`. */
export interface LevelValues {
  /** Column (unquoted) to SQL expression, the columns that get a value. */
  values: Map<string, string>;
  from: string;
}

/**
 * The values of one level of the target's chain, as expressions over the old rows' snapshots. Used by the
 * statement that creates the level; the verification compares with the snapshots on its own.
 */
export function levelValues(
  context: PlanContext,
  planned: PlannedStep,
  level: Entity,
  bind: Bind,
): LevelValues {
  const aliases = new SnapshotAliases(context, planned, bind);
  const isCommon = planned.analysis.common.some((entity) => entity.name === level.name);
  const values = new Map<string, string>();
  for (const column of context.writableColumns(level)) {
    const value = isCommon
      ? commonValue(context, planned, level, column, aliases, bind)
      : newValue(context, planned, level, column, aliases, bind);
    if (value !== null) values.set(column, value);
  }
  return { values, from: aliases.from() };
}

/** Joins the snapshots (and id maps of linked users) that the values ask for, each once. */
class SnapshotAliases {
  private readonly joins = new Map<string, string>();

  constructor(
    private readonly context: PlanContext,
    private readonly planned: PlannedStep,
    private readonly bind: Bind,
  ) {}

  /** The old value in a table of the source's chain. */
  old(table: string, column: string): string {
    const { copy } = this.context.snapshotOf(table);
    const known = [...this.joins.keys()].indexOf(copy);
    const alias = `s${String(known === -1 ? this.joins.size : known)}`;
    if (known === -1) this.joins.set(copy, `LEFT JOIN ${copy} AS ${alias} ON ${alias}.id = m.old_id`);
    return this.context.column(alias, column);
  }

  /** Id map row of the moved user that a column pointed at, if it did. */
  movedUserAt(oldId: string): string {
    const alias = `c${String(this.joins.size)}`;
    this.joins.set(
      alias,
      `LEFT JOIN ${this.context.movedUser} AS ${alias} ON ${alias}.run_id = ${this.bind(this.context.runId)} AND ${alias}.old_id = ${oldId}`,
    );
    return alias;
  }

  from(): string {
    return [
      `${this.context.movedUser} AS m`,
      ...this.joins.values(),
      `WHERE m.run_id = ${this.bind(this.context.runId)} AND m.step = ${String(this.planned.index)}`,
    ].join('\n');
  }
}

/** On a level that both have: what the old row had, with ids of moved users translated. */
function commonValue(
  context: PlanContext,
  planned: PlannedStep,
  level: Entity,
  column: string,
  aliases: SnapshotAliases,
  bind: Bind,
): string | null {
  if (column === OBJECT_ID) return 'm.new_id';
  if (column === SUBMETAOBJECTNAME) return textValue(context, bind, planned.target.name);
  if (level.name === SYSTEM_USER && column === userNameColumn(context.index)) return 'm.new_name';
  const attribute = level.attributes.find((candidate) => candidate.column === column);
  const mapped = attribute && mappedValue(context, planned, attribute, aliases, bind);
  if (mapped !== undefined) return mapped;
  const place = placeInColumn(context, level, column);
  if (place && (linksUsers(place) || staysWithKeptUser(context, planned, level, column))) return null;
  const old = aliases.old(level.table, column);
  // A row that is missing on this level leaves no version behind, and there must be one.
  return column === MXOBJECTVERSION ? `COALESCE(${old}, 0)` : old;
}

/** The place whose links are in this column of the user's own row. */
function placeInColumn(context: PlanContext, level: Entity, column: string): Place | undefined {
  return context.places.find(
    ({ association }) =>
      association.storage === 'column' &&
      association.table === level.table &&
      association.childColumn === column,
  );
}

/** The other end may be a moved user: set once all new users are there, for foreign keys are checked row by row on MySQL. */
function linksUsers(place: Place): boolean {
  return stepsAt(place.child).length > 0;
}

/** A kept user's 1-1 link stays with the old user: two rows cannot have it. */
function staysWithKeptUser(
  context: PlanContext,
  planned: PlannedStep,
  level: Entity,
  column: string,
): boolean {
  return planned.step.keepOldUsers && uniqueColumns(context, level.table).includes(column);
}

/**
 * The columns of a common level that link users to users (owner, changedBy ...), for the statement that sets
 * them after all users are created. Null when the level has none.
 */
export function userLinkValues(
  context: PlanContext,
  planned: PlannedStep,
  level: Entity,
  bind: Bind,
): LevelValues | null {
  const aliases = new SnapshotAliases(context, planned, bind);
  const values = new Map<string, string>();
  for (const column of context.writableColumns(level)) {
    const place = placeInColumn(context, level, column);
    if (!place || !linksUsers(place) || staysWithKeptUser(context, planned, level, column)) continue;
    values.set(column, translatedLink(context, place, aliases.old(level.table, column), aliases));
  }
  return values.size === 0 ? null : { values, from: aliases.from() };
}

/** A link to a moved user becomes one to the new user, or none where the new user cannot stand there. */
function translatedLink(context: PlanContext, place: Place, old: string, aliases: SnapshotAliases): string {
  const { carried, left } = place.child;
  const linked = aliases.movedUserAt(old);
  const gone = left.filter((step) => context.removingSteps.includes(step));
  const branches = [
    carried.length > 0 ? `WHEN ${context.inSteps(linked, carried)} THEN ${linked}.new_id` : '',
    gone.length > 0 ? `WHEN ${context.inSteps(linked, gone)} THEN NULL` : '',
  ].filter((branch) => branch !== '');
  return branches.length === 0 ? old : `CASE ${branches.join(' ')} ELSE ${old} END`;
}

/** On a level that only the target has: mapped values, else the attribute's default. */
function newValue(
  context: PlanContext,
  planned: PlannedStep,
  level: Entity,
  column: string,
  aliases: SnapshotAliases,
  bind: Bind,
): string | null {
  if (column === OBJECT_ID) return 'm.new_id';
  if (column === SUBMETAOBJECTNAME) return textValue(context, bind, planned.target.name);
  if (column === MXOBJECTVERSION) return objectVersion(context, aliases);
  const attribute = level.attributes.find((candidate) => candidate.column === column);
  if (!attribute) return null;
  return (
    mappedValue(context, planned, attribute, aliases, bind) ??
    (attribute.type === 'AutoNumber'
      ? `${autoNumberNext(context, level, attribute, bind)} + m.ordinal - 1`
      : defaultValue(context, attribute, bind))
  );
}

function mappedValue(
  context: PlanContext,
  planned: PlannedStep,
  target: Attribute,
  aliases: SnapshotAliases,
  bind: Bind,
): string | undefined {
  const mapping = planned.step.attributes.find((candidate) => candidate.target === target.qualifiedName);
  if (!mapping) return undefined;
  if ('value' in mapping) return constantValue(context, target, mapping.value, bind);
  const source = context.index.attribute(mapping.source);
  const entity = context.index.declaringEntity(mapping.source);
  if (!source || !entity) return undefined;
  return aliases.old(entity.table, source.column);
}

/** A text as a value of the attribute's type. */
function constantValue(context: PlanContext, attribute: Attribute, text: string, bind: Bind): string {
  const bound = attribute.type === 'Boolean' ? (text === 'true' ? '1' : '0') : text;
  return context.sql.castParameter(bind(bound), attribute.type);
}

/** The attribute's default as Mendix would write it; null (no value) where it has none. Mendix's Booleans are never empty. */
function defaultValue(context: PlanContext, attribute: Attribute, bind: Bind): string | null {
  const text = attribute.defaultValue;
  if (attribute.type === 'DateTime')
    return text.startsWith('[%CurrentDateTime%') ? context.sql.utcNow() : null;
  if (attribute.type === 'Binary' || (text === '' && attribute.type !== 'Boolean')) return null;
  return constantValue(context, attribute, text, bind);
}

/** Never NULL: the version of the old user's own row, or 0 where this database has none there. */
function objectVersion(context: PlanContext, aliases: SnapshotAliases): string {
  const root = userTable(context.index);
  return physicalColumns(context, root).includes(MXOBJECTVERSION)
    ? `COALESCE(${aliases.old(root, MXOBJECTVERSION)}, 0)`
    : '0';
}

function textValue(context: PlanContext, bind: Bind, text: string): string {
  return context.sql.castParameter(bind(text), 'String');
}
