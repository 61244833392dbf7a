import { SYSTEM_USER } from '../../shared/domain-model';
import type { Attribute } from '../../shared/domain-model';
import { describeType } from '../../shared/mapping/attribute-compatibility';
import type { Step } from '../../shared/project';
import type { StepAnalysis } from '../../shared/step-analysis';
import { texts } from '../texts/en';
import type { BoardItem, BoardState } from './board/board-item';

/** Both sides of the Attributes screen, with what each attribute is mapped to. */
export function attributeItems(
  analysis: StepAnalysis,
  step: Step,
): { sources: BoardItem[]; targets: BoardItem[] } {
  const targetsOf = new Map<string, string[]>();
  const mappingOf = new Map(step.attributes.map((mapping) => [mapping.target, mapping]));
  for (const mapping of step.attributes) {
    if (!('source' in mapping)) continue;
    targetsOf.set(mapping.source, [...(targetsOf.get(mapping.source) ?? []), mapping.target]);
  }
  const carried = new Set(analysis.carriedAttributes.map((attribute) => attribute.qualifiedName));

  const sourceState = (name: string): BoardState => {
    const others = targetsOf.get(name);
    if (others) return { kind: 'mapped', others };
    const isCarried = carried.has(name) || name.startsWith(`${SYSTEM_USER}/`);
    return { kind: isCarried ? 'carried' : 'open' };
  };
  const targetState = (name: string): BoardState => {
    const mapping = mappingOf.get(name);
    if (mapping === undefined) return { kind: carried.has(name) ? 'carried' : 'open' };
    return 'source' in mapping
      ? { kind: 'mapped', others: [mapping.source] }
      : { kind: 'constant', value: mapping.value };
  };
  return {
    sources: analysis.mappableSources.map((attribute) => toItem(attribute, sourceState)),
    targets: analysis.mappableTargets.map((attribute) => toItem(attribute, targetState)),
  };
}

function toItem(attribute: Attribute, stateOf: (name: string) => BoardState): BoardItem {
  const { qualifiedName, name, unique } = attribute;
  return {
    id: qualifiedName,
    label: name,
    group: qualifiedName.slice(0, qualifiedName.lastIndexOf('/')),
    type: describeType(attribute),
    badges: unique ? [texts.board.unique] : [],
    detail: null,
    state: stateOf(qualifiedName),
  };
}
