import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useApp } from './app';

const failure = (code: string): Parameters<ReturnType<typeof useApp>['fail']>[0] => ({
  code,
  message: `${code} happened.`,
  cause: '',
  remedy: '',
});

describe('app', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
  });

  it('keeps every failure until it is dismissed, whatever goes well or wrong meanwhile', () => {
    const app = useApp();
    app.fail(failure('first'));
    app.fail(failure('second'));
    app.fail(failure('first'));
    app.say('Something went well.');
    app.dismissMessage();
    expect(app.failures.map(({ code }) => code)).toEqual(['second', 'first']);
    const [second] = app.failures;
    if (second) app.dismiss(second);
    expect(app.failures.map(({ code }) => code)).toEqual(['first']);
  });
});
