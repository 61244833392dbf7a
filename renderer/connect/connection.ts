import { useSessionStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Connection, ConnectionInfo, DatabaseIdentity } from '../../shared/connection';
import { isProduction } from '../../shared/connection';
import type {
  Answer,
  Colour,
  ConnectRequest,
  DatabaseChannel,
  OpenedDatabase,
  Request,
  Response,
} from '../../shared/contract';
import { sameDatabase } from '../../shared/database-identity';
import type { DomainModel } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Failure } from '../../shared/failure';
import { call } from '../bridge/call';
import { fromAnswer } from '../ui/async-state';
import type { AsyncState } from '../ui/async-state';
import { useWork, WORK_CANCELLED } from './work';

/** What an open connection is known by; without secrets. */
export interface OpenConnection {
  connection: Connection;
  info: ConnectionInfo;
  colour: Colour;
}

/**
 * `lost`: why the database that is shown cannot be asked any more; null as long as it can. `unread`: the services have
 * the connection still, and the domain model could not be read after a reload of the window.
 */
export type ConnectionState =
  | { kind: 'closed' }
  | { kind: 'opening'; of: Connection['type'] }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'unread'; failure: Failure }
  | ({ kind: 'open'; index: DomainModelIndex; lost: Failure | null } & OpenConnection);

/** What was connected, and is another database than the page has shown so far. */
export interface OtherDatabase {
  before: DatabaseIdentity;
  now: DatabaseIdentity;
}

/** The program was started again since: nothing went wrong. */
const NOT_CONNECTED = 'not-connected';
const CONNECTION_LOST = 'connection-lost';
/** The database is not what the page shows; reconnecting shows what it is. */
export const LOST: ReadonlySet<string> = new Set([CONNECTION_LOST, 'other-database', NOT_CONNECTED]);
/** Channels that need no database to answer: their success says nothing of the connection. */
const WITHOUT_DATABASE: ReadonlySet<string> = new Set(['plan.preview', 'plan.exportSql']);

/** The connection to the app's database and its domain model. */
export const useConnection = defineStore('connection', () => {
  const state = shallowRef<ConnectionState>({ kind: 'closed' });
  const test = shallowRef<AsyncState<ConnectionInfo>>({ kind: 'idle' });
  const reloading = shallowRef(false);
  const reconnecting = shallowRef(false);
  /** The services keep the connection while this window is reloaded. */
  const kept = useSessionStorage<OpenConnection | null>('user-migration.connection', null, {
    serializer: {
      read: (text) => JSON.parse(text) as OpenConnection | null,
      write: (value) => JSON.stringify(value),
    },
  });

  const open = computed(() => (state.value.kind === 'open' ? state.value : null));
  const index = computed(() => open.value?.index ?? null);
  const mustConfirm = computed(() => {
    const connection = open.value?.connection;
    return connection !== undefined && isProduction(connection);
  });
  /** Why the database cannot be asked although it was connected; null when it can, or when none was. */
  const lost = computed(() => {
    if (open.value !== null) return open.value.lost;
    return state.value.kind === 'failed' && kept.value !== null ? state.value.failure : null;
  });

  /** Why a database that answers is not shown: somebody holds a lock, or took a right away; null otherwise. */
  const unread = computed(() => (state.value.kind === 'unread' ? state.value.failure : null));

  function opened(details: OpenConnection, model: DomainModel): void {
    const { connection, info, colour } = details;
    state.value = { kind: 'open', index: new DomainModelIndex(model), lost: null, connection, info, colour };
    kept.value = { connection, info, colour };
  }

  /** @returns the failure, null when it is open */
  async function connect(request: ConnectRequest, colour: Colour): Promise<Failure | null> {
    useWork().begin();
    state.value = { kind: 'opening', of: request.connection.type };
    kept.value = null;
    const answer = await call('connection.open', request);
    if (!answer.ok) {
      const { failure } = answer;
      state.value = failure.code === WORK_CANCELLED ? { kind: 'closed' } : { kind: 'failed', failure };
      return answer.failure;
    }
    opened({ connection: request.connection, info: answer.value.info, colour }, answer.value.model);
    return null;
  }

  /**
   * Asks about the database that is shown, and notes when it can no longer be asked.
   * Answers `not-connected` where none is shown.
   */
  async function ask<C extends DatabaseChannel>(
    channel: C,
    request: Omit<Request<C>, 'identity'>,
  ): Promise<Answer<Response<C>>> {
    const identity = open.value?.info.identity;
    if (identity === undefined) return { ok: false, failure: notConnected() };
    const answer = await call(channel, { ...request, identity } as unknown as Request<C>);
    if (isShown(identity)) note(channel, answer);
    return answer;
  }

  /** Is this still the database that the page shows? Late answers are about an earlier one. */
  function isShown(identity: DatabaseIdentity): boolean {
    return open.value !== null && sameDatabase(open.value.info.identity, identity);
  }

  function note(channel: DatabaseChannel, answer: Answer<unknown>): void {
    if (!answer.ok) markLost(answer.failure);
    // It came back without us.
    else if (open.value?.lost?.code === CONNECTION_LOST && !WITHOUT_DATABASE.has(channel)) {
      state.value = { ...open.value, lost: null };
    }
  }

  /** Any failure may say that the database cannot be asked any more. */
  function markLost(failure: Failure): void {
    if (open.value !== null && LOST.has(failure.code)) state.value = { ...open.value, lost: failure };
  }

  /** The failure was read. */
  function dismissFailure(): void {
    if (state.value.kind === 'failed') forget();
  }

  /** @returns the failure, null when the connection works */
  async function tryOut(request: ConnectRequest): Promise<Failure | null> {
    test.value = { kind: 'loading' };
    const answer = await call('connection.test', request);
    test.value = fromAnswer(answer);
    return answer.ok ? null : answer.failure;
  }

  /** After a reload of the window, and again while it is unread: takes up the connection that the services have. */
  async function resume(): Promise<void> {
    const details = kept.value;
    if (details === null) return;
    if (unread.value === null) state.value = { kind: 'opening', of: details.connection.type };
    reloading.value = true;
    const answer = await call('model.reload', { identity: details.info.identity });
    reloading.value = false;
    if (answer.ok) opened(details, answer.value);
    else if (answer.failure.code === NOT_CONNECTED) forget();
    else state.value = { kind: LOST.has(answer.failure.code) ? 'failed' : 'unread', failure: answer.failure };
  }

  /**
   * Opens the connection once more, as it was opened. What is there is shown only after {@link adopt}.
   * @returns null when it failed, which {@link lost} says
   */
  async function reconnect(): Promise<(OpenedDatabase & { other: OtherDatabase | null }) | null> {
    const details = kept.value;
    if (details === null) return null;
    reconnecting.value = true;
    const answer = await call('connection.reconnect', null);
    reconnecting.value = false;
    if (!answer.ok) {
      if (open.value !== null) state.value = { ...open.value, lost: answer.failure };
      else state.value = { kind: 'failed', failure: answer.failure };
      return null;
    }
    const [before, now] = [details.info.identity, answer.value.info.identity];
    return { ...answer.value, other: sameDatabase(before, now) ? null : { before, now } };
  }

  /** Shows what {@link reconnect} found. */
  function adopt({ info, model }: OpenedDatabase): void {
    const details = kept.value;
    if (details !== null) opened({ ...details, info }, model);
  }

  /** Reads the domain model again, e.g. after a run. The old one stays when that fails. */
  async function reload(): Promise<Failure | null> {
    const details = open.value;
    if (details === null) return null;
    reloading.value = true;
    const answer = await ask('model.reload', {});
    reloading.value = false;
    if (!answer.ok) return answer.failure;
    opened(details, answer.value);
    return null;
  }

  /** Nothing is connected any more as far as this page knows. */
  function forget(): void {
    state.value = { kind: 'closed' };
    kept.value = null;
  }

  async function close(): Promise<void> {
    forget();
    test.value = { kind: 'idle' };
    await call('connection.close', null);
  }

  function forgetTest(): void {
    test.value = { kind: 'idle' };
  }

  return {
    state,
    test,
    open,
    kept,
    index,
    isProduction: mustConfirm,
    lost,
    unread,
    reloading,
    reconnecting,
    connect,
    ask,
    isShown,
    markLost,
    dismissFailure,
    tryOut,
    resume,
    reconnect,
    adopt,
    reload,
    close,
    forgetTest,
  };
});

function notConnected(): Failure {
  return {
    code: NOT_CONNECTED,
    message: 'No database is connected.',
    cause: 'The connection was closed, or none was opened yet.',
    remedy: 'Connect to the database first.',
  };
}
