import { useDebounceFn } from '@vueuse/core';
import { shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { call } from '../bridge/call';
import { useApp } from '../stores/app';

const QUIET_MS = 120;

/**
 * Sample values of the attributes in view, asked for once each, and only while they are shown.
 * @param entities the step's source and target; an attribute is asked of the one that has it
 */
export function useSampleValues(
  enabled: Ref<boolean>,
  visible: Ref<string[]>,
  entities: () => { entity: string; attributes: ReadonlySet<string> }[],
): ShallowRef<ReadonlyMap<string, string[]> | null> {
  const app = useApp();
  const values = shallowRef<ReadonlyMap<string, string[]> | null>(null);
  const known = new Map<string, string[]>();

  const load = useDebounceFn(async () => {
    for (const { entity, attributes } of entities()) {
      const missing = visible.value.filter((name) => attributes.has(name) && !known.has(name));
      if (missing.length === 0) continue;
      const answer = await call('model.sampleValues', { entity, attributes: missing });
      if (!answer.ok) {
        app.fail(answer.failure);
        continue;
      }
      for (const name of missing) known.set(name, answer.value[name] ?? []);
    }
    if (enabled.value) values.value = new Map(known);
  }, QUIET_MS);

  watch([enabled, visible], ([isShown]) => {
    values.value = isShown ? new Map(known) : null;
    if (isShown) void load();
  });
  return values;
}
