import type { CheckConstraint, Entity, ForeignKey, Table } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { Decisions } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import { lockedTables } from '../plan/locks';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { and, column, name, sql } from '../sql/fragment';
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
    for (const level of planned.analysis.common) found.push(...(await brokenKeys(context, planned, level)));
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
  found.push(...(await brokenRows(context, decisions, found)));
  return [...found, ...(await releasedValues(context, decisions)), ...linkConstraints(context)];
}

/** Rows that were there before a foreign key was, or were written around it: their copies are refused. */
async function brokenKeys(context: CheckContext, planned: PlannedStep, level: Entity): Promise<Finding[]> {
  const keys = (context.index.table(level.table)?.foreignKeys ?? []).filter(
    ({ validated, columns }) => !validated && !columns.includes(OBJECT_ID),
  );
  const users = context.movedUsers(planned, level);
  const found: Finding[] = [];
  for (const key of keys) {
    const filled = key.columns.map((each) => sql`${users.column(each)} IS NOT NULL`);
    const leads = key.columns.map(
      (each, position) => sql`${column('r', key.referencedColumns[position] ?? '')} = ${users.column(each)}`,
    );
    const isBroken = and([
      users.where,
      ...filled,
      sql`NOT EXISTS (SELECT 1 FROM ${referenced(key)} AS r WHERE ${and(leads)})`,
    ]);
    const sample = await attempt(context.query, () =>
      context.sample(sql`SELECT ${users.id} AS example FROM ${users.from} WHERE ${isBroken}`),
    );
    if (sample === null || sample.count === 0) continue;
    const columns = key.columns.join(', ');
    found.push(
      finding({
        code: 'foreign-key-value',
        step: planned.index,
        subject: `${level.table}.${columns}`,
        sample,
        message: `${countOf(sample.count, 'user')} already ${sample.count === 1 ? 'breaks' : 'break'} the foreign key ${key.name} of ${level.table} (${columns}), which did not exist, or was switched off, when the value was written. The database refuses the new rows, since ${key.referencedTable} does not have what they point at.`,
        remedy: 'Empty the column where it points at nothing, or drop the foreign key.',
      }),
    );
  }
  return found;
}

function referenced({ referencedSchema: schema, referencedTable }: ForeignKey): Fragment {
  return schema === null ? name(referencedTable) : column(schema, referencedTable);
}

/** The same of constraints, and of all objects: whatever an UPDATE changes of a row, all of them are looked at. */
async function brokenRows(
  context: CheckContext,
  decisions: Decisions,
  known: readonly Finding[],
): Promise<Finding[]> {
  const tables = lockedTables(decisions).flatMap((each) => context.index.table(each) ?? []);
  const found: Finding[] = [];
  for (const table of tables.filter(({ columns }) => columns.some((each) => each.name === OBJECT_ID))) {
    for (const constraint of table.checkConstraints) {
      const subject = `${table.name}.${constraint.name}`;
      if (constraint.validated || known.some((each) => each.subject === subject)) continue;
      const sample = await attempt(context.query, () =>
        context.sample(
          sql`SELECT ${idOf('t')} AS example FROM ${name(table.name)} AS t WHERE ${isRefused(constraint)}`,
        ),
      );
      if (sample === null || sample.count === 0) continue;
      const one = sample.count === 1;
      found.push(
        finding({
          code: 'check-constraint',
          severity: 'warning',
          subject,
          sample,
          message: `${countOf(sample.count, 'row')} of ${table.name} already ${one ? 'breaks' : 'break'} the constraint ${constraint.name}, and the database refuses every change of ${one ? 'it' : 'them'}: ${constraint.expression}.`,
          remedy: 'Correct these rows, or drop the constraint, which Mendix does not make.',
        }),
      );
    }
  }
  return found;
}

/** Asks about the rows that a step writes into one level. */
class WrittenRows {
  private readonly written: WrittenLevel;

  constructor(
    readonly context: CheckContext,
    decisions: Decisions,
    readonly planned: PlannedStep,
    level: Entity,
  ) {
    this.written = writtenLevel(context, decisions, planned, level);
  }

  /** Nothing new: all of them are as in the old users' rows, which fulfil it, or none of them is written. */
  areSettled(columns: readonly string[], validated: boolean): boolean {
    const { carried, left } = this.written;
    const areCarried = validated && columns.every((each) => carried.has(each));
    return areCarried || columns.every((each) => left.has(each));
  }

  /**
   * Rows `w` that fulfil a condition on these columns, by the old users' ids.
   *
   * @returns null when the database could not tell
   */
  async sample(columns: readonly string[], condition: Fragment): Promise<Sample | null> {
    if (!columns.every((each) => this.written.values.has(each))) return null;
    const { context } = this;
    return attempt(context.query, () =>
      context.sample(
        sql`SELECT ${column('w', ROW_OF)} AS example FROM (${this.rows(columns)}) AS w WHERE ${condition}`,
      ),
    );
  }

  private rows(columns: readonly string[]): Fragment {
    const { from, where, values } = this.written;
    const selected = columns.map((each) => sql`${values.get(each) ?? sql`NULL`} AS ${name(each)}`);
    return sql`SELECT ${idOf('u')} AS ${name(ROW_OF)}, ${sql.join(selected)}
FROM ${from}
WHERE ${where}`;
  }
}

/** Column of the old user's id, beside those of the table. */
const ROW_OF = 'user_migration_id';

async function checkConstraint(
  written: WrittenRows,
  table: Table,
  constraint: CheckConstraint,
): Promise<Finding[]> {
  if (written.areSettled(constraint.columns, constraint.validated)) return [];
  const sample = await written.sample(constraint.columns, isRefused(constraint));
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

/** Of a row with the columns that the constraint is on. */
function isRefused({ expression }: CheckConstraint): Fragment {
  return sql`(${sql.raw(expression)}) IS FALSE`;
}

function constraintUnknown(
  planned: PlannedStep | null,
  table: Table,
  { name: constraint, expression }: CheckConstraint,
): Finding {
  return finding({
    code: 'check-constraint',
    severity: 'warning',
    ...(planned === null ? {} : { step: planned.index }),
    subject: `${table.name}.${constraint}`,
    message: `The constraint ${constraint} of ${table.name} is on columns that the run writes, and only the run can tell whether it refuses them: ${expression}.`,
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
    const [first] = columns;
    if (columns.length > 1 || first === undefined) return true;
    if (ends.has(first)) return false;
    const isLevel = referencedSchema === null && above.has(referencedTable);
    return !(first === OBJECT_ID && referencedColumns[0] === OBJECT_ID && isLevel);
  });
}

async function foreignKey(written: WrittenRows, table: Table, key: ForeignKey): Promise<Finding[]> {
  // Rows that break it already are asked about on their own.
  if (written.areSettled(key.columns, true)) return [];
  const pairs = key.columns.map(
    (each, position) => sql`${column('r', key.referencedColumns[position] ?? '')} = ${column('w', each)}`,
  );
  const filled = key.columns.map((each) => sql`${column('w', each)} IS NOT NULL`);
  const sample = await written.sample(
    key.columns,
    and([...filled, sql`NOT EXISTS (SELECT 1 FROM ${referenced(key)} AS r WHERE ${and(pairs)})`]),
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
  for (const { table: tableName, releases, releasedFor } of decisions.levels) {
    const table = context.index.table(tableName);
    const released = new Set(releases.flatMap((each) => (each.how === 'null' ? [each.column] : [])));
    for (const planned of context.steps.filter(
      ({ index, users }) => users > 0 && releasedFor.includes(index),
    )) {
      for (const constraint of table?.checkConstraints ?? []) {
        if (table === undefined || !constraint.columns.some((each) => released.has(each))) continue;
        const sample = await refusedReleases(context, planned, table, constraint, released);
        if (sample?.count !== 0) found.push(releaseRefused(planned, table, constraint, sample));
      }
    }
  }
  return found;
}

/** Null where the database could not tell. */
async function refusedReleases(
  context: CheckContext,
  planned: PlannedStep,
  table: Table,
  constraint: CheckConstraint,
  released: ReadonlySet<string>,
): Promise<Sample | null> {
  const { statements } = context;
  const columns = table.columns
    .filter((each) => constraint.columns.includes(each.name))
    .map((each) => {
      const value = released.has(each.name)
        ? statements.asColumnType(sql`NULL`, each.type)
        : column('l', each.name);
      return sql`${value} AS ${name(each.name)}`;
    });
  const users = context.movedUsers(planned);
  const rows = sql`SELECT ${idOf('l')} AS ${name(ROW_OF)}, ${sql.join(columns)} FROM ${users.from} JOIN ${name(table.name)} AS l ON ${idOf('l')} = ${users.id} WHERE ${users.where}`;
  return attempt(context.query, () =>
    context.sample(
      sql`SELECT ${column('w', ROW_OF)} AS example FROM (${rows}) AS w WHERE ${isRefused(constraint)}`,
    ),
  );
}

function releaseRefused(
  planned: PlannedStep,
  table: Table,
  { name: constraint, expression }: CheckConstraint,
  sample: Sample | null,
): Finding {
  return finding({
    code: 'check-constraint',
    severity: sample === null ? 'warning' : 'error',
    step: planned.index,
    subject: `${table.name}.${constraint}`,
    ...(sample === null ? {} : { sample }),
    message: `Old and new rows exist side by side for a while, and unique columns of the old ones are empty meanwhile; the constraint ${constraint} of ${table.name} ${sample === null ? 'may refuse' : 'refuses'} that: ${expression}.`,
    remedy:
      sample === null
        ? 'Rehearse the migration; drop the constraint, which Mendix does not make, if it refuses that.'
        : 'Drop the constraint, which Mendix does not make, for the migration.',
  });
}

/** Constraints on the ends of associations, which get ids that only the run knows. */
function linkConstraints({ index, steps }: CheckContext): Finding[] {
  const levels = new Set(steps.flatMap(({ targetChain }) => targetChain.map(({ table }) => table)));
  const users = new Set(steps.flatMap(({ sourceChain }) => sourceChain.map((level) => level.name)));
  const mapped = new Set(steps.flatMap(({ step }) => step.associations.map(({ target }) => target)));
  const tables = new Set(
    index.model.associations
      .filter(
        (association) =>
          users.has(association.parentEntity) ||
          users.has(association.childEntity) ||
          mapped.has(association.name),
      )
      .map(({ table }) => table)
      .filter((table) => !levels.has(table)),
  );
  return [...tables].flatMap((tableName) => {
    const table = index.table(tableName);
    const ends = endColumns(index, tableName);
    return table === undefined
      ? []
      : table.checkConstraints
          .filter(({ columns }) => columns.some((each) => ends.has(each)))
          .map((constraint) => constraintUnknown(null, table, constraint));
  });
}
