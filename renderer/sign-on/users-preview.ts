import { useDebounceFn } from '@vueuse/core';
import { ref, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { UsersPreview } from '../../shared/contract';
import type { Step } from '../../shared/project';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import type { AsyncState } from '../ui/async-state';
import { fromAnswer } from '../ui/async-state';

/** How long somebody who types is waited for, in milliseconds. */
const PAUSE_MS = 300;

/** Which users a step moves and under which names, asked again after every change; the last answer stays meanwhile. */
export function useUsersPreview(
  position: () => number,
  step: () => Step,
): { state: ShallowRef<AsyncState<UsersPreview>>; isStale: Ref<boolean> } {
  const project = useProject();
  const connection = useConnection();
  const state = shallowRef<AsyncState<UsersPreview>>({ kind: 'loading' });
  const isStale = ref(false);
  let asked = 0;

  const ask = useDebounceFn(async () => {
    const request = ++asked;
    const answer = await connection.ask('users.preview', {
      project: project.project,
      projectPath: project.path,
      step: position(),
    });
    if (request !== asked) return;
    state.value = fromAnswer(answer);
    isStale.value = false;
  }, PAUSE_MS);

  watch(
    [position, step, () => connection.index],
    () => {
      isStale.value = true;
      void ask();
    },
    { immediate: true },
  );
  return { state, isStale };
}
