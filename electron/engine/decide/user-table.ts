import type { Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';

/** `System.User`; every readable domain model has it. */
export function userEntity(index: DomainModelIndex): Entity {
  const entity = index.entity(SYSTEM_USER);
  if (!entity) throw new RangeError(`The domain model has no ${SYSTEM_USER}.`);
  return entity;
}

/** Physical name of System.User's table. */
export function userTable(index: DomainModelIndex): string {
  return userEntity(index).table;
}

/** Column of System.User/Name. */
export function userNameColumn(index: DomainModelIndex): string {
  return userColumn(index, 'Name');
}

/** Collation of System.User/Name on MySQL: what decides which names are equal. Null elsewhere. */
export function userNameCollation(index: DomainModelIndex): string | null {
  const columns = index.table(userTable(index))?.columns ?? [];
  return columns.find(({ name }) => name === userNameColumn(index))?.collation ?? null;
}

/** Column of System.User/Password. */
export function userPasswordColumn(index: DomainModelIndex): string {
  return userColumn(index, 'Password');
}

function userColumn(index: DomainModelIndex, attribute: string): string {
  return (
    index.attribute(`${SYSTEM_USER}/${attribute}`)?.column ??
    // System.User/Name and /Password are in every Mendix version.
    attribute.toLowerCase()
  );
}
