import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Request, SavedConnection } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { call } from '../bridge/call';
import { fromAnswer } from '../ui/async-state';
import type { AsyncState } from '../ui/async-state';

/** Connections kept for the next time; their secrets are in the keychain, never here. */
export const useSavedConnections = defineStore('saved-connections', () => {
  const list = shallowRef<AsyncState<SavedConnection[]>>({ kind: 'idle' });
  /** The last save or removal that went wrong. */
  const failure = shallowRef<Failure | null>(null);
  /** Why the secrets of the last saved connection were not kept. */
  const secretsNotStored = shallowRef<string | null>(null);

  async function load(): Promise<void> {
    if (list.value.kind !== 'done') list.value = { kind: 'loading' };
    list.value = fromAnswer(await call('connections.list', null));
  }

  async function save(request: Request<'connections.save'>): Promise<SavedConnection | null> {
    const answer = await call('connections.save', request);
    failure.value = answer.ok ? null : answer.failure;
    secretsNotStored.value = answer.ok ? answer.value.secretsNotStored : null;
    await load();
    return answer.ok ? answer.value.saved : null;
  }

  async function remove(id: string): Promise<void> {
    const answer = await call('connections.remove', { id });
    failure.value = answer.ok ? null : answer.failure;
    await load();
  }

  return { list, failure, secretsNotStored, load, save, remove };
});
