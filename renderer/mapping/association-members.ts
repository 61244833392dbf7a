import { computed } from 'vue';
import { associationCompatibility } from '../../shared/mapping/association-compatibility';
import { suggestMappings } from '../../shared/mapping/suggest';
import { analyseStep } from '../../shared/step-analysis';
import type { UserAssociation } from '../../shared/step-analysis';
import { useCheck } from '../check/check';
import { useProject } from '../project/project';
import { withAssociation, withoutAssociation } from '../project/step-edits';
import { texts } from '../texts/en';
import { associationItems } from './association-items';
import type { Fit } from './board/board-item';
import type { MappedStep, Members } from './members';

/** The associations of a step: one to one. */
export function useAssociations(of: MappedStep): Members {
  const check = useCheck();
  const project = useProject();
  const analysis = computed(() => analyseStep(of.index, of.step));
  const sourceEnds = computed(() => byName(analysis.value.sourceAssociations));
  const targetEnds = computed(() => byName(analysis.value.targetAssociations));

  function fitOf(source: string, target: string): Fit | null {
    const from = sourceEnds.value.get(source);
    const to = targetEnds.value.get(target);
    return from && to ? associationCompatibility(of.index, from, to, project.project.steps) : null;
  }

  return {
    items: computed(() => associationItems(analysis.value, of.step)),
    suggestions: computed(() => suggestMappings(of.index, of.step).associations),
    rows: computed(() =>
      of.step.associations.map(({ source, target }) => ({
        source,
        target,
        constant: null,
        fit: fitOf(source, target),
      })),
    ),
    left: computed(() =>
      analysis.value.unmappedAssociations.map(({ association }) => {
        const { name, multiplicity, links } = association;
        const counted = check.checked !== null;
        const count = counted ? check.lossOf(of.position, name) : links;
        return {
          name,
          type: multiplicity,
          count,
          amount: counted ? texts.left.links(count ?? 0) : texts.left.linksUpTo(links ?? 0),
          accepted: of.step.acceptLoss.includes(name),
        };
      }),
    ),
    always: computed(() => texts.associations.always(analysis.value.carriedAssociations.length)),
    fitOf,
    put: (step, { target, from }) =>
      from.kind === 'source' ? withAssociation(step, { source: from.source, target }) : step,
    remove: withoutAssociation,
  };
}

function byName(ends: UserAssociation[]): Map<string, UserAssociation> {
  return new Map(ends.map((end) => [end.association.name, end]));
}
