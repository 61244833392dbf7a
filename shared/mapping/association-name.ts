import type { UserAssociation } from '../step-analysis';

/** Stands for the user's entity; no Mendix name has it. */
const USER = '*';

/** The name without its module: `Account_Company` of `Administration.Account_Company`. */
export function unqualifiedName(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/**
 * The name without its module and with the user's entity replaced, so that
 * `Administration.Account_Company` and `SapAuthentication.SapUser_Company` are both `*_Company`.
 */
export function entityNeutralName({ association, role, bothEnds }: UserAssociation): string {
  const isParent = role === 'parent';
  const own = unqualifiedName(isParent ? association.parentEntity : association.childEntity);
  const other = bothEnds ? unqualifiedName(association.childEntity) : own;
  const name = unqualifiedName(association.name);
  const head = name.startsWith(`${own}_`) ? `${USER}${name.slice(own.length)}` : name;
  return head.endsWith(`_${other}`) ? `${head.slice(0, -other.length)}${USER}` : head;
}
