import type { Connection } from './connection';

/** `Module.Entity/Attribute` to `Module.Entity/Attribute`, or a constant for a target attribute. */
export type AttributeMapping = { source: string; target: string } | { value: string; target: string };

export interface AssociationMapping {
  source: string;
  target: string;
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
  attributes: AttributeMapping[];
  associations: AssociationMapping[];
  /** Source attributes and associations whose values may be lost. */
  acceptLoss: string[];
}

/** A project file, `*.usermigration.json`. */
export interface Project {
  formatVersion: 1;
  name: string;
  connection?: Connection | undefined;
  steps: Step[];
  /** Fingerprint of the domain model that the mapping was made for. */
  domainModel?: string | undefined;
}

export const DEFAULT_NAME_POSTFIX = '_new';
