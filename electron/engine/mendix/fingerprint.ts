import { createHash } from 'node:crypto';
import type { Association, Entity } from '../../../shared/domain-model';

/** Digest of what a mapping relies on: names, types, lengths, multiplicities. Counts and sequences are left out. */
export function fingerprintOf(entities: readonly Entity[], associations: readonly Association[]): string {
  const essence = {
    entities: entities.map(({ name, generalization, attributes }) => ({
      name,
      generalization,
      attributes: attributes.map((attribute) => [
        attribute.name,
        attribute.type,
        attribute.length,
        attribute.unique,
      ]),
    })),
    associations: associations.map(({ name, parentEntity, childEntity, storage, multiplicity }) => [
      name,
      parentEntity,
      childEntity,
      storage,
      multiplicity,
    ]),
  };
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
