import type { Attribute, AttributeType } from '../domain-model';

/**
 * Whether the values of one attribute can be written to another. `widening`: every value fits in
 * another type; `narrowing`: the type fits, but a value may be too long, so the data decides.
 */
export interface AttributeCompatibility {
  status: 'equal' | 'widening' | 'narrowing' | 'mismatch';
  /** One sentence for the administrator. */
  reason: string;
}

/** Besides its own type, where each type's values go without loss. All else is a mismatch. */
const WIDENINGS: Readonly<Record<AttributeType, readonly AttributeType[]>> = {
  AutoNumber: [],
  Integer: ['Long', 'Decimal'],
  Long: ['Decimal'],
  Decimal: [],
  Boolean: [],
  DateTime: [],
  String: [],
  Enumeration: ['String'],
  Binary: [],
};

/** An attribute as far as its values are concerned. */
export type ValueType = Pick<Attribute, 'type' | 'length'>;

export function attributeCompatibility(source: ValueType, target: ValueType): AttributeCompatibility {
  const sameType = source.type === target.type;
  if (!sameType && !WIDENINGS[source.type].includes(target.type)) {
    return {
      status: 'mismatch',
      reason: `${article(source.type)} cannot become ${lowerArticle(target.type)}.`,
    };
  }
  if (maximumLength(target) < maximumLength(source)) {
    return {
      status: 'narrowing',
      reason: `${describeType(source)} into ${describeType(target)}: only possible if all values are short enough.`,
    };
  }
  return sameType
    ? { status: 'equal', reason: `Both are of type ${source.type}.` }
    : { status: 'widening', reason: `Every ${source.type} fits in ${lowerArticle(target.type)}.` };
}

/** Mendix says 0 for an unlimited String; types without a length never limit. */
export function maximumLength({ type, length }: ValueType): number {
  const limited = (type === 'String' || type === 'Enumeration') && length > 0;
  return limited ? length : Number.POSITIVE_INFINITY;
}

/** `String(200)`, `String (unlimited)`, `Boolean` */
export function describeType(attribute: ValueType): string {
  if (attribute.type !== 'String') return attribute.type;
  return attribute.length > 0 ? `String(${String(attribute.length)})` : 'String (unlimited)';
}

function article(type: AttributeType): string {
  return /^[AEI]/.test(type) ? `An ${type}` : `A ${type}`;
}

function lowerArticle(type: AttributeType): string {
  return article(type).replace('A', 'a');
}
