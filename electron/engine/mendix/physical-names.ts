/**
 * Physical names that are the same in every Mendix database from 6.10 to 11 and are not in its
 * metadata. Source: the measured facts on real databases.
 */

/** Has the name of the row's exact entity, on tables whose entity has specializations. */
export const SUBMETAOBJECTNAME = 'submetaobjectname';

/** Optimistic locking, Mendix 11.5 and later: may be on any table, never NULL. */
export const MXOBJECTVERSION = 'mxobjectversion';

/** Primary key of every entity table, the same value on every level of an object. */
export const OBJECT_ID = 'id';

/** The next free sequence number and the type part of object ids, per entity. */
export const ENTITY_IDENTIFIER_TABLE = 'mendixsystem$entityidentifier';

/** AutoNumbers' sequences; `current_value` counts only where there are no native ones. */
export const SEQUENCE_TABLE = 'mendixsystem$sequence';
