import { computed } from 'vue';
import { attributeCompatibility, describeType } from '../../shared/mapping/attribute-compatibility';
import { suggestMappings } from '../../shared/mapping/suggest';
import { analyseStep } from '../../shared/step-analysis';
import { useCheck } from '../check/check';
import { withAttribute, withoutAttribute } from '../project/step-edits';
import { texts } from '../texts/en';
import { attributeItems } from './attribute-items';
import type { Fit } from './board/board-item';
import type { MappingRow } from './mapping-row';
import type { MappedStep, Members } from './members';

const CONSTANT_FIT: Fit = { status: 'equal', reason: '' };

/** The attributes of a step. Each target takes one source or a constant; a source may be mapped several times. */
export function useAttributes(of: MappedStep): Members {
  const check = useCheck();
  const analysis = computed(() => analyseStep(of.index, of.step));

  function fitOf(source: string, target: string): Fit | null {
    const from = of.index.attribute(source);
    const to = of.index.attribute(target);
    return from && to ? attributeCompatibility(from, to) : null;
  }

  return {
    items: computed(() => attributeItems(analysis.value, of.step)),
    suggestions: computed(() => suggestMappings(of.index, of.step).attributes),
    rows: computed(() =>
      of.step.attributes.map((mapping): MappingRow => {
        const { target } = mapping;
        if ('source' in mapping) {
          return { target, source: mapping.source, constant: null, fit: fitOf(mapping.source, target) };
        }
        const fit = of.index.attribute(target) ? CONSTANT_FIT : null;
        return { target, source: null, constant: mapping.value, fit };
      }),
    ),
    left: computed(() =>
      analysis.value.unmappedAttributes.map((attribute) => {
        const name = attribute.qualifiedName;
        const count = check.lossOf(of.position, name);
        return {
          name,
          type: describeType(attribute),
          count,
          amount: check.checked === null ? texts.left.uncounted : texts.left.values(count ?? 0),
          accepted: of.step.acceptLoss.includes(name),
        };
      }),
    ),
    always: computed(() => texts.attributes.always),
    fitOf,
    put: (step, { target, from }) =>
      withAttribute(
        step,
        from.kind === 'source' ? { source: from.source, target } : { value: from.value, target },
      ),
    remove: withoutAttribute,
  };
}
