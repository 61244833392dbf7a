import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Finding } from '../../../shared/findings';
import { associationCompatibility } from '../../../shared/mapping/association-compatibility';
import type { PlannedStep } from '../decide/planned-step';
import type { MappedUserAssociation } from '../decide/resolve-mappings';
import { finding } from './finding';

/** Can the target association take the links of the source association, as far as the domain model tells? */
export function checkAssociation(
  index: DomainModelIndex,
  steps: readonly PlannedStep[],
  { planned, source, target }: MappedUserAssociation,
): Finding[] {
  const { mismatch, reason } = associationCompatibility(
    index,
    source,
    target,
    steps.map(({ step }) => step),
  );
  if (mismatch === null) return [];
  return [
    finding({
      code: mismatch,
      step: planned.index,
      subject: target.association.name,
      message: `${source.association.name} cannot be mapped to it: ${reason}`,
      remedy: 'Choose an association of the same form, or remove the mapping.',
    }),
  ];
}
