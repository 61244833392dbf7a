import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprint, hostKeyStatus, knownHostsLine, knownKeyTypes } from './known-hosts';

function keyOf(type: string, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(content)]);
}

const KEY = keyOf('ssh-ed25519', 'the key');
const OTHER = keyOf('ssh-rsa', 'another key');

function line(names: string, key = KEY, marker = ''): string {
  return `${marker}${names} ssh-ed25519 ${key.toString('base64')} comment\n`;
}

describe('hostKeyStatus', () => {
  it.each([
    ['plain', line('db.example.com')],
    ['in another case', line('DB.Example.com')],
    ['in a list', line('a,db.example.com,10.0.0.1')],
    ['wildcard', line('*.example.???')],
    ['hashed', line(hashed('db.example.com'))],
    ['after comments and empty lines', `# comment\n\n${line('db.example.com')}`],
  ])('%s name', (_title, knownHosts) => {
    expect(hostKeyStatus(knownHosts, 'db.example.com', 22, KEY)).toBe('known');
    expect(hostKeyStatus(knownHosts, 'db.example.com', 22, OTHER)).toBe('changed');
    expect(hostKeyStatus(knownHosts, 'db.example.com', 2222, KEY)).toBe('unknown');
    expect(hostKeyStatus(knownHosts, 'dbXexample.com', 22, KEY)).toBe('unknown');
  });

  it('negated, revoked and authorities', () => {
    expect(hostKeyStatus(line('*,!db'), 'db', 22, KEY)).toBe('unknown');
    expect(hostKeyStatus(line('db') + line('db', KEY, '@revoked '), 'db', 22, KEY)).toBe('changed');
    expect(hostKeyStatus(line('db', KEY, '@cert-authority '), 'db', 22, KEY)).toBe('unknown');
  });

  it('finds what it recorded', () => {
    const recorded = knownHostsLine('Db', 2222, KEY);
    expect(recorded).toBe(`[db]:2222 ssh-ed25519 ${KEY.toString('base64')}\n`);
    expect(hostKeyStatus(recorded, 'db', 2222, KEY)).toBe('known');
    expect(knownKeyTypes(recorded, 'db', 2222)).toEqual(['ssh-ed25519']);
  });
});

it('shows fingerprints as ssh-keygen does', () => {
  expect(fingerprint(KEY)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
});

function hashed(name: string): string {
  const salt = Buffer.from('a salt of 20 bytes..');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}
