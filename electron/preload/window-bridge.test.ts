import { describe, expect, it, vi } from 'vitest';
import type { Channel, EventName } from '../../shared/contract';

const sent = vi.hoisted(() => [] as unknown[]);
const listeners = vi.hoisted(() => new Set<(event: unknown, name: string, payload: unknown) => void>());
vi.mock('electron', () => ({
  ipcRenderer: {
    invoke: (...message: unknown[]) => {
      sent.push(message);
      return Promise.resolve({ ok: true, value: null });
    },
    on: (_name: string, listener: () => void) => listeners.add(listener),
    off: (_name: string, listener: () => void) => listeners.delete(listener),
  },
}));
const { windowBridge } = await import('./window-bridge');

describe('windowBridge', () => {
  it('asks for the services to be started again', () => {
    windowBridge.retry?.();
    expect(sent.splice(0)).toEqual([['user-migration:retry']]);
  });

  it('passes on the channels of the contract, and no other message', async () => {
    await windowBridge.invoke('run.cancel', { run: null });
    expect(sent).toEqual([['user-migration:invoke', 'run.cancel', { run: null }]]);
    await expect(windowBridge.invoke('ELECTRON_BROWSER' as Channel, null)).rejects.toThrow('not a channel');
    expect(sent).toHaveLength(1);
  });

  it('passes on events without Electron’s own objects, until it is told to stop', () => {
    const heard: unknown[] = [];
    const stop = windowBridge.on('menu', (...payload: unknown[]) => heard.push(payload));
    for (const listener of listeners) {
      listener({ sender: 'electron' }, 'menu', 'save');
      listener({ sender: 'electron' }, 'openProject', { path: '/a' });
    }
    stop();
    expect(heard).toEqual([['save']]);
    expect(listeners.size).toBe(0);
    expect(() => windowBridge.on('other' as EventName, () => undefined)).toThrow('not an event');
  });
});
