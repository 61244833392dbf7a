import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppInfo } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { call } from '../bridge/call';
import { fromAnswer } from '../composables/async-state';
import type { AsyncState } from '../composables/async-state';

/** What something done outside a screen had to say; stays until it is dismissed. */
export type Notice = { kind: 'failure'; failure: Failure } | { kind: 'message'; text: string };

/** About the program itself, and the notice above all screens. */
export const useApp = defineStore('app', () => {
  const info = shallowRef<AsyncState<AppInfo>>({ kind: 'idle' });
  const notice = shallowRef<Notice | null>(null);

  async function load(): Promise<void> {
    info.value = { kind: 'loading' };
    info.value = fromAnswer(await call('app.info', null));
  }

  function isBrowser(): boolean {
    return info.value.kind === 'done' && info.value.value.mode === 'browser';
  }

  function fail(failure: Failure): void {
    notice.value = { kind: 'failure', failure };
  }

  function say(text: string): void {
    notice.value = { kind: 'message', text };
  }

  function dismiss(): void {
    notice.value = null;
  }

  return { info, notice, load, isBrowser, fail, say, dismiss };
});
