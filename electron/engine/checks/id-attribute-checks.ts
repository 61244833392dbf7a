import { z } from 'zod';
import type { Attribute, Entity } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import { NUMBER, TEXT } from '../connection/cells';
import type { PlannedStep } from '../decide/planned-step';
import { CatalogRow } from '../dialects/catalog-row';
import { idRange } from '../mendix/id-scheme';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, int, name, objectId, or, sql, unionAll } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** The workflow's context object, which a run points at the new user. */
const RE_POINTED: ReadonlySet<string> = new Set(['System.Workflow/ObjectId']);

/** How many tables one query looks into. */
const TABLES = 500;

interface LongAttributes {
  entity: Entity;
  attributes: Attribute[];
}

/**
 * Long attributes that hold object ids of users who move: apps keep ids in them that no association knows of.
 * One pass over each table that has such attributes, in few queries.
 */
export async function checkIdAttributes(context: CheckContext): Promise<Finding[]> {
  const steps = context.steps.filter(
    ({ movesReferences, users, source }) => movesReferences && users > 0 && source.shortId !== null,
  );
  if (steps.length === 0) return [];
  const rows = await context.query(context.dialect.catalog.emptyTables(context.schema));
  const empty = new Set(rows.map((row) => new CatalogRow(row).text('table_name')));
  const places = context.index.model.entities.flatMap((entity): LongAttributes[] => {
    const attributes = entity.attributes.filter(
      ({ type, qualifiedName }) => type === 'Long' && !RE_POINTED.has(qualifiedName),
    );
    return attributes.length === 0 || empty.has(entity.table) ? [] : [{ entity, attributes }];
  });
  const found: Finding[] = [];
  for (let from = 0; from < places.length; from += TABLES) {
    found.push(...(await lookInto(context, steps, places.slice(from, from + TABLES))));
  }
  return found;
}

const COUNTS = z.object({ place: NUMBER, counts: TEXT });

async function lookInto(
  context: CheckContext,
  steps: readonly PlannedStep[],
  places: readonly LongAttributes[],
): Promise<Finding[]> {
  const { statements } = context;
  const counts = await context.rows(
    COUNTS,
    unionAll(places.map((place, position) => countValues(context, steps, place, position))),
  );
  const found: Finding[] = [];
  for (const row of counts) {
    const place = places[row.place];
    for (const [position, count] of row.counts.split(' ').entries()) {
      const attribute = place?.attributes[position];
      if (place === undefined || attribute === undefined || Number(count) === 0) continue;
      const sample = await context.sample(
        sql`SELECT ${statements.asText(idOf('t'))} AS example FROM ${name(place.entity.table)} AS t WHERE ${isMovedUser(context, steps, attribute)}`,
      );
      found.push(idAttribute(attribute, sample));
    }
  }
  return found;
}

/** `{ place, counts }`: for each attribute how many of its values are ids of users who move, separated by blanks. */
function countValues(
  context: CheckContext,
  steps: readonly PlannedStep[],
  { entity, attributes }: LongAttributes,
  position: number,
): Fragment {
  const { statements } = context;
  const counts = attributes.map((attribute) =>
    statements.asText(
      sql`COALESCE(SUM(CASE WHEN ${isMovedUser(context, steps, attribute)} THEN 1 ELSE 0 END), 0)`,
    ),
  );
  const list = counts.flatMap((count, at) => (at === 0 ? [count] : [sql`' '`, count]));
  const ranges = attributes.map((attribute) => isInRange(steps, attribute));
  return sql`SELECT ${int(position)} AS place, ${statements.concat(...list)} AS counts FROM ${name(entity.table)} AS t WHERE ${or(ranges)}`;
}

/** Its type part is that of the source: hardly any other number is as large. */
function isInRange(steps: readonly PlannedStep[], attribute: Attribute): Fragment {
  const value = column('t', attribute.column);
  return or(
    steps.map(({ source }) => {
      const { from, to } = idRange(source.shortId ?? 0);
      return sql`(${value} >= ${objectId(from)} AND ${value} < ${objectId(to)})`;
    }),
  );
}

function isMovedUser(context: CheckContext, steps: readonly PlannedStep[], attribute: Attribute): Fragment {
  const isMoved = steps.map((planned) => context.isMoved(planned, 'u'));
  return sql`(${isInRange(steps, attribute)} AND EXISTS (SELECT 1 FROM ${context.users} AS u WHERE ${idOf('u')} = ${column('t', attribute.column)} AND ${or(isMoved)}))`;
}

function idAttribute(attribute: Attribute, sample: { count: number; examples: string[] }): Finding {
  const { qualifiedName } = attribute;
  return finding({
    code: 'id-attribute',
    subject: qualifiedName,
    sample,
    message: `${countOf(sample.count, 'value')} of ${qualifiedName} ${sample.count === 1 ? 'is the object id' : 'are object ids'} of users who move: the new users have others, and the attribute is not changed.`,
    remedy:
      'If the app looks users up by it, put the new ids in after the migration (the exported list of users has old and new ones).',
  });
}
