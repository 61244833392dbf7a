import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} }));
const { appResponse } = await import('./app-protocol');

const root = mkdtempSync(join(tmpdir(), 'protocol-'));
const page = join(root, 'page');
mkdirSync(page);
writeFileSync(join(page, 'index.html'), '<!doctype html>');
writeFileSync(join(root, 'secret.json'), '{}');

const get = (url: string, method = 'GET'): Promise<Response> => appResponse({ url, method }, page);

describe('appResponse', () => {
  it('serves the interface with its type and a policy without any network', async () => {
    const response = await get('app://user-migration/');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'none'");
  });

  it.each([
    'app://user-migration/../secret.json',
    'app://user-migration/..%2fsecret.json',
    'app://user-migration/%2e%2e%2fsecret.json',
    'app://user-migration/missing.js',
    'app://other/index.html',
  ])('has nothing at %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('answers GET only', async () => {
    expect((await get('app://user-migration/', 'POST')).status).toBe(404);
  });
});
