import { useSessionStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Connection, ConnectionInfo } from '../../shared/connection';
import type { ConnectRequest } from '../../shared/contract';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { DomainModel } from '../../shared/domain-model';
import type { Failure } from '../../shared/failure';
import { call } from '../bridge/call';
import { fromAnswer } from '../composables/async-state';
import type { AsyncState } from '../composables/async-state';

/** What an open connection is known by; holds no secret. */
export interface OpenConnection {
  connection: Connection;
  info: ConnectionInfo;
  colour: string;
}

export type ConnectionState =
  | { kind: 'closed' }
  | { kind: 'opening' }
  | { kind: 'failed'; failure: Failure }
  | ({ kind: 'open'; index: DomainModelIndex } & OpenConnection);

/** The program was started anew since: nothing went wrong. */
const NOT_CONNECTED = 'not-connected';

/** The connection to the app's database and its domain model. */
export const useConnection = defineStore('connection', () => {
  const state = shallowRef<ConnectionState>({ kind: 'closed' });
  const test = shallowRef<AsyncState<ConnectionInfo>>({ kind: 'idle' });
  const reloading = shallowRef(false);
  /** The services keep the connection open while this window is reloaded. */
  const kept = useSessionStorage<OpenConnection | null>('user-migration.connection', null, {
    serializer: {
      read: (text) => JSON.parse(text) as OpenConnection | null,
      write: (value) => JSON.stringify(value),
    },
  });

  const open = computed(() => (state.value.kind === 'open' ? state.value : null));
  const index = computed(() => open.value?.index ?? null);
  const isProduction = computed(() => {
    const connection = open.value?.connection;
    return connection !== undefined && connection.type !== 'sample' && connection.production === true;
  });

  function opened(details: OpenConnection, model: DomainModel): void {
    state.value = { kind: 'open', index: new DomainModelIndex(model), ...details };
    kept.value = details;
  }

  /** @returns the failure, null when it is open */
  async function connect(request: ConnectRequest, colour: string): Promise<Failure | null> {
    state.value = { kind: 'opening' };
    kept.value = null;
    const answer = await call('connection.open', request);
    if (!answer.ok) {
      state.value = { kind: 'failed', failure: answer.failure };
      return answer.failure;
    }
    opened({ connection: request.connection, info: answer.value.info, colour }, answer.value.model);
    return null;
  }

  /** The failure was read. */
  function dismissFailure(): void {
    if (state.value.kind === 'failed') state.value = { kind: 'closed' };
  }

  /** @returns the failure, null when the connection works */
  async function tryOut(request: ConnectRequest): Promise<Failure | null> {
    test.value = { kind: 'loading' };
    const answer = await call('connection.test', request);
    test.value = fromAnswer(answer);
    return answer.ok ? null : answer.failure;
  }

  /** After a reload of the window: takes up the connection that the services still hold. */
  async function resume(): Promise<void> {
    const details = kept.value;
    if (details === null) return;
    state.value = { kind: 'opening' };
    const answer = await call('model.reload', null);
    if (answer.ok) {
      opened(details, answer.value);
      return;
    }
    await close();
    if (answer.failure.code !== NOT_CONNECTED) state.value = { kind: 'failed', failure: answer.failure };
  }

  /** Reads the domain model again, e.g. after a run. The old one stays when that fails. */
  async function reload(): Promise<Failure | null> {
    const details = open.value;
    if (details === null) return null;
    reloading.value = true;
    const answer = await call('model.reload', null);
    reloading.value = false;
    if (!answer.ok) return answer.failure;
    const { connection, info, colour } = details;
    opened({ connection, info, colour }, answer.value);
    return null;
  }

  async function close(): Promise<void> {
    state.value = { kind: 'closed' };
    test.value = { kind: 'idle' };
    kept.value = null;
    await call('connection.close', null);
  }

  function forgetTest(): void {
    test.value = { kind: 'idle' };
  }

  return {
    state,
    test,
    open,
    index,
    isProduction,
    reloading,
    connect,
    dismissFailure,
    tryOut,
    resume,
    reload,
    close,
    forgetTest,
  };
});
