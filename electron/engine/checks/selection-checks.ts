import type { Finding } from '../../../shared/findings';
import type { NameList } from '../decide/decide-users';
import type { PlannedStep } from '../decide/planned-step';
import { userNameColumn } from '../decide/user-table';
import { SUBMETAOBJECTNAME } from '../mendix/physical-names';
import { compile } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** Which users move: the roles exist, and the files name users of the source. */
export async function checkSelections(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps) {
    found.push(...(await rolesMissing(context, planned)));
    for (const [number, list] of (context.options.names ?? []).entries()) {
      if (list.step !== planned.position) continue;
      found.push(...(await namesNotFound(context, planned, number, list)), ...listedTwice(planned, list));
    }
  }
  return found;
}

async function rolesMissing(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { selection } = planned.rules;
  const roles = selection?.roles ?? null;
  if (selection === null || roles === null) return [];
  const { roleTable, nameColumn } = roles;
  const rows = await context.rows(
    () => `SELECT role.${context.sql.quote(nameColumn)} AS name FROM ${context.sql.quote(roleTable)} AS role`,
  );
  const known = new Set(rows.map(({ name }) => String(name)));
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
  const { rules } = planned;
  const ref = [rules.selection?.names, rules.name?.names].find((each) => each?.list === number);
  if (ref === undefined || ref === null || names.length === 0) return [];
  const { statements } = context.dialect;
  const list = compile(
    statements.nameList(ref.list, ref.parts, context.names.nameCollation),
    statements.type,
  ).sql;
  const name = context.sql.quote(userNameColumn(context.index));
  const leaf = context.sql.quote(SUBMETAOBJECTNAME);
  const sample = await context.sample(
    (bind) => `SELECT listed.old_name AS example FROM ${list} AS listed
LEFT JOIN ${context.users} AS u ON u.${name} = listed.old_name AND u.${leaf} = ${bind(planned.source.name)}
WHERE u.${name} IS NULL`,
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'name-not-found',
      step: planned.index,
      subject: planned.source.name,
      sample,
      message: `${countOf(sample.count, 'name')} of the file ${sample.count === 1 ? 'is' : 'are'} no user of ${planned.source.name}.`,
      remedy: 'Check the spelling of these names; they are left out.',
    }),
  ];
}

function listedTwice(planned: PlannedStep, { use, names }: NameList): Finding[] {
  if (use === 'users') return [];
  const first = new Map<string, string | null>();
  const twice = new Set<string>();
  for (const [oldName, newName] of names) {
    const known = first.get(oldName);
    if (known === undefined) first.set(oldName, newName);
    else if (known !== newName) twice.add(oldName);
  }
  if (twice.size === 0) return [];
  return [
    finding({
      code: 'name-listed-twice',
      step: planned.index,
      subject: planned.source.name,
      sample: { count: twice.size, examples: [...twice].sort().slice(0, 5) },
      message: `The file has two new names for ${countOf(twice.size, 'user')}.`,
      remedy: 'Keep one line for each user.',
    }),
  ];
}
