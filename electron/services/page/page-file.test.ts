import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageFile } from './page-file';
import { pageHeaders } from './page-headers';

const FOLDER = '/srv/page';

describe('pageFile', () => {
  it('serves the files of the interface', () => {
    expect(pageFile(FOLDER, '/')).toEqual({
      path: join(FOLDER, 'index.html'),
      mimeType: 'text/html; charset=utf-8',
    });
    expect(pageFile(FOLDER, '/assets/index.js')?.mimeType).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/../main/index.js',
    '/assets/../../main/index.js',
    '/..%2f..%2fetc%2fpasswd.json',
    '/%2e%2e/%2e%2e/secret.json',
    '/..\\..\\secret.json',
    '/%5c..%5csecret.json',
    '//etc/../../secret.json',
    '/index.html%00.js',
    '/%E0%A4%A',
    '/assets',
    '/..',
    '/.',
    '',
  ])('does not leave its folder for %s', (path) => {
    expect(pageFile(FOLDER, path)?.path ?? `${FOLDER}/nothing`).toMatch(/^\/srv\/page\//);
  });

  it('never leaves its folder, whatever is asked', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '\\', '%5c', '//', 'a', '%00', '.js'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const path = pageFile(FOLDER, `/${pieces.join('/')}`)?.path ?? `${FOLDER}/nothing`;
        expect(path.startsWith(`${FOLDER}/`)).toBe(true);
      }),
    );
  });
});

describe('pageHeaders', () => {
  it('allow nothing but the interface’s own files', () => {
    expect(pageHeaders('none')['Content-Security-Policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'/,
    );
    expect(pageHeaders('self')['Content-Security-Policy']).toContain("connect-src 'self'");
  });
});
