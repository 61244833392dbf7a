import type { CheckConstraint, Entity, ForeignKey, Table } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { Decisions } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import type { Bind } from '../plan/statement-text';
import { attempt } from './attempt';
import type { CheckContext } from './check-context';
import type { Sample } from './finding';
import { countOf, finding } from './finding';
import { endColumns } from './unknown-columns';
import type { WrittenLevel } from './written-level';
import { writtenLevel } from './written-level';

/**
 * CHECK constraints and foreign keys that Mendix does not make, on what the run writes: the database is asked whether the
 * values that can be told beforehand fulfil them. Nothing is asked where there are none.
 */
export async function checkConstraints(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps.filter(({ users }) => users > 0)) {
    for (const level of planned.targetChain) {
      const table = context.index.table(level.table);
      if (table === undefined) continue;
      const written = new WrittenRows(context, decisions, planned, level);
      for (const constraint of table.checkConstraints) {
        found.push(...(await checkConstraint(written, table, constraint)));
      }
      for (const key of foreignKeysOfOthers(context, planned, table)) {
        found.push(...(await foreignKey(written, table, key)));
      }
    }
  }
  return [...found, ...(await releasedValues(context, decisions)), ...linkConstraints(context)];
}

/** Asks about the rows that a step writes into one level. */
class WrittenRows {
  /** With markers for bound values that are never sent: what is written, not how. */
  private readonly outline: WrittenLevel;

  constructor(
    readonly context: CheckContext,
    private readonly decisions: Decisions,
    readonly planned: PlannedStep,
    private readonly level: Entity,
  ) {
    this.outline = writtenLevel(context, decisions, planned, level, () => '');
  }

  /** Nothing new: all of them are as in the old users' rows, or none of them is written. */
  areSettled(columns: readonly string[]): boolean {
    const { carried, left } = this.outline;
    return columns.every((column) => carried.has(column)) || columns.every((column) => left.has(column));
  }

  /**
   * Rows `w` that fulfil a condition on these columns, by the old users' ids.
   *
   * @returns null when the database could not tell
   */
  async sample(columns: readonly string[], condition: string): Promise<Sample | null> {
    if (!columns.every((column) => this.outline.values.has(column))) return null;
    const { context } = this;
    return attempt(context.query, () =>
      context.sample(
        (bind) => `SELECT w.${ROW_OF} AS example FROM (${this.rows(columns, bind)}) AS w WHERE ${condition}`,
      ),
    );
  }

  private rows(names: readonly string[], bind: Bind): string {
    const { sql } = this.context;
    const written = writtenLevel(this.context, this.decisions, this.planned, this.level, bind);
    const columns = names.map((name) => `${written.values.get(name) ?? 'NULL'} AS ${sql.quote(name)}`);
    return `SELECT u.${OBJECT_ID} AS ${ROW_OF}, ${columns.join(', ')}
FROM ${written.from}
WHERE ${written.where}`;
  }
}

/** Column of the old user's id, beside those of the table. */
const ROW_OF = 'user_migration_id';

async function checkConstraint(
  written: WrittenRows,
  table: Table,
  constraint: CheckConstraint,
): Promise<Finding[]> {
  if (written.areSettled(constraint.columns)) return [];
  const sample = await written.sample(constraint.columns, `(${constraint.expression}) IS FALSE`);
  if (sample === null) return [constraintUnknown(written.planned, table, constraint)];
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'check-constraint',
      step: written.planned.index,
      subject: `${table.name}.${constraint.name}`,
      sample,
      message: `The constraint ${constraint.name} of ${table.name} refuses the values of ${countOf(sample.count, 'user')}: ${constraint.expression}.`,
      remedy:
        'Change the values in the app, map another attribute, or drop the constraint, which Mendix does not make.',
    }),
  ];
}

function constraintUnknown(
  planned: PlannedStep | null,
  table: Table,
  { name, expression }: CheckConstraint,
): Finding {
  return finding({
    code: 'check-constraint',
    severity: 'warning',
    ...(planned === null ? {} : { step: planned.index }),
    subject: `${table.name}.${name}`,
    message: `The constraint ${name} of ${table.name} is on columns that the run writes, and only the run can tell whether it refuses them: ${expression}.`,
    remedy:
      'Rehearse the migration; drop the constraint, which Mendix does not make, if it refuses new users.',
  });
}

/** Keys of a level that are no end of an association, and more than what ties it to the level above. */
function foreignKeysOfOthers({ index }: CheckContext, planned: PlannedStep, table: Table): ForeignKey[] {
  const ends = endColumns(index, table.name);
  const height = planned.targetChain.findIndex((level) => level.table === table.name);
  const above = new Set(planned.targetChain.slice(height + 1).map((level) => level.table));
  return table.foreignKeys.filter(({ columns, referencedSchema, referencedTable, referencedColumns }) => {
    const [column] = columns;
    if (columns.length > 1 || column === undefined) return true;
    if (ends.has(column)) return false;
    const isLevel = referencedSchema === null && above.has(referencedTable);
    return !(column === OBJECT_ID && referencedColumns[0] === OBJECT_ID && isLevel);
  });
}

async function foreignKey(written: WrittenRows, table: Table, key: ForeignKey): Promise<Finding[]> {
  if (written.areSettled(key.columns)) return [];
  const { sql } = written.context;
  const pairs = key.columns.map(
    (name, position) => `r.${sql.quote(key.referencedColumns[position] ?? '')} = w.${sql.quote(name)}`,
  );
  const place = [...(key.referencedSchema === null ? [] : [key.referencedSchema]), key.referencedTable];
  const filled = key.columns.map((name) => `w.${sql.quote(name)} IS NOT NULL`);
  const referencedTable = place.map((name) => sql.quote(name)).join('.');
  const sample = await written.sample(
    key.columns,
    `${filled.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${referencedTable} AS r WHERE ${pairs.join(' AND ')})`,
  );
  if (sample?.count === 0) return [];
  const what = `The foreign key ${key.name} of ${table.name} (${key.columns.join(', ')}), which Mendix does not make`;
  return [
    finding({
      code: 'foreign-key-value',
      severity: sample === null ? 'warning' : 'error',
      step: written.planned.index,
      subject: `${table.name}.${key.columns.join(', ')}`,
      ...(sample === null ? {} : { sample }),
      message:
        sample === null
          ? `${what}, is on columns that the run writes, and only the run can tell whether it refuses them.`
          : `${what}, refuses the values of ${countOf(sample.count, 'user')}: ${key.referencedTable} does not have them.`,
      remedy: 'Add what is missing there, map another attribute, or drop the foreign key.',
    }),
  ];
}

/** Old rows give up what must be unique by leaving it empty, which a constraint may refuse. */
async function releasedValues(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { table: name, releases, releasedFor } of decisions.levels) {
    const table = context.index.table(name);
    const released = new Set(releases.flatMap(({ column, how }) => (how === 'null' ? [column] : [])));
    for (const planned of context.steps.filter(
      ({ index, users }) => users > 0 && releasedFor.includes(index),
    )) {
      for (const constraint of table?.checkConstraints ?? []) {
        if (table === undefined || !constraint.columns.some((column) => released.has(column))) continue;
        if (await refusesRelease(context, planned, table, constraint, released)) {
          found.push(releaseRefused(planned, table, constraint));
        }
      }
    }
  }
  return found;
}

async function refusesRelease(
  context: CheckContext,
  planned: PlannedStep,
  table: Table,
  constraint: CheckConstraint,
  released: ReadonlySet<string>,
): Promise<boolean> {
  const { sql, dialect } = context;
  const columns = table.columns
    .filter(({ name }) => constraint.columns.includes(name))
    .map(({ name, type }) => {
      const value = released.has(name) ? dialect.catalog.asColumnType('NULL', type) : `l.${sql.quote(name)}`;
      return `${value} AS ${sql.quote(name)}`;
    });
  const sample = await attempt(context.query, () =>
    context.sample(() => {
      const users = context.movedUsers(planned);
      const rows = `SELECT l.${OBJECT_ID} AS ${ROW_OF}, ${columns.join(', ')} FROM ${users.from} JOIN ${sql.quote(table.name)} AS l ON l.${OBJECT_ID} = ${users.id} WHERE ${users.where}`;
      return `SELECT w.${ROW_OF} AS example FROM (${rows}) AS w WHERE (${constraint.expression}) IS FALSE`;
    }),
  );
  return sample === null || sample.count > 0;
}

function releaseRefused(planned: PlannedStep, table: Table, { name, expression }: CheckConstraint): Finding {
  return finding({
    code: 'check-constraint',
    severity: 'warning',
    step: planned.index,
    subject: `${table.name}.${name}`,
    message: `Old and new rows are there side by side for a while, and old ones give up what must be unique; the constraint ${name} of ${table.name} may refuse that: ${expression}.`,
    remedy: 'Rehearse the migration; drop the constraint, which Mendix does not make, if it refuses that.',
  });
}

/** Constraints on the ends of associations, which get ids that only the run knows. */
function linkConstraints({ index, steps }: CheckContext): Finding[] {
  const levels = new Set(steps.flatMap(({ targetChain }) => targetChain.map(({ table }) => table)));
  const users = new Set(steps.flatMap(({ sourceChain }) => sourceChain.map(({ name }) => name)));
  const mapped = new Set(steps.flatMap(({ step }) => step.associations.map(({ target }) => target)));
  const tables = new Set(
    index.model.associations
      .filter(
        ({ name, parentEntity, childEntity }) =>
          users.has(parentEntity) || users.has(childEntity) || mapped.has(name),
      )
      .map(({ table }) => table)
      .filter((table) => !levels.has(table)),
  );
  return [...tables].flatMap((name) => {
    const table = index.table(name);
    const ends = endColumns(index, name);
    return table === undefined
      ? []
      : table.checkConstraints
          .filter(({ columns }) => columns.some((column) => ends.has(column)))
          .map((constraint) => constraintUnknown(null, table, constraint));
  });
}
