import { SYSTEM_SESSION, SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Step } from '../../../shared/project';
import type { CarriedOver } from '../../../shared/report';
import { analyseStep } from '../../../shared/step-analysis';

/**
 * What every new user of a step has of the old one without a mapping, for the record. Of users who are kept
 * only what they own is copied, unless what points at them moves as well. Sessions are never taken along.
 * @returns null where the database has not both entities
 */
export function carriedOver(index: DomainModelIndex, step: Step): CarriedOver | null {
  if (!index.isUserEntity(step.source) || !index.isUserEntity(step.target)) return null;
  const { carriedAttributes, carriedAssociations } = analyseStep(index, step);
  const everything = !step.keepOldUsers || step.moveReferences === true;
  const associations = carriedAssociations
    .filter(({ role, otherEntity }) => otherEntity !== SYSTEM_SESSION && (everything || role === 'parent'))
    .map(({ association }) => association.name);
  return {
    attributes: [...(index.entity(SYSTEM_USER)?.attributes ?? []), ...carriedAttributes].map(
      ({ qualifiedName }) => qualifiedName,
    ),
    // Owner and changedBy are there once for every entity that has them.
    associations: [...new Set(associations)],
  };
}
