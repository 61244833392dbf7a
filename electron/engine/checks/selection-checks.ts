import { z } from 'zod';
import type { Finding } from '../../../shared/findings';
import { TEXT_OR_NULL } from '../connection/cells';
import type { NameList } from '../decide/decide-users';
import type { PlannedStep } from '../decide/planned-step';
import { SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type { Fragment } from '../sql/fragment';
import { column, name, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** Which users move: the roles exist, and the files name users of the source. */
export async function checkSelections(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps) {
    found.push(...(await rolesMissing(context, planned)));
    for (const [number, list] of (context.options.names ?? []).entries()) {
      if (list.step !== planned.position) continue;
      found.push(
        ...(await namesNotFound(context, planned, number, list)),
        ...(await listedTwice(context, planned, number, list)),
      );
    }
  }
  return found;
}

const ROLE = z.object({ name: TEXT_OR_NULL });

async function rolesMissing(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { selection } = planned.rules;
  const roles = selection?.roles ?? null;
  if (selection === null || roles === null) return [];
  const { roleTable, nameColumn } = roles;
  const rows = await context.rows(
    ROLE,
    sql`SELECT ${column('role', nameColumn)} AS name FROM ${name(roleTable)} AS role`,
  );
  const known = new Set(rows.flatMap((row) => row.name ?? []));
  return [...selection.withRoles, ...selection.withoutRoles]
    .filter((role) => !known.has(role))
    .map((role) =>
      finding({
        code: 'role-missing',
        step: planned.index,
        subject: role,
        message: `The app has no user role ${role}.`,
        remedy: `Choose one of its roles: ${[...known].sort().slice(0, 20).join(', ')}.`,
      }),
    );
}

async function namesNotFound(
  context: CheckContext,
  planned: PlannedStep,
  number: number,
  { names }: NameList,
): Promise<Finding[]> {
  const list = heldNames(context, planned, number);
  if (list === null || names.length === 0) return [];
  const userName = column('u', context.names.nameColumn);
  const sample = await context.sample(sql`SELECT listed.old_name AS example FROM ${list} AS listed
LEFT JOIN ${context.users} AS u ON ${userName} = listed.old_name AND ${column('u', SUBMETAOBJECTNAME)} = ${planned.source.name}
WHERE ${userName} IS NULL`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'name-not-found',
      step: planned.index,
      subject: planned.source.name,
      sample,
      message: `${countOf(sample.count, 'name')} of the file ${sample.count === 1 ? 'is not a user' : 'are not users'} of ${planned.source.name}.`,
      remedy: 'Check the spelling of these names; they are left out.',
    }),
  ];
}

/** The names of a file as a table of the session; null where the step reads no such list. */
function heldNames(context: CheckContext, { rules }: PlannedStep, number: number): Fragment | null {
  const ref = [rules.selection?.names, rules.name?.names].find((each) => each?.list === number);
  if (ref === undefined || ref === null) return null;
  return context.statements.nameList(ref.list, ref.parts, context.names.nameCollation);
}

/** By the collation of the names: `Anna` and `anna` are one user on MySQL. */
async function listedTwice(
  context: CheckContext,
  planned: PlannedStep,
  number: number,
  { use }: NameList,
): Promise<Finding[]> {
  const list = use === 'name' ? heldNames(context, planned, number) : null;
  if (list === null) return [];
  const sample = await context.sample(
    sql`SELECT MIN(listed.old_name) AS example FROM ${list} AS listed GROUP BY listed.old_name HAVING COUNT(*) > 1`,
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'name-listed-twice',
      step: planned.index,
      subject: planned.source.name,
      sample,
      message: `The file has more than one line for ${countOf(sample.count, 'user')}.`,
      remedy: 'Keep one line for each user.',
    }),
  ];
}
