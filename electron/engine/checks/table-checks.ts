import type { Attribute, Column, Entity, Table } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { Decisions, Place } from '../decide/decisions';
import { levelOf } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import type { MappedAttribute } from '../decide/resolve-mappings';
import { userNameColumn } from '../decide/user-table';
import { OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import { lockedTables } from '../plan/locks';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';
import { tablesLosingRows } from './losing-rows';
import { endColumns, hasOwnRule, isUniqueAlone, unknownColumns } from './unknown-columns';

/** From how many links on a search without an index takes noticeably long. */
const LARGE_TABLE = 10_000;

/** What the catalog says of the tables that the run copies or writes. Asks nothing of the database. */
export function checkTables(
  context: CheckContext,
  decisions: Decisions,
  mappings: readonly MappedAttribute[],
): Finding[] {
  const tables = lockedTables(decisions).flatMap((name) => context.index.table(name) ?? []);
  const losing = tablesLosingRows(decisions);
  return [
    ...checkAlteredTables(tables, losing),
    ...decisions.places.flatMap((place) => missingIndexes(context, place)),
    ...tables.flatMap((table) => ownRules(context, table)),
    ...mappings.flatMap((mapping) => generatedColumn(context, mapping)),
    ...context.steps.flatMap((planned) => newLevels(context, decisions, planned)),
    ...context.steps.flatMap((planned) => keptUniqueColumns(context, planned)),
    ...newLinks(context),
    ...unknownLinkColumns(context, decisions),
  ];
}

/**
 * What others made of tables that are written: views, engines that cannot roll back, what hides rows, and what acts on
 * its own.
 *
 * @param losing tables of which rows are deleted
 */
export function checkAlteredTables(tables: readonly Table[], losing: ReadonlySet<string>): Finding[] {
  return [
    ...tables.flatMap(notATable),
    ...tables.flatMap(notTransactional),
    ...tables.flatMap(rowLevelSecurity),
    ...tables.flatMap(rules),
    ...tables.flatMap((table) => triggers(table, losing.has(table.name))),
  ];
}

const NOT_TABLES: Readonly<Partial<Record<Table['kind'], string>>> = {
  view: 'a view',
  foreign: 'a table of another server',
  other: 'not a table that can be written',
};

function notATable({ name, kind }: Table): Finding[] {
  if (kind === 'inherited') return [inherited(name)];
  const what = NOT_TABLES[kind];
  if (what === undefined) return [];
  return [
    finding({
      code: 'not-a-table',
      subject: name,
      message: `${name} is ${what}: what the run writes there would not be its own, and could neither be locked nor rolled back for certain.`,
      remedy: 'Restore the table that Mendix made, and start the app once to see that it works.',
    }),
  ];
}

/** A deleted row of an heir would come back as a row of the table itself. */
function inherited(name: string): Finding {
  return finding({
    code: 'not-a-table',
    subject: name,
    message: `Other tables inherit from ${name}, and their rows are seen in it: the run would change them, and an undo would put them into ${name} itself.`,
    remedy: 'Detach these tables during the migration: ALTER TABLE ... NO INHERIT.',
  });
}

function notTransactional({ name, engine }: Table): Finding[] {
  if (engine === null || engine.toLowerCase() === 'innodb') return [];
  return [
    finding({
      code: 'not-transactional',
      subject: name,
      message: `The table ${name} uses the engine ${engine}, which cannot roll back.`,
      remedy:
        'Make a backup, then convert the table to InnoDB, which Mendix uses: ALTER TABLE ... ENGINE=InnoDB.',
    }),
  ];
}

function rowLevelSecurity({ name, rowSecurity }: Table): Finding[] {
  if (!rowSecurity) return [];
  return [
    finding({
      code: 'row-level-security',
      subject: name,
      message: `Row level security is on for the table ${name}: rows may be hidden from the run.`,
      remedy: 'Turn it off during the migration.',
    }),
  ];
}

function rules({ name, rules: found }: Table): Finding[] {
  const acting = found.filter(({ event }) => event !== 'select');
  if (acting.length === 0) return [];
  const named = acting.map((rule) => `${rule.name} (${rule.event}${rule.instead ? ', instead' : ''})`);
  return [
    finding({
      code: 'rule',
      subject: name,
      sample: { count: acting.length, examples: named.slice(0, 5) },
      message: `The table ${name} has ${countOf(acting.length, 'rule')}, which Mendix does not make: the database carries out other statements than the run sends.`,
      remedy: 'Disable it during the migration: ALTER TABLE ... DISABLE RULE.',
    }),
  ];
}

/** The run sets off triggers of every event but TRUNCATE; what one does to rows that are deleted, undo cannot know. */
function triggers({ name, triggers: found }: Table, losesRows: boolean): Finding[] {
  const acting = found.filter(({ events }) => events.some((event) => event !== 'truncate'));
  const deleting = losesRows ? acting.filter(({ events }) => events.includes('delete')) : [];
  const others = acting.filter((trigger) => !deleting.includes(trigger)).map((trigger) => trigger.name);
  const names = deleting.map((trigger) => trigger.name);
  return [
    ...(names.length === 0
      ? []
      : [
          finding({
            code: 'trigger',
            severity: 'error',
            subject: name,
            sample: { count: names.length, examples: names.slice(0, 5) },
            message: `The table ${name}, of which rows are deleted, has ${countOf(names.length, 'trigger')} on DELETE, which Mendix does not make: what it changes elsewhere is neither announced nor undone.`,
            remedy: 'Disable it during the migration.',
          }),
        ]),
    ...(others.length === 0
      ? []
      : [
          finding({
            code: 'trigger',
            subject: name,
            sample: { count: others.length, examples: others.slice(0, 5) },
            message: `The table ${name} has ${countOf(others.length, 'trigger')}, which Mendix does not make and which the run sets off.`,
            remedy: 'Find out what it does; disable it during the migration if it must not run.',
          }),
        ]),
  ];
}

function missingIndexes(
  { index }: CheckContext,
  { storage, table, parentColumn, childColumn, onUserRow, links }: Place,
): Finding[] {
  if (links < LARGE_TABLE) return [];
  const indexed = new Set(index.table(table)?.indexedColumns ?? []);
  const searched = [...(storage === 'table' ? [parentColumn] : []), ...(onUserRow ? [] : [childColumn])];
  return searched
    .filter((column) => !indexed.has(column))
    .map((column) =>
      finding({
        code: 'missing-index',
        subject: `${table}.${column}`,
        sample: { count: links, examples: [] },
        message: `The column ${column} of ${table} has no index, and ${countOf(links, 'link')} must be searched.`,
        remedy: 'The run works, but may take long; an index on the column makes it quick.',
      }),
    );
}

/** The database takes no value for it from a statement. */
function takesNoValue({ generated, identity }: Column): boolean {
  return generated || identity === 'always';
}

function generatedColumn(context: CheckContext, { planned, target }: MappedAttribute): Finding[] {
  const column = context.index
    .table(target.entity.table)
    ?.columns.find(({ name }) => name === target.attribute.column);
  if (column === undefined || !takesNoValue(column)) return [];
  return [
    finding({
      code: 'generated-column',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      message: `The database fills the column ${column.name} of ${target.entity.table} itself; nothing can be written to it.`,
      remedy: 'Remove the mapping.',
    }),
  ];
}

/** Columns that the run must write whatever the mapping: ids, names and ends of associations. */
function ownRules({ index, steps }: CheckContext, table: Table): Finding[] {
  const levels = steps.flatMap(({ sourceChain, targetChain }) => [...sourceChain, ...targetChain]);
  const level = levels.find((candidate) => candidate.table === table.name);
  const written = new Set([
    ...endColumns(index, table.name),
    ...(level === undefined ? [] : [OBJECT_ID, SUBMETAOBJECTNAME]),
    ...(level?.name === SYSTEM_USER ? [userNameColumn(index)] : []),
  ]);
  return table.columns
    .filter((column) => written.has(column.name) && takesNoValue(column))
    .map(({ name }) =>
      finding({
        code: 'generated-column',
        subject: `${table.name}.${name}`,
        message: `The database fills the column ${name} of ${table.name} itself, and the run must write it.`,
        remedy: 'Make it a plain column again, as Mendix made it.',
      }),
    );
}

/** A row that gives it no value is refused. */
function isRequired(column: Column): boolean {
  return !column.nullable && !column.hasDefault && !hasOwnRule(column);
}

/** Columns of levels that only the target has: every one must get what the database insists on. */
function newLevels(context: CheckContext, decisions: Decisions, planned: PlannedStep): Finding[] {
  return planned.analysis.targetOnly.flatMap((level) => {
    const creation = levelOf(decisions, level.table).creations.find(({ step }) => step === planned.index);
    const written = new Map(creation?.values.map((each) => [each.column, each.value.kind]));
    const columns = (context.index.table(level.table)?.columns ?? []).filter(
      (column) => !column.nullable && !hasOwnRule(column),
    );
    const attributes = new Map(level.attributes.map((attribute) => [attribute.column, attribute]));
    return columns.flatMap(({ name, hasDefault }): Finding[] => {
      const kind = written.get(name);
      if (kind === undefined) return hasDefault ? [] : [unknownRequiredColumn(level.table, name, planned)];
      // The row is written with no value in it, whatever the column's own default.
      if (kind === 'link') return linkRequired(context, planned, level, name);
      const attribute = attributes.get(name);
      if (kind !== 'nothing') return [];
      return attribute === undefined
        ? linkRequired(context, planned, level, name)
        : attributeWithoutValue(planned, attribute);
    });
  });
}

function linkRequired(
  { index }: CheckContext,
  planned: PlannedStep,
  level: Entity,
  column: string,
): Finding[] {
  const association = index.model.associations.find(
    ({ storage, table, childColumn }) =>
      storage === 'column' && table === level.table && childColumn === column,
  );
  if (association === undefined || planned.users === 0) return [];
  return [
    finding({
      code: 'required-empty',
      step: planned.index,
      subject: association.name,
      sample: { count: planned.users, examples: [] },
      message: `The column ${column} of ${level.table}, with the links of ${association.name}, must have a value when a user is created.`,
      remedy: 'Allow NULL in it, as Mendix does.',
    }),
  ];
}

/** What Mendix does not know is copied, which a unique column does not allow where the old users stay. */
function keptUniqueColumns({ index }: CheckContext, planned: PlannedStep): Finding[] {
  if (!planned.step.keepOldUsers || planned.users === 0) return [];
  return planned.analysis.common.flatMap((level) =>
    unknownColumns(index, level.table)
      .filter((column) => isRequired(column) && isUniqueAlone(index, level.table, column.name))
      .map(({ name }) => unknownRequiredColumn(level.table, name, planned)),
  );
}

/** Tables of associations that get rows: mapped ones, and those that kept users own. */
function newLinks({ index, steps }: CheckContext): Finding[] {
  const tables = new Set(
    steps.flatMap(({ step, analysis }) =>
      [
        ...analysis.targetAssociations.filter(({ association }) =>
          step.associations.some(({ target }) => target === association.name),
        ),
        ...(step.keepOldUsers ? analysis.carriedAssociations : []),
      ].flatMap(({ association }) => (association.storage === 'table' ? [association.table] : [])),
    ),
  );
  return [...tables].flatMap((table) =>
    unknownColumns(index, table)
      .filter(isRequired)
      .map(({ name }) => unknownRequiredColumn(table, name)),
  );
}

/** A run points links at new users and keeps the rest of the row; undo deletes links and inserts them again. */
function unknownLinkColumns({ index }: CheckContext, decisions: Decisions): Finding[] {
  const locked = new Set(lockedTables(decisions));
  const tables = decisions.places
    .filter(({ storage, table }) => storage === 'table' && locked.has(table))
    .map(({ table }) => table);
  return [...new Set(tables)].flatMap((table) => {
    const columns = unknownColumns(index, table).filter((column) => !takesNoValue(column));
    if (columns.length === 0) return [];
    return [
      finding({
        code: 'unknown-link-column',
        subject: table,
        sample: { count: columns.length, examples: columns.slice(0, 5).map(({ name }) => name) },
        message: `The table ${table} of an association has ${countOf(columns.length, 'column')} that Mendix does not know. Links that the run or its undo writes get the default there.`,
        remedy: 'Keep a copy of these columns if their values matter.',
      }),
    ];
  });
}

function attributeWithoutValue(planned: PlannedStep, attribute: Attribute): Finding[] {
  const { qualifiedName } = attribute;
  // A mapping that cannot be decided has a finding of its own.
  const isMapped = planned.step.attributes.some((mapping) => mapping.target === qualifiedName);
  if (isMapped || planned.users === 0) return [];
  return [
    finding({
      code: 'required-empty',
      step: planned.index,
      subject: qualifiedName,
      sample: { count: planned.users, examples: [] },
      message: `${qualifiedName} must have a value and has no default that the run could write.`,
      remedy: 'Map an attribute or a constant to it.',
    }),
  ];
}

function unknownRequiredColumn(table: string, column: string, planned?: PlannedStep): Finding {
  return finding({
    code: 'unknown-required-column',
    ...(planned === undefined ? {} : { step: planned.index }),
    subject: `${table}.${column}`,
    message: `The table ${table} has a column ${column} that needs a value of its own and is not in Mendix's metadata.`,
    remedy: 'Give the column a default, or allow NULL, during the migration.',
  });
}
