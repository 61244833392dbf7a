import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLog } from './log';
import { Redactor } from './redactor';
import { safeError } from './safe-error';

describe('Redactor', () => {
  it('masks a secret as it is, inside JSON and inside a URL', () => {
    const redactor = new Redactor();
    redactor.remember({ password: 'pa"ss/word é', deeper: { passphrase: 'open sesame' }, port: 5432 });
    expect(redactor.redact('said pa"ss/word é and open sesame on 5432')).toBe(
      'said [secret] and [secret] on 5432',
    );
    expect(redactor.redact(JSON.stringify({ said: 'pa"ss/word é' }))).toBe('{"said":"[secret]"}');
    expect(redactor.redact(`postgres://u:${encodeURIComponent('pa"ss/word é')}@h/d`)).toBe(
      'postgres://u:[secret]@h/d',
    );
  });

  it('lets no remembered secret through, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        const redactor = new Redactor();
        redactor.remember([secret]);
        const redacted = redactor.redact(`${before}${secret}${after}`);
        // What is left may only be the mask itself.
        expect(redacted.replaceAll('[secret]', '')).not.toContain(secret);
      }),
    );
  });
});

describe('openLog', () => {
  it('writes lines without secrets and without the words of an error, for this user alone', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'logs', 'test.log');
    const redactor = new Redactor();
    redactor.remember('canary-password');
    const log = openLog(file, redactor);
    log.info('connected with canary-password', { host: 'canary-password' });
    log.error('failed', Object.assign(new Error('duplicate key (name)=(Alice)'), { code: '23505' }));
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('[secret]');
    expect(text).toContain('23505');
    expect(text).not.toContain('canary');
    expect(text).not.toContain('Alice');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('starts anew when the file has grown too large', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'test.log');
    writeFileSync(file, 'x'.repeat(6 * 1024 * 1024));
    openLog(file, new Redactor()).info('started');
    expect(statSync(`${file}.1`).size).toBe(6 * 1024 * 1024);
    expect(statSync(file).size).toBeLessThan(1_000);
  });
});

describe('safeError', () => {
  it('keeps kind, code and place, and drops the message, however many lines it has', () => {
    const error = Object.assign(new TypeError('secret one\n    secret two'), { errno: 1062 });
    const safe = safeError(error);
    expect(safe).toMatchObject({ name: 'TypeError', code: '1062' });
    expect(safe.stack.length).toBeGreaterThan(0);
    expect(JSON.stringify(safe)).not.toContain('secret');
    expect(safeError('thrown text')).toEqual({ name: 'string', code: null, stack: [] });
  });
});
