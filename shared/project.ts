import type { Connection } from './connection';

/** `Module.Entity/Attribute` to `Module.Entity/Attribute`, or a constant for a target attribute. */
export type AttributeMapping = { source: string; target: string } | { value: string; target: string };

export interface AssociationMapping {
  source: string;
  target: string;
}

/** Which of the source's users move; all conditions must be true. */
export interface UserSelection {
  /** Users who have one of these roles, by the name in the app. */
  withRoles?: string[] | undefined;
  /** Users who have none of these roles. */
  withoutRoles?: string[] | undefined;
  active?: boolean | undefined;
  /** A CSV file whose first column has the names of the users; its path may be relative to the project file. */
  namesFile?: string | undefined;
  /** An attribute of the source that has this value; numbers and dates are compared as the database shows them. */
  attribute?: { name: string; equals: string | number | boolean | null } | undefined;
}

/** What becomes of a sign-in name, `System.User/Name`. */
export interface NameRule {
  /** A String attribute of the source; absent when the old name is where the new one starts. */
  from?: string | undefined;
  /** A CSV file of two columns, old and new name. */
  namesFile?: string | undefined;
  /** `keep` when absent. */
  case?: 'keep' | 'lower' | 'upper' | undefined;
  /** Spaces at both ends are removed. */
  trim?: boolean | undefined;
  /** A user whose new name would be empty, or who is not in the file, keeps the old one (when absent), or the check fails. */
  whenEmpty?: 'keep' | 'fail' | undefined;
}

/** What happens where the target has the user already. */
export interface ExistingRule {
  /** The new name, or a pair of attributes of source and target. */
  match: 'name' | { source: string; target: string };
  ignoreCase?: boolean | undefined;
  /** `fail`: an error of the check. `skip`: the old user stays. `merge`: what hangs on the old user hangs on the existing one. */
  then: 'fail' | 'skip' | 'merge';
  /** Merge: values of the existing user stay (when absent), are filled where empty, or overwritten where the old user has one. */
  values?: 'keep' | 'fill-empty' | 'overwrite' | undefined;
  /** Merge: whose sign-in secret is kept; the existing user's when absent. */
  signInWith?: 'existing' | 'old' | undefined;
}

/** One pair source -> target. */
export interface Step {
  /** Entity whose users move, e.g. `Administration.Account`. */
  source: string;
  /** Entity they become objects of. */
  target: string;
  keepOldUsers: boolean;
  /** Appended to the new user's Name when old users are kept; `_new` when absent. */
  newNamePostfix?: string | undefined;
  /** Old users kept: move what points at them instead of leaving it with the old user. */
  moveReferences?: boolean | undefined;
  /** All users of the source when absent. */
  users?: UserSelection | undefined;
  /** Names stay as they are when absent. */
  name?: NameRule | undefined;
  /** A user whom the target has already is an error when absent. */
  existing?: ExistingRule | undefined;
  attributes: AttributeMapping[];
  associations: AssociationMapping[];
  /** Source attributes and associations whose values may be lost. */
  acceptLoss: string[];
}

/** A project file, `*.usermigration.json`. */
export interface Project {
  /** 2 when a step has `users`, `name` or `existing`; see `normaliseProject`. */
  formatVersion: 1 | 2;
  name: string;
  connection?: Connection | undefined;
  steps: Step[];
  /** Fingerprint of the domain model that the mapping was made for. */
  domainModel?: string | undefined;
}

export const DEFAULT_NAME_POSTFIX = '_new';
