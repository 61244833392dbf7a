import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppInfo } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { call } from '../bridge/call';
import { fromAnswer } from '../ui/async-state';
import type { AsyncState } from '../ui/async-state';

/** About the program itself, and what stands above all screens. */
export const useApp = defineStore('app', () => {
  const info = shallowRef<AsyncState<AppInfo>>({ kind: 'idle' });
  /** What went wrong outside a screen, oldest first. Nothing takes one away but {@link dismiss}. */
  const failures = shallowRef<readonly Failure[]>([]);
  /** What went well; the next thing takes its place. */
  const message = shallowRef<string | null>(null);
  /** The services answer. */
  const reachable = shallowRef(true);

  async function load(): Promise<void> {
    info.value = { kind: 'loading' };
    info.value = fromAnswer(await call('app.info', null));
  }

  function isBrowser(): boolean {
    return info.value.kind === 'done' && info.value.value.mode === 'browser';
  }

  /** The same failure again is shown once. */
  function fail(failure: Failure): void {
    const others = failures.value.filter(
      ({ code, message: said }) => code !== failure.code || said !== failure.message,
    );
    failures.value = [...others, failure];
  }

  function dismiss(failure: Failure): void {
    failures.value = failures.value.filter((other) => other !== failure);
  }

  /** What these codes stand for is over, or shown elsewhere. */
  function dismissCodes(...codes: string[]): void {
    failures.value = failures.value.filter(({ code }) => !codes.includes(code));
  }

  function say(text: string): void {
    message.value = text;
  }

  function dismissMessage(): void {
    message.value = null;
  }

  return {
    info,
    failures,
    message,
    reachable,
    load,
    isBrowser,
    fail,
    dismiss,
    dismissCodes,
    say,
    dismissMessage,
  };
});
