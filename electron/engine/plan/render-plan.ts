import type { Plan, Statement, Verification } from '../../../shared/plan';
import { plural } from '../../../shared/wording';

/** The plan as commented SQL, for reading and for the record: bound values are listed, not inlined. */
export function renderPlanSql(plan: Plan): string {
  const lines = [
    '-- User Migration: the statements that would run, in one transaction.',
    `-- Plan ${plan.hash}`,
    ...plan.steps.map(
      (step) =>
        `-- Move ${String(step.index + 1)}: ${step.source} -> ${step.target}, ${plural(step.users, 'user')}, old users are ${step.keepOldUsers ? 'kept' : 'not kept'}`,
    ),
    ...(plan.orderNote === null ? [] : [`-- ${oneLine(plan.orderNote)}`]),
    '',
    '-- Before the transaction: the journal.',
    ...plan.preparation.map((statement) => `${statement.sql};`),
    '',
    'BEGIN;',
    ...plan.statements.map(renderStatement),
    '',
    '-- Verification: each of these must answer 0, or everything is rolled back.',
    ...plan.verifications.map(renderVerification),
    '',
    'COMMIT;',
    '',
  ];
  return lines.join('\n');
}

function renderStatement(statement: Statement): string {
  const rows = statement.expectedRows === null ? '' : ` (${plural(statement.expectedRows, 'row')})`;
  return `\n-- [${statement.phase}] ${oneLine(statement.title)}${rows}\n${parameters(statement)}${statement.sql};`;
}

function renderVerification(verification: Verification): string {
  return `\n-- ${oneLine(verification.name)}\n${parameters(verification)}${verification.sql};`;
}

function parameters({ parameters: values }: { parameters: Statement['parameters'] }): string {
  return values.length === 0 ? '' : `-- values: ${oneLine(JSON.stringify(values))}\n`;
}

/** A hostile name must not end the comment. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
