import type { Attribute } from '../../shared/domain-model';
import type { DomainModelIndex } from '../../shared/domain-model-index';

/** Attributes of a user entity and its generalizations, but for what nobody may read. */
export function attributesOf(index: DomainModelIndex, entity: string): Attribute[] {
  return index
    .chain(entity)
    .flatMap(({ attributes }) => attributes)
    .filter(({ name, type }) => name !== 'Password' && type !== 'Binary');
}

/** Those that hold texts. */
export function textAttributesOf(index: DomainModelIndex, entity: string): Attribute[] {
  return attributesOf(index, entity).filter(({ type }) => type === 'String');
}
