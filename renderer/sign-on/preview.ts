import { useDebounceFn } from '@vueuse/core';
import { ref, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef, WatchSource } from 'vue';
import type { Answer, MergesPreview, UsersFilter, UsersPreview } from '../../shared/contract';
import type { Step } from '../../shared/project';
import { useConnection } from '../connect/connection';
import { whenReconnected } from '../connect/when-reconnected';
import { useProject } from '../project/project';
import type { AsyncState } from '../ui/async-state';
import { fromAnswer } from '../ui/async-state';

/** How long somebody who types is waited for, in milliseconds. */
const PAUSE_MS = 300;

/** What the database says of a step's users. */
export interface Preview<T> {
  state: ShallowRef<AsyncState<T>>;
  /** The answer is older than the last change. */
  isStale: Ref<boolean>;
}

/** Which users a step moves and under which names. */
export function useUsersPreview(
  position: () => number,
  step: () => Step,
  show: () => UsersFilter,
): Preview<UsersPreview> {
  const project = useProject();
  const connection = useConnection();
  return usePreview([position, step, show, () => connection.index], () =>
    connection.ask('users.preview', {
      project: project.project,
      projectPath: project.path,
      step: position(),
      show: show(),
    }),
  );
}

/** Users of a step who are merged, beside the existing ones. */
export function useMergesPreview(
  position: () => number,
  step: () => Step,
  from: () => number,
): Preview<MergesPreview> {
  const project = useProject();
  const connection = useConnection();
  return usePreview([position, step, from, () => connection.index], () =>
    connection.ask('users.merges', {
      project: project.project,
      projectPath: project.path,
      step: position(),
      from: from(),
    }),
  );
}

/** Asked again after every change; the last answer stays meanwhile. */
function usePreview<T>(sources: WatchSource[], question: () => Promise<Answer<T>>): Preview<T> {
  const state = shallowRef<AsyncState<T>>({ kind: 'loading' });
  const isStale = ref(false);
  let asked = 0;

  const ask = useDebounceFn(async () => {
    const request = ++asked;
    const answer = await question();
    if (request !== asked) return;
    state.value = fromAnswer(answer);
    isStale.value = false;
  }, PAUSE_MS);

  whenReconnected(ask);
  watch(
    sources,
    () => {
      isStale.value = true;
      void ask();
    },
    { immediate: true },
  );
  return { state, isStale };
}
