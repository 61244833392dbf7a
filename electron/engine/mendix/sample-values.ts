import { SYSTEM_USER, type Attribute } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { hasSensitiveName } from '../../../shared/sensitive-name';
import type { Database } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';

/** Distinct values per attribute. */
const SAMPLES = 3;
/** Characters of one value. */
const LENGTH = 60;
/** Rows looked at: a sample must not read a table of millions. */
const ROWS = 200;

/**
 * A few values of a user entity's attributes, read in one query; never of a Binary, of
 * `System.User/Password`, or of an attribute whose name tells that its values are secret.
 *
 * @param attributes qualified names; those that the entity does not have or that are not shown are left out.
 * @returns by qualified name up to 3 distinct values as text, cut at 60 characters, in their order.
 */
export async function readSampleValues(
  database: Database,
  index: DomainModelIndex,
  entity: string,
  attributes: string[],
): Promise<Record<string, string[]>> {
  const shown = index
    .attributesOf(entity)
    .filter((attribute) => attributes.includes(attribute.qualifiedName) && isShown(attribute));
  if (shown.length === 0) return {};
  const samples = Object.fromEntries(shown.map((attribute) => [attribute.qualifiedName, new Set<string>()]));
  const { sql } = database.dialect;
  const parts = shown.flatMap((attribute, position) => sampleSql(sql, index, entity, attribute, position));
  const rows = await database.readOnly((query) => query(parts.join('\nUNION ALL\n')));
  for (const { attribute, value } of rows) {
    const name = shown[Number(attribute)]?.qualifiedName ?? '';
    samples[name]?.add(Array.from(String(value)).slice(0, LENGTH).join(''));
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, [...values]]));
}

function isShown(attribute: Attribute): boolean {
  return (
    attribute.type !== 'Binary' &&
    attribute.qualifiedName !== `${SYSTEM_USER}/Password` &&
    !hasSensitiveName(attribute.name)
  );
}

/** Values of the entity's own users: an inherited attribute is in the generalization's table. */
function sampleSql(
  sql: SqlDialect,
  index: DomainModelIndex,
  entity: string,
  attribute: Attribute,
  position: number,
): string[] {
  const declaring = index.declaringEntity(attribute.qualifiedName);
  const own = index.entity(entity);
  if (declaring === undefined || own === undefined) return [];
  const id = sql.quote('id');
  const column = `v.${sql.quote(attribute.column)}`;
  const rows = `SELECT ${column} AS sample FROM ${sql.quote(own.table)} AS o JOIN ${sql.quote(declaring.table)} AS v ON v.${id} = o.${id} WHERE ${column} IS NOT NULL LIMIT ${String(ROWS)}`;
  return [
    `SELECT ${sql.asText(`'${String(position)}'`)} AS attribute, value FROM (SELECT DISTINCT ${sql.asText('sample')} AS value FROM (${rows}) AS seen${String(position)} ORDER BY value LIMIT ${String(SAMPLES)}) AS samples${String(position)}`,
  ];
}
