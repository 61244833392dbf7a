import type { Column } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Finding } from '../../../shared/findings';
import { attributeCompatibility, describeType } from '../../../shared/mapping/attribute-compatibility';
import { constantProblem } from '../decide/constant-value';
import type { AttributePlace, MappedAttribute } from '../decide/resolve-mappings';
import { takesConstants, takesValues } from './column-limits';
import { finding } from './finding';

/** Do the types of a mapping fit, and those of its columns? */
export function checkTypes(index: DomainModelIndex, mapping: MappedAttribute): Finding[] {
  const found = checkAttributes(mapping);
  return found.some(({ severity }) => severity === 'error')
    ? found
    : [...found, ...checkColumns(index, mapping)];
}

/** Somebody may have altered them: the database converts no text to a number, for instance. */
function checkColumns(index: DomainModelIndex, mapping: MappedAttribute): Finding[] {
  const { planned, target, from } = mapping;
  if (haveFittingColumns(index, mapping)) return [];
  const type = (place: AttributePlace): string => columnOf(index, place)?.type ?? '';
  return [
    finding({
      code: 'type-mismatch',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      message: `The column of ${target.attribute.qualifiedName} is ${type(target)} and takes no ${from.kind === 'constant' ? target.attribute.type : `values of ${from.source.attribute.qualifiedName}, whose column is ${type(from.source)}`}.`,
      remedy: 'Give the columns the types that Mendix gives them, or remove the mapping.',
    }),
  ];
}

function haveFittingColumns(index: DomainModelIndex, { target, from }: MappedAttribute): boolean {
  const column = columnOf(index, target);
  if (column === undefined) return true;
  if (from.kind === 'constant') return takesConstants(column, target.attribute.type);
  const source = columnOf(index, from.source);
  return source === undefined || takesValues(column, source);
}

function columnOf(index: DomainModelIndex, { attribute, entity }: AttributePlace): Column | undefined {
  return index.table(entity.table)?.columns.find(({ name }) => name === attribute.column);
}

function checkAttributes(mapping: MappedAttribute): Finding[] {
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
export function hasFittingTypes(index: DomainModelIndex, mapping: MappedAttribute): boolean {
  const { target, from } = mapping;
  const fits =
    from.kind === 'constant'
      ? constantProblem(target.attribute.type, from.value) === null
      : attributeCompatibility(from.source.attribute, target.attribute).status !== 'mismatch';
  return fits && haveFittingColumns(index, mapping);
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
