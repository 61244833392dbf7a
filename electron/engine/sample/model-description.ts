import type { AttributeType, Multiplicity } from '../../../shared/domain-model';

/** A domain model as one would draw it in Studio Pro: what the schema and its metadata are made from. */
export interface ModelDescription {
  /** Generalizations before their specializations. */
  entities: EntityDescription[];
  associations: AssociationDescription[];
}

export interface EntityDescription {
  /** `Module.Entity`. */
  name: string;
  generalization?: string;
  attributes: AttributeDescription[];
  /** Stores who created an object: the column `system$owner`. */
  storesOwner?: boolean;
  /** Stores who changed an object last: the column `system$changedby`. */
  storesChangedBy?: boolean;
  /** Optimistic locking (Mendix 11.5 and later): the column `mxobjectversion`. */
  storesVersion?: boolean;
  /** Names of attributes, each list an index. */
  indexes?: string[][];
}

export interface AttributeDescription {
  name: string;
  type: AttributeType;
  /** Characters of a String or Enumeration; 0 = unlimited. */
  length?: number;
  /** As Mendix stores it; for an AutoNumber its first number. */
  defaultValue?: string;
  unique?: boolean;
}

export interface AssociationDescription {
  /** `Module.Association`. */
  name: string;
  /** The owner. */
  parent: string;
  child: string;
  multiplicity: Exclude<Multiplicity, 'unknown'>;
  storage: 'table' | 'column';
}

/** In which respects Mendix's versions and settings store the same model differently. */
export interface SchemaTraits {
  /** Null = the column `mendixversion` does not exist (Mendix 7 and early 8). */
  mendixVersion: string | null;
  /** Columns of `mendixsystem$association`: 9 up to 9.24, 11 at 10.0, 13 at 10.9, 14 at 10.18. */
  associationColumns: 9 | 11 | 13 | 14;
  /** Needs the 13 columns that record them. */
  foreignKeys: boolean;
  /** False = as Mendix 6.10: neither `mendixsystem$unique_constraint` nor any unique constraint. */
  uniqueConstraints: boolean;
  /** MySQL only: that of text columns. Mendix 9 made `utf8mb3`. */
  characterSet: 'utf8mb3' | 'utf8mb4';
  /** MySQL only: Mendix 9 made whole seconds. */
  dateTime: 'datetime' | 'datetime(3)';
}

/** A new app of Mendix 10.22. */
export const MENDIX_10_22: SchemaTraits = {
  mendixVersion: '10.22.0.68245',
  associationColumns: 14,
  foreignKeys: true,
  uniqueConstraints: true,
  characterSet: 'utf8mb4',
  dateTime: 'datetime',
};
