import type { Finding } from '../../../shared/findings';
import { attributeCompatibility, describeType } from '../../../shared/mapping/attribute-compatibility';
import { constantProblem } from '../decide/constant-value';
import type { MappedAttribute } from '../decide/resolve-mappings';
import { finding } from './finding';

/** Do the types of a mapping fit? */
export function checkTypes(mapping: MappedAttribute): Finding[] {
  const { planned, target, from } = mapping;
  if (from.kind === 'constant') return checkConstant(mapping, from.value);
  const source = from.source.attribute;
  const { status, reason } = attributeCompatibility(source, target.attribute);
  if (status === 'mismatch') {
    return [
      finding({
        code: 'type-mismatch',
        step: planned.index,
        subject: target.attribute.qualifiedName,
        message: `${source.qualifiedName} cannot be mapped to it: ${reason}`,
        remedy: 'Choose an attribute of the same type, or remove the mapping.',
      }),
    ];
  }
  if (source.type === target.attribute.type) return [];
  return [
    finding({
      code: 'widening',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      message: `The ${describeType(source)} ${source.qualifiedName} becomes ${describeType(target.attribute)}.`,
      remedy: 'Nothing is lost; make sure that the app expects such values there.',
    }),
  ];
}

/** Can the values of this mapping be asked for and compared? */
export function hasFittingTypes({ target, from }: MappedAttribute): boolean {
  return from.kind === 'constant'
    ? constantProblem(target.attribute.type, from.value) === null
    : attributeCompatibility(from.source.attribute, target.attribute).status !== 'mismatch';
}

function checkConstant({ planned, target }: MappedAttribute, value: string): Finding[] {
  const problem = constantProblem(target.attribute.type, value);
  if (problem === null) return [];
  return [
    finding({
      code: 'value-invalid',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      message: `The constant for ${target.attribute.qualifiedName} must be ${problem}.`,
      remedy: 'Correct the constant or remove the mapping.',
    }),
  ];
}
