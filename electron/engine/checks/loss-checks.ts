import { z } from 'zod';
import type { Attribute } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import { NUMBER, SHOWN, TEXT } from '../connection/cells';
import type { PlannedStep } from '../decide/planned-step';
import type { MappedAttribute, MappedUserAssociation } from '../decide/resolve-mappings';
import type { Fragment } from '../sql/fragment';
import { commas, sql } from '../sql/fragment';
import type { CheckContext, MovedUsers } from './check-context';
import type { Sample } from './finding';
import { countOf, finding } from './finding';
import { linksOfMovedUsers } from './link-checks';
import { mergeLosses } from './merge-losses';

/** Values or links that are gone after the run, with their number. */
export interface Loss {
  step: number;
  /** Qualified name of the attribute or association. */
  subject: string;
  count: number;
}

/**
 * Counts what no mapping takes along where the old users go, and what merges drop.
 *
 * @param which `unaccepted` leaves out what the project accepts to lose
 */
export async function checkLosses(
  context: CheckContext,
  attributes: readonly MappedAttribute[],
  associations: readonly MappedUserAssociation[],
  which: 'all' | 'unaccepted' = 'all',
): Promise<{ findings: Finding[]; losses: Loss[] }> {
  const findings: Finding[] = [];
  const losses: Loss[] = [];
  for (const planned of context.steps) {
    findings.push(...unknownAcceptances(planned));
    const { acceptLoss } = planned.step;
    const isAsked = (subject: string): boolean => which === 'all' || !acceptLoss.includes(subject);
    const found = [
      ...(planned.step.keepOldUsers ? [] : await lostValues(context, planned, isAsked)),
      ...(planned.step.keepOldUsers ? [] : await lostLinks(context, planned, isAsked)),
      ...(planned.step.existing?.then === 'merge'
        ? await mergeLosses(context, planned, attributes, associations)
        : []),
    ];
    for (const each of found.filter(({ subject }) => isAsked(subject))) {
      losses.push({ step: planned.index, subject: each.subject, count: each.sample.count });
      findings.push(dataLoss(planned, each));
    }
  }
  return { findings, losses };
}

interface Found {
  subject: string;
  sample: Sample;
  what: string;
  /** Why, where it is not for want of a mapping. */
  because?: string;
}

function dataLoss(planned: PlannedStep, { subject, sample, what, because }: Found): Finding {
  const accepted = planned.step.acceptLoss.includes(subject);
  return finding({
    code: 'data-loss',
    severity: accepted ? 'warning' : 'error',
    step: planned.index,
    subject,
    sample,
    message: `${countOf(sample.count, what)} of ${subject} will be lost${because ?? ''}${accepted ? ', as the project accepts' : ''}.`,
    remedy: accepted
      ? 'Nothing needs to be done if that is what you want.'
      : because === undefined
        ? 'Map it, or accept the loss.'
        : 'Change these users in the app, or accept the loss.',
  });
}

function unknownAcceptances({ index, step, analysis }: PlannedStep): Finding[] {
  const names = new Set([
    ...analysis.unmappedAttributes.map((attribute) => attribute.qualifiedName),
    ...analysis.unmappedAssociations.map(({ association }) => association.name),
  ]);
  // What a merge drops can be mapped or carried over.
  if (step.existing?.then === 'merge') return [];
  return step.acceptLoss
    .filter((name) => !names.has(name))
    .map((name) =>
      finding({
        code: 'accept-loss-unknown',
        step: index,
        subject: name,
        message: `The project accepts the loss of ${name}, but it is mapped, carried over or does not exist.`,
        remedy: 'Remove it from the accepted losses.',
      }),
    );
}

/** One pass over each level counts all its attributes; examples are asked for where there is something. */
async function lostValues(
  context: CheckContext,
  planned: PlannedStep,
  isAsked: (subject: string) => boolean,
): Promise<Found[]> {
  const found: Found[] = [];
  const unmapped = planned.analysis.unmappedAttributes.filter(({ qualifiedName }) => isAsked(qualifiedName));
  for (const level of planned.sourceChain) {
    if (level.name === SYSTEM_USER) continue;
    const attributes = level.attributes.filter((each) => unmapped.includes(each));
    const users = context.movedUsers(planned, level);
    const counts = await countValues(context, users, attributes);
    for (const [position, attribute] of attributes.entries()) {
      const count = counts[position] ?? 0;
      if (count === 0) continue;
      const rows = await context.rows(
        USER,
        sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND ${holdsValue(users, attribute)} ORDER BY ${users.id} LIMIT 5`,
      );
      const examples = rows.map((row) => row.example);
      found.push({ subject: attribute.qualifiedName, sample: { count, examples }, what: 'value' });
    }
  }
  return found;
}

/** SUM of no rows is NULL. */
const COUNTS = z.record(TEXT, NUMBER.nullable());
const USER = z.object({ example: SHOWN });

async function countValues(
  context: CheckContext,
  users: MovedUsers,
  attributes: readonly Attribute[],
): Promise<number[]> {
  if (attributes.length === 0) return [];
  const name = (position: number): string => `c${String(position)}`;
  const sums = attributes.map(
    (attribute, position) =>
      sql`SUM(CASE WHEN ${holdsValue(users, attribute)} THEN 1 ELSE 0 END) AS ${sql.id(name(position))}`,
  );
  const [row] = await context.rows(
    COUNTS,
    sql`SELECT ${commas(sums)}
FROM ${users.from}
WHERE ${users.where}`,
  );
  return attributes.map((_, position) => row?.[name(position)] ?? 0);
}

/** Not empty. A value that happens to be the attribute's default counts as well: it is lost like any other. */
function holdsValue(users: MovedUsers, { column, type }: Attribute): Fragment {
  const value = users.column(column);
  const isText = type === 'String' || type === 'Enumeration';
  return isText ? sql`${value} IS NOT NULL AND ${value} <> ''` : sql`${value} IS NOT NULL`;
}

async function lostLinks(
  context: CheckContext,
  planned: PlannedStep,
  isAsked: (subject: string) => boolean,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const { association, role, bothEnds } of planned.analysis.unmappedAssociations) {
    if (!isAsked(association.name)) continue;
    const roles = bothEnds ? (['parent', 'child'] as const) : ([role] as const);
    const sample = await linksOfMovedUsers(context, planned, association, roles);
    if (sample.count > 0) found.push({ subject: association.name, sample, what: 'link' });
  }
  return found;
}
