import type { Column, Entity, Table } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { PhysicalColumn } from './decisions';

/** Types whose values are compared as they are. All others are compared byte by byte, whatever they are. */
const PLAIN =
  /^(?:(?:tiny|small|medium|big)?int(?:eger)?|numeric|decimal|real|double|float|bool(?:ean)?|bit|date|datetime|time|timestamp|year|uuid|interval|oid)\b/i;
/** Types whose values have no limit that matters. */
const LONG = /^(?:(?:long|medium)?(?:text|blob)|json|jsonb|bytea|xml)\b/i;
const TEXT = /^(?:character|char|varchar|tiny(?:text|blob)|(?:var)?binary|enum|set|citext|name)\b/i;

/** The columns of a table that can be written, with what of the domain model they hold. */
export function physicalColumns(index: DomainModelIndex, table: string): PhysicalColumn[] {
  const modelIds = modelIdsOf(index, table);
  return (index.table(table)?.columns ?? [])
    .filter((column) => !column.generated)
    .map((column) => ({
      name: column.name,
      modelId: modelIds.get(column.name) ?? null,
      type: column.type,
      kind: kindOf(column),
      nullable: column.nullable,
      identityAlways: column.identity === 'always',
    }));
}

/** Whole numbers first: each takes the values of those before it. */
const NUMBERS = [/^(?:small|tiny)int\b/i, /^(?:int|integer)\b/i, /^bigint\b/i, /^(?:numeric|decimal)\b/i];

/** Can a column of this type take back what it had when it was of the other one? Lengths are not looked at. */
export function takesValuesOf(now: string, was: string): boolean {
  const base = (type: string): string =>
    type
      .replace(/\(.*\)/, '')
      .trim()
      .toLowerCase();
  const rank = (type: string): number => NUMBERS.findIndex((each) => each.test(type));
  const isText = (type: string): boolean =>
    /^(?:character varying|varchar|(?:long|medium|tiny)?text)\b/i.test(type);
  return (
    base(now) === base(was) || (isText(now) && isText(was)) || (rank(was) !== -1 && rank(now) >= rank(was))
  );
}

/** Columns that the server sets at every UPDATE that does not write them. */
export function selfUpdatingColumns(table: Table | undefined): string[] {
  return (table?.columns ?? [])
    .filter(({ autoUpdate, generated }) => autoUpdate && !generated)
    .map(({ name }) => name);
}

/** Columns of unique indexes, the object id apart. */
export function uniqueColumns(table: Table | undefined, objectId: string): Set<string> {
  const indexes = table?.uniqueIndexes ?? [];
  return new Set(indexes.flat().filter((column) => column !== objectId));
}

/** Columns that a unique index over an expression, or over some of the rows, speaks of. */
export function columnsInUniqueExpressions(table: Table | undefined): string[] {
  const definitions = (table?.expressionIndexes ?? [])
    .filter(({ unique }) => unique)
    .map(({ definition }) => definition.toLowerCase());
  return (table?.columns ?? [])
    .map((column) => column.name)
    .filter((name) => definitions.some((definition) => mentions(definition, name.toLowerCase())));
}

function mentions(definition: string, name: string): boolean {
  return definition.split(/[^\p{L}\p{N}_$]+/u).includes(name) || definition.includes(`"${name}"`);
}

function kindOf({ type, maxLength }: Column): PhysicalColumn['kind'] {
  // `integer[]` is none of the plain types.
  if (PLAIN.test(type) && !type.endsWith(']')) return 'plain';
  if (LONG.test(type)) return 'long';
  return maxLength !== null || TEXT.test(type) ? 'text' : 'long';
}

function modelIdsOf(index: DomainModelIndex, table: string): Map<string, string> {
  const entities = index.model.entities.filter((entity: Entity) => entity.table === table);
  return new Map([
    ...entities.flatMap((entity) =>
      entity.attributes.map((attribute): [string, string] => [attribute.column, attribute.id]),
    ),
    ...index
      .columnAssociations(table)
      .map((association): [string, string] => [association.childColumn, association.id]),
  ]);
}
