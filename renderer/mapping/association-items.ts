import { unqualifiedName } from '../../shared/mapping/association-name';
import type { Step } from '../../shared/project';
import type { StepAnalysis, UserAssociation } from '../../shared/step-analysis';
import { texts } from '../texts/en';
import { plural } from '../ui/format';
import type { BoardItem, BoardState } from './board/board-item';

/** Both sides of the Associations screen, with what each association is mapped to. */
export function associationItems(
  analysis: StepAnalysis,
  step: Step,
): { sources: BoardItem[]; targets: BoardItem[] } {
  const targetOf = new Map(step.associations.map(({ source, target }) => [source, target]));
  const sourceOf = new Map(step.associations.map(({ source, target }) => [target, source]));
  const state = (other: string | undefined): BoardState =>
    other === undefined ? { kind: 'open' } : { kind: 'mapped', others: [other] };
  return {
    sources: analysis.sourceAssociations.map((end) => toItem(end, state(targetOf.get(end.association.name)))),
    targets: analysis.targetAssociations.map((end) => toItem(end, state(sourceOf.get(end.association.name)))),
  };
}

function toItem({ association, role, otherEntity }: UserAssociation, state: BoardState): BoardItem {
  const { name, multiplicity, links } = association;
  const details = [
    role === 'parent' ? texts.associations.owner : texts.associations.notOwner,
    texts.associations.other(otherEntity),
    ...(links === null ? [] : [plural(links, 'link')]),
  ];
  return {
    id: name,
    label: unqualifiedName(name),
    group: name.slice(0, name.indexOf('.')),
    type: multiplicity,
    badges: [],
    detail: details.join(' · '),
    state,
  };
}
