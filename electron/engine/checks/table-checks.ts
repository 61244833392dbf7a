import type { Attribute, Entity, Table } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import {
  ENTITY_IDENTIFIER_TABLE,
  MXOBJECTVERSION,
  OBJECT_ID,
  SEQUENCE_TABLE,
  SUBMETAOBJECTNAME,
} from '../mendix/physical-names';
import type { Place } from '../plan/place';
import { findPlaces, sessionTables } from '../plan/place';
import type { PlannedStep } from '../decide/planned-step';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';
import type { MappedAttribute } from '../decide/resolve-mappings';

/** From how many links on a search without an index takes noticeably long. */
const LARGE_TABLE = 10_000;

/** What the catalog says of the tables that the run writes. Asks nothing of the database. */
export function checkTables(context: CheckContext, mappings: readonly MappedAttribute[]): Finding[] {
  const places = findPlaces(context.index, context.steps);
  const tables = writtenTables(context, places).flatMap((name) => context.index.table(name) ?? []);
  return [
    ...tables.flatMap(notTransactional),
    ...tables.flatMap(rowLevelSecurity),
    ...tables.flatMap(triggers),
    ...places.flatMap((place) => missingIndexes(context, place)),
    ...mappings.flatMap((mapping) => generatedColumn(context, mapping)),
    ...context.steps.flatMap((planned) => newLevels(context, planned)),
  ];
}

/** Physical names, each once. */
export function writtenTables(context: CheckContext, places: readonly Place[]): string[] {
  if (context.steps.length === 0) return [];
  const targets = context.steps.flatMap(({ step, analysis }) =>
    analysis.targetAssociations.filter(({ association }) =>
      step.associations.some((mapping) => mapping.target === association.name),
    ),
  );
  const names = [
    ...context.steps
      .flatMap(({ sourceChain, targetChain }) => [...sourceChain, ...targetChain])
      .map((entity) => entity.table),
    ...places.map(({ association }) => association.table),
    ...targets.map(({ association }) => association.table),
    ...(context.steps.some(({ step }) => !step.keepOldUsers) ? sessionTables(context.index) : []),
    ENTITY_IDENTIFIER_TABLE,
    ...(context.steps.some(hasAutoNumber) ? [SEQUENCE_TABLE] : []),
  ];
  return [...new Set(names)].filter((name) => context.index.table(name) !== undefined);
}

function hasAutoNumber({ analysis }: PlannedStep): boolean {
  return analysis.targetOnly.some(({ attributes }) => attributes.some(({ type }) => type === 'AutoNumber'));
}

function notTransactional({ name, engine }: Table): Finding[] {
  if (engine === null || engine.toLowerCase() === 'innodb') return [];
  return [
    finding({
      code: 'not-transactional',
      subject: name,
      message: `The table ${name} is of the engine ${engine}, which cannot roll back.`,
      remedy: `Turn it into an InnoDB table, as Mendix makes them, after a backup: ALTER TABLE ... ENGINE=InnoDB.`,
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
      remedy: 'Turn it off for the time of the migration.',
    }),
  ];
}

function triggers({ name, triggers: found }: Table): Finding[] {
  const names = found.map((trigger) => trigger.name);
  if (names.length === 0) return [];
  return [
    finding({
      code: 'trigger',
      subject: name,
      sample: { count: names.length, examples: names.slice(0, 5) },
      message: `The table ${name} has ${countOf(names.length, 'trigger')}, which Mendix does not make and which the run sets off.`,
      remedy: 'Find out what it does; disable it for the time of the migration if it must not run.',
    }),
  ];
}

function missingIndexes({ index }: CheckContext, { association, onUserRow }: Place): Finding[] {
  const links = association.links ?? 0;
  if (links < LARGE_TABLE) return [];
  const indexed = new Set(index.table(association.table)?.indexedColumns ?? []);
  const searched = [
    ...(association.storage === 'table' ? [association.parentColumn] : []),
    ...(onUserRow ? [] : [association.childColumn]),
  ];
  return searched
    .filter((column) => !indexed.has(column))
    .map((column) =>
      finding({
        code: 'missing-index',
        subject: `${association.table}.${column}`,
        sample: { count: links, examples: [] },
        message: `The column ${column} of ${association.table} has no index, and ${countOf(links, 'link')} must be searched.`,
        remedy: 'The run works, but may take long; an index on the column makes it quick.',
      }),
    );
}

function generatedColumn(context: CheckContext, { planned, target }: MappedAttribute): Finding[] {
  const column = context.index
    .table(target.entity.table)
    ?.columns.find(({ name }) => name === target.attribute.column);
  if (!column?.generated) return [];
  return [
    finding({
      code: 'generated-column',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      message: `The database computes the column ${column.name} of ${target.entity.table} itself; nothing can be written to it.`,
      remedy: 'Remove the mapping.',
    }),
  ];
}

/** Columns of levels that only the target has: every one must get what the database insists on. */
function newLevels(context: CheckContext, planned: PlannedStep): Finding[] {
  return planned.analysis.targetOnly.flatMap((level) => {
    const columns = (context.index.table(level.table)?.columns ?? []).filter(
      (column) => !column.nullable && !column.hasDefault && !column.generated,
    );
    const attributes = new Map(level.attributes.map((attribute) => [attribute.column, attribute]));
    const known = knownColumns(context, level);
    return columns.flatMap(({ name }): Finding[] => {
      const attribute = attributes.get(name);
      if (attribute) return attributeWithoutValue(planned, attribute);
      return known.has(name) ? [] : [unknownRequiredColumn(planned, level, name)];
    });
  });
}

function knownColumns({ index }: CheckContext, level: Entity): Set<string> {
  const references = index.model.associations.filter(
    (association) => association.storage === 'column' && association.table === level.table,
  );
  return new Set([
    OBJECT_ID,
    SUBMETAOBJECTNAME,
    MXOBJECTVERSION,
    ...references.map((association) => association.childColumn),
  ]);
}

function attributeWithoutValue(planned: PlannedStep, attribute: Attribute): Finding[] {
  const { type, defaultValue, qualifiedName } = attribute;
  const isMapped = planned.step.attributes.some((mapping) => mapping.target === qualifiedName);
  // Mendix's Booleans are false and its AutoNumbers counted on where nothing else is said.
  const isFilled = defaultValue !== '' || type === 'Boolean' || type === 'AutoNumber';
  if (isMapped || isFilled || planned.users === 0) return [];
  return [
    finding({
      code: 'required-empty',
      step: planned.index,
      subject: qualifiedName,
      sample: { count: planned.users, examples: [] },
      message: `${qualifiedName} must have a value and has no default.`,
      remedy: 'Map an attribute or a constant to it.',
    }),
  ];
}

function unknownRequiredColumn(planned: PlannedStep, level: Entity, column: string): Finding {
  return finding({
    code: 'unknown-required-column',
    step: planned.index,
    subject: `${level.table}.${column}`,
    message: `The table ${level.table} has a column ${column} that needs a value and is not in Mendix's metadata.`,
    remedy: 'Give the column a default, or allow NULL, for the time of the migration.',
  });
}
