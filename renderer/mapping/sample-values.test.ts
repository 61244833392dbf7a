import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, shallowRef } from 'vue';
import { setBridge } from '../bridge/call';
import { useConnection } from '../connect/connection';
import { EXAMPLE_INFO, exampleModel } from '../testing/example-model';
import { FakeBridge } from '../testing/fake-bridge';
import { useSampleValues } from './sample-values';

const NAMES = ['M.A/One', 'M.A/Two'];
const lost = { code: 'connection-lost', message: 'lost', cause: '', remedy: '' };

beforeEach(() => {
  sessionStorage.clear();
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('useSampleValues', () => {
  it('tells what is loading, what failed and what has no values apart, and asks again once it can', async () => {
    const bridge = new FakeBridge({
      'connection.open': () => ({ ok: true, value: { info: EXAMPLE_INFO, model: exampleModel() } }),
      'connection.reconnect': () => ({ ok: true, value: { info: EXAMPLE_INFO, model: exampleModel() } }),
      'model.sampleValues': () => ({ ok: false, failure: lost }),
    });
    setBridge(bridge);
    const connection = useConnection();
    await connection.connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
    const enabled = ref(false);
    const visible = shallowRef(NAMES);
    const scope = effectScope();
    const samples = scope.run(() =>
      useSampleValues(enabled, visible, () => [{ entity: 'M.A', attributes: new Set(NAMES) }]),
    );
    const shown = (): unknown => Object.fromEntries(samples?.value ?? []);
    enabled.value = true;
    await nextTick();
    expect(shown()).toEqual({});
    vi.advanceTimersByTime(120);
    expect(shown()).toEqual({ 'M.A/One': { kind: 'loading' }, 'M.A/Two': { kind: 'loading' } });
    await vi.runAllTimersAsync();
    expect(shown()).toEqual({ 'M.A/One': { kind: 'failed' }, 'M.A/Two': { kind: 'failed' } });
    expect(connection.lost).toEqual(lost);

    // Not asked for again and again while the database is away.
    visible.value = [...NAMES];
    await vi.runAllTimersAsync();
    expect(bridge.requests('model.sampleValues')).toHaveLength(1);

    bridge.handlers['model.sampleValues'] = () => ({ ok: true, value: { 'M.A/One': ['1'] } });
    const again = await connection.reconnect();
    if (again) connection.adopt(again);
    await vi.runAllTimersAsync();
    expect(shown()).toEqual({
      'M.A/One': { kind: 'values', values: ['1'] },
      'M.A/Two': { kind: 'values', values: [] },
    });
    scope.stop();
  });
});
