import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Finding } from '../../shared/findings';
import type { Screen } from '../wizard/wizard-view';

/** Where in the wizard a finding is fixed. */
export interface FindingPlace {
  screen: Screen;
  /** Name of the row. */
  row: string | null;
}

const BY_CODE: Partial<Record<string, Screen>> = {
  'not-a-mendix-database': 'connect',
  'missing-privilege': 'connect',
  'other-connections': 'connect',
  'name-taken': 'options',
  'name-too-long': 'options',
  'specializations-first': 'users',
  'same-entity': 'users',
  'not-a-user-entity': 'users',
  'entity-missing': 'users',
  'object-ids-unavailable': 'users',
  'nothing-to-migrate': 'users',
  'attribute-missing': 'attributes',
  'association-missing': 'associations',
  'multiplicity-mismatch': 'associations',
  'role-mismatch': 'associations',
  'other-end-mismatch': 'associations',
};

/** By its code, else by what its subject names. Null where nothing in the wizard fixes it. */
export function findingPlace(index: DomainModelIndex, finding: Finding): FindingPlace | null {
  const { code, subject } = finding;
  const known = BY_CODE[code];
  if (known) return { screen: known, row: subject };
  if (subject.includes('/')) return { screen: 'attributes', row: subject };
  if (index.associations(subject).length > 0) return { screen: 'associations', row: subject };
  if (index.isUserEntity(subject)) return { screen: 'users', row: subject };
  return null;
}
