import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog } from './log';
import { safeError } from './safe-error';

describe('openLog', () => {
  it('writes lines without the words of an error, for this user alone', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'logs', 'test.log');
    const log = openLog(file);
    log.info('answered', { channel: 'connection.open' });
    log.error('failed', Object.assign(new Error('duplicate key (name)=(Alice)'), { code: '23505' }));
    const text = readFileSync(file, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      { msg: 'answered', channel: 'connection.open' },
      { msg: 'failed', error: { name: 'Error', code: '23505' } },
    ]);
    expect(text).not.toContain('Alice');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('starts a new file when the old one has grown too large', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'test.log');
    writeFileSync(file, 'x'.repeat(6 * 1024 * 1024));
    openLog(file).info('started');
    expect(statSync(`${file}.1`).size).toBe(6 * 1024 * 1024);
    expect(statSync(file).size).toBeLessThan(1_000);
  });
});

describe('safeError', () => {
  it('keeps kind, code and place, and drops the message, however many lines it has', () => {
    const error = Object.assign(new TypeError('secret one\n    secret two\n    at secret three'), {
      errno: 1062,
    });
    const safe = safeError(error);
    expect(safe).toMatchObject({ name: 'TypeError', code: '1062' });
    expect(safe.stack.length).toBeGreaterThan(0);
    expect(JSON.stringify(safe)).not.toContain('secret');
    expect(safeError('thrown text')).toEqual({ name: 'string', code: null, stack: [] });
  });

  it('takes no sentence for a name or a code', () => {
    const error = Object.assign(new Error('x'), { name: 'a secret sentence', code: 'user=secret' });
    expect(safeError(error)).toMatchObject({ name: 'Error', code: null });
  });
});
