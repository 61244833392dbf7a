import { z } from 'zod';
import { SYSTEM_USER, type Attribute } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { hasSensitiveName } from '../../../shared/sensitive-name';
import { asking } from '../connection/ask';
import { NUMBER, TEXT } from '../connection/cells';
import type { Database } from '../connection/database';
import type { StatementDialect } from '../dialects/statement-dialect';
import type { Fragment } from '../sql/fragment';
import { column, int, name, sql, unionAll } from '../sql/fragment';

const VALUE = z.object({ attribute: NUMBER, value: TEXT });

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
  const { statements } = database.dialect;
  const parts = shown.flatMap((attribute, position) =>
    samplesOf(statements, index, entity, attribute, position),
  );
  const rows = await database.readOnly((query) => asking(query, database.dialect)(VALUE, unionAll(parts)));
  for (const { attribute, value } of rows) {
    const qualifiedName = shown[attribute]?.qualifiedName ?? '';
    samples[qualifiedName]?.add(Array.from(value).slice(0, LENGTH).join(''));
  }
  return Object.fromEntries(Object.entries(samples).map(([attribute, values]) => [attribute, [...values]]));
}

function isShown(attribute: Attribute): boolean {
  return (
    attribute.type !== 'Binary' &&
    attribute.qualifiedName !== `${SYSTEM_USER}/Password` &&
    !hasSensitiveName(attribute.name)
  );
}

/** Values of the entity's own users: an inherited attribute is in the generalization's table. */
function samplesOf(
  dialect: StatementDialect,
  index: DomainModelIndex,
  entity: string,
  attribute: Attribute,
  position: number,
): Fragment[] {
  const declaring = index.declaringEntity(attribute.qualifiedName);
  const own = index.entity(entity);
  if (declaring === undefined || own === undefined) return [];
  const value = column('v', attribute.column);
  const [seen, samples] = ['seen', 'samples'].map((alias) => name(`${alias}${String(position)}`));
  const rows = sql`SELECT ${value} AS sample FROM ${name(own.table)} AS o JOIN ${name(declaring.table)} AS v ON v.id = o.id WHERE ${value} IS NOT NULL LIMIT ${int(ROWS)}`;
  const distinct = sql`SELECT DISTINCT ${dialect.asText(name('sample'))} AS value FROM (${rows}) AS ${seen} ORDER BY value LIMIT ${int(SAMPLES)}`;
  return [
    sql`SELECT ${dialect.asText(dialect.literal(String(position)))} AS attribute, value FROM (${distinct}) AS ${samples}`,
  ];
}
