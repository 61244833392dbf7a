import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AppInfo } from '../../shared/contract';
import { setBridge } from '../bridge/call';
import { FakeBridge } from '../testing/fake-bridge';
import { useApp } from '../wizard/app';
import PathField from './PathField.vue';

function info(mode: AppInfo['mode']): AppInfo {
  return { version: '1', mode, platform: 'linux', secrets: { available: true, reason: null } };
}

async function choose(mode: AppInfo['mode'], chosen: string | null): Promise<unknown[] | null> {
  setBridge(
    new FakeBridge({
      'app.info': () => ({ ok: true, value: info(mode) }),
      'connection.chooseFile': () => ({ ok: true, value: chosen }),
    }),
  );
  await useApp().load();
  const field = mount(PathField, { props: { label: 'CA file', modelValue: 'old.pem' } });
  const button = field.find('button');
  if (!button.exists()) return null;
  expect(button.attributes('aria-label')).toBe('Choose the CA file');
  await button.trigger('click');
  await flushPromises();
  return field.emitted('update:modelValue')?.flat() ?? [];
}

describe('path of a file', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
  });

  it('is taken from the native dialog', async () => {
    expect(await choose('electron', '/keys/ca.pem')).toEqual(['/keys/ca.pem']);
  });

  it('stays when the dialog is cancelled', async () => {
    expect(await choose('electron', null)).toEqual([]);
  });

  it('is typed in a browser, which knows no paths', async () => {
    expect(await choose('browser', '/keys/ca.pem')).toBeNull();
  });
});
