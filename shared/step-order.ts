import type { DomainModelIndex } from './domain-model-index';
import type { Step } from './project';

/**
 * Puts steps in the order in which they are carried out: a step whose source specializes another
 * step's source is moved before that one, since users of specializations are moved before those of
 * their generalization. All else keeps the order of the project.
 * @returns indexes into `steps`, and a sentence on what changed, null when nothing did
 */
export function orderSteps(
  index: DomainModelIndex,
  steps: readonly Pick<Step, 'source'>[],
): { order: number[]; note: string | null } {
  const generalizations = steps.map(
    (step) =>
      new Set(
        index
          .chain(step.source)
          .slice(1)
          .map((entity) => entity.name),
      ),
  );
  const order: number[] = [];
  const reasons: string[] = [];
  const placed = new Set<number>();
  const place = (position: number): void => {
    if (placed.has(position)) return;
    placed.add(position);
    const { source } = steps[position] ?? { source: '' };
    generalizations.forEach((names, other) => {
      if (!names.has(source) || placed.has(other)) return;
      reasons.push(`${steps[other]?.source ?? ''} is moved before ${source}, which it specializes`);
      place(other);
    });
    order.push(position);
  };
  steps.forEach((_, position) => {
    place(position);
  });
  return {
    order,
    note:
      reasons.length === 0
        ? null
        : `Users of a specialization are moved before those of its generalization: ${reasons.join('; ')}.`,
  };
}
