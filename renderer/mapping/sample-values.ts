import { useDebounceFn } from '@vueuse/core';
import { shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { useConnection } from '../connect/connection';
import { useApp } from '../wizard/app';

const QUIET_MS = 120;

/** What is known of an attribute's values; one that is missing here is about to be asked for. */
export type SampleValues = { kind: 'loading' } | { kind: 'failed' } | { kind: 'values'; values: string[] };

/**
 * Sample values of the attributes in view, asked for once each, and only while they are shown. What failed is asked
 * for again when the database can be.
 * @param entities the step's source and target; an attribute is asked of the one that has it
 */
export function useSampleValues(
  enabled: Ref<boolean>,
  visible: Ref<string[]>,
  entities: () => { entity: string; attributes: ReadonlySet<string> }[],
): ShallowRef<ReadonlyMap<string, SampleValues> | null> {
  const app = useApp();
  const connection = useConnection();
  const shown = shallowRef<ReadonlyMap<string, SampleValues> | null>(null);
  const known = new Map<string, SampleValues>();

  function learn(names: string[], of: (name: string) => SampleValues): void {
    for (const name of names) known.set(name, of(name));
    if (enabled.value) shown.value = new Map(known);
  }

  async function loadOf(entity: string, attributes: ReadonlySet<string>): Promise<void> {
    const missing = visible.value.filter((name) => attributes.has(name) && !known.has(name));
    if (missing.length === 0) return;
    learn(missing, () => ({ kind: 'loading' }));
    const answer = await connection.ask('model.sampleValues', { entity, attributes: missing });
    if (!answer.ok && connection.lost === null) app.fail(answer.failure);
    learn(missing, (name) =>
      answer.ok ? { kind: 'values', values: answer.value[name] ?? [] } : { kind: 'failed' },
    );
  }

  const load = useDebounceFn(async () => {
    for (const { entity, attributes } of entities()) await loadOf(entity, attributes);
  }, QUIET_MS);

  watch([enabled, visible], ([isShown]) => {
    shown.value = isShown ? new Map(known) : null;
    if (isShown) void load();
  });
  // Connected again: what is known may be of another state of the database.
  watch(
    () => connection.index,
    () => {
      known.clear();
      if (enabled.value) void load();
    },
  );
  watch(
    () => connection.lost,
    (lost) => {
      if (lost !== null) return;
      for (const [name, { kind }] of [...known]) if (kind === 'failed') known.delete(name);
      if (enabled.value) void load();
    },
  );
  return shown;
}
