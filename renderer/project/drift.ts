import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Project, Step } from '../../shared/project';

/**
 * How the database's domain model differs from the one the mapping was made for: not at all, in
 * something the project does not name, or in something it names and the database no longer has.
 */
export type Drift = { kind: 'none' } | { kind: 'changed' } | { kind: 'broken'; missing: string[] };

export function findDrift(index: DomainModelIndex, project: Project): Drift {
  const missing = project.steps.flatMap((step) => missingNames(index, step));
  if (missing.length > 0) return { kind: 'broken', missing: [...new Set(missing)] };
  const made = project.domainModel;
  return made === undefined || made === index.model.fingerprint ? { kind: 'none' } : { kind: 'changed' };
}

/** Everything the step names that the domain model does not have. */
export function missingNames(index: DomainModelIndex, step: Step): string[] {
  const attributes = step.attributes.flatMap((mapping) =>
    'source' in mapping ? [mapping.source, mapping.target] : [mapping.target],
  );
  const associations = step.associations.flatMap(({ source, target }) => [source, target]);
  return [
    ...[step.source, step.target].filter((name) => !index.isUserEntity(name)),
    ...attributes.filter((name) => index.attribute(name) === undefined),
    ...associations.filter((name) => index.associations(name).length === 0),
  ];
}
