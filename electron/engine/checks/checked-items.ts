import type { CheckedItem, CheckName, CheckState, Finding } from '../../../shared/findings';
import { isDecision } from '../../../shared/findings';
import type { Decisions } from '../decide/decisions';
import type { ResolvedMappings } from '../decide/resolve-mappings';
import { lockedTables } from '../plan/locks';
import type { CheckContext } from './check-context';
import type { FindingCode } from './finding-codes';
import type { Loss } from './loss-checks';

/** Which check a finding belongs to. */
const CODES: Readonly<Record<CheckName, readonly FindingCode[]>> = {
  app: [
    'app-running',
    'other-connections',
    'open-transaction',
    'open-transactions-unknown',
    'prepared-transaction',
    'interrupted-run',
  ],
  server: [
    'read-only',
    'binlog-format',
    'event-trigger',
    'partition-missing',
    'own-operator',
    'replica-identity',
    'unsafe-session',
    'missing-privilege',
    'standby-missing',
    'journal-name-taken',
    'backup-is-past',
    'backup-too-new',
    'backup-incomplete',
  ],
  moves: [
    'not-a-mendix-database',
    'no-steps',
    'entity-missing',
    'same-entity',
    'not-a-user-entity',
    'duplicate-source-entity',
    'chained-steps',
    'steps-reordered',
    'domain-model-changed',
    'specializations-first',
    'nothing-to-migrate',
    'role-missing',
  ],
  mappings: [
    'attribute-missing',
    'attribute-not-mappable',
    'association-missing',
    'association-not-mappable',
    'duplicate-target',
    'accept-loss-unknown',
  ],
  types: ['type-mismatch', 'widening', 'value-invalid', 'unknown-attribute-type'],
  values: ['value-too-long', 'digits-lost', 'character-not-storable', 'enumeration-values', 'required-empty'],
  unique: ['duplicate-value', 'unique-null', 'unique-index'],
  names: [
    'name-taken',
    'name-too-long',
    'name-empty',
    'name-case-differs',
    'name-not-found',
    'name-listed-twice',
    'existing-user',
    'existing-ambiguous',
    'existing-inexact',
    'existing-cannot-sign-in',
    'sso-name-postfix',
  ],
  users: [
    'missing-level-row',
    'orphan-row',
    'admin-user',
    'anonymous-users',
    'foreign-identity',
    'id-attribute',
  ],
  links: ['multiplicity-mismatch', 'role-mismatch', 'other-end-mismatch', 'link-conflict', 'link-stays'],
  ids: ['object-ids-unavailable', 'id-collision'],
  tables: [],
  losses: ['data-loss', 'unknown-column-lost'],
};

const CHECK_OF = new Map(
  Object.entries(CODES).flatMap(([name, codes]) =>
    codes.map((code) => [code as string, name as CheckName] as const),
  ),
);

/** Everything that was checked, with what was found and how much was looked at. */
export function checkedItems(
  context: CheckContext,
  decisions: Decisions,
  resolved: readonly ResolvedMappings[],
  findings: readonly Finding[],
  losses: readonly Loss[],
): CheckedItem[] {
  const { steps } = context;
  const users = steps.reduce((sum, step) => sum + step.users, 0);
  const attributes = resolved.flatMap((mappings) => mappings.attributes);
  const associations = resolved.flatMap((mappings) => mappings.associations);
  const links = steps
    .flatMap(({ analysis }) => [...analysis.sourceAssociations, ...analysis.carriedAssociations])
    .reduce((sum, { association }) => sum + (association.links ?? 0), 0);
  const tables = lockedTables(decisions).length;
  const looked: Readonly<Record<CheckName, CheckedItem['looked']>> = {
    app: null,
    server: null,
    moves: { count: context.project.steps.length, unit: 'move' },
    mappings: { count: attributes.length + associations.length, unit: 'mapping' },
    types: { count: attributes.length, unit: 'mapping' },
    values: { count: attributes.reduce((sum, { planned }) => sum + planned.users, 0), unit: 'value' },
    unique: { count: users, unit: 'user' },
    names: { count: users, unit: 'user' },
    users: { count: users, unit: 'user' },
    links: { count: links, unit: 'link' },
    ids: { count: users, unit: 'user' },
    tables: { count: tables, unit: 'table' },
    losses: { count: losses.reduce((sum, { count }) => sum + count, 0), unit: 'value' },
  };
  return (Object.keys(CODES) as CheckName[]).map((name) => ({
    name,
    state: worst(findings.filter(({ code }) => (CHECK_OF.get(code) ?? 'tables') === name)),
    looked: looked[name],
  }));
}

function worst(findings: readonly Finding[]): CheckState {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.some((finding) => !isDecision(finding))) return 'error';
  if (errors.length > 0) return 'decision';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'passed';
}
