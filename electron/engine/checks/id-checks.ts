import type { Entity } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import { smallestId } from '../mendix/id-scheme';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { name, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** Are there object ids for the new users, and are they free? */
export async function checkObjectIds(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const target of new Set(context.steps.map((planned) => planned.target))) {
    const problem = unavailable(context, target);
    found.push(...(problem === null ? await collisions(context, target) : [problem]));
  }
  return found;
}

function unavailable(context: CheckContext, target: Entity): Finding | null {
  const twin = context.index.model.entities.find(
    (entity) => entity !== target && entity.shortId !== null && entity.shortId === target.shortId,
  );
  if (target.shortId !== null && !twin) return null;
  const step = context.steps.find((planned) => planned.target === target)?.index;
  return finding({
    code: 'object-ids-unavailable',
    ...(step === undefined ? {} : { step }),
    subject: target.name,
    message: twin
      ? `${target.name} and ${twin.name} share the short id ${String(target.shortId)}: object ids would not tell which is which.`
      : `${target.name} has no short id, from which object ids are made.`,
    remedy: twin
      ? 'Have the metadata of this database repaired before anything is migrated.'
      : 'Start the app once with the new module, stop it, and check again.',
  });
}

/** Ids from the next free sequence number on are in use, in any table of the target's chain. */
async function collisions(context: CheckContext, target: Entity): Promise<Finding[]> {
  const steps = context.steps.filter((planned) => planned.target === target);
  const users = steps.reduce((sum, planned) => sum + planned.users, 0);
  if (users === 0) return [];
  const first = BigInt(target.objectSequence ?? '1');
  const idOfNumber = (sequence: bigint): bigint =>
    smallestId(target.shortId ?? 0, sequence, context.index.model.idScheme);
  const [from, to] = [idOfNumber(first), idOfNumber(first + BigInt(users)) - 1n];
  const asId = (id: bigint): Fragment => context.statements.cast(sql`${String(id)}`, 'Long');
  const taken = context.index.chain(target.name).map(
    ({ table }) => sql`SELECT ${idOf('l')} AS example FROM ${name(table)} AS l
WHERE ${idOf('l')} BETWEEN ${asId(from)} AND ${asId(to)}`,
  );
  const sample = await context.sample(sql.join(taken, sql`\nUNION `));
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'id-collision',
      step: steps[0]?.index ?? 0,
      subject: target.name,
      sample,
      message: `${countOf(sample.count, 'object id')} that new ${target.name} users would get ${sample.count === 1 ? 'is' : 'are'} in use already.`,
      remedy: 'Start the app once and stop it cleanly, so that it writes its counters; then check again.',
    }),
  ];
}
