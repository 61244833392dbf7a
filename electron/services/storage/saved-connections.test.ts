import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServerConnection } from '../../../shared/connection';
import { savedConnections } from './saved-connections';
import type { SecretVault } from './secret-vault';

const CONNECTION: ServerConnection = {
  type: 'postgres',
  host: 'db.example.com',
  port: 5432,
  database: 'app',
  username: 'mendix',
};
const ENTRY = { id: null, name: 'Production', colour: 'red' as const, connection: CONNECTION };
const PASSWORD = 'canary-of-the-keychain';

function keychain(available = true): SecretVault {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  return {
    available: () => Promise.resolve({ available, reason: available ? null : 'There is no keyring.' }),
    encrypt: (text) => {
      const cipher = createCipheriv('aes-256-ctr', key, iv);
      return Promise.resolve(Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]));
    },
    decrypt: (encrypted) => {
      const decipher = createDecipheriv('aes-256-ctr', key, iv);
      return Promise.resolve(Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8'));
    },
  };
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'saved-'));

describe('savedConnections', () => {
  it('keeps secrets encrypted, and gives them back for the same server only', async () => {
    const directory = folder();
    const saved = savedConnections(directory, keychain());
    const { saved: entry, secretsNotStored } = await saved.save({
      ...ENTRY,
      secrets: { password: PASSWORD },
    });
    expect(entry.hasSecrets).toBe(true);
    expect(secretsNotStored).toBeNull();
    expect(await saved.secretsFor(entry.id, CONNECTION)).toEqual({ password: PASSWORD });
    expect(await saved.secretsFor(entry.id, { ...CONNECTION, database: 'other' })).toEqual({
      password: PASSWORD,
    });
    expect(await saved.secretsFor(entry.id, { ...CONNECTION, host: 'evil.example.com' })).toEqual({});
    expect(await saved.secretsFor(entry.id, { ...CONNECTION, tls: { mode: 'disable' } })).toEqual({});
    expect(await saved.secretsFor('unknown', CONNECTION)).toEqual({});
    expect(JSON.stringify(await saved.list())).not.toContain(PASSWORD);
    for (const name of readdirSync(directory)) {
      expect(readFileSync(join(directory, name), 'utf8')).not.toContain(PASSWORD);
      expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
    }
  });

  it('stores no secret without a keychain, and says why', async () => {
    const directory = folder();
    const saved = savedConnections(directory, keychain(false));
    const { saved: entry, secretsNotStored } = await saved.save({
      ...ENTRY,
      secrets: { password: PASSWORD },
    });
    expect(entry.hasSecrets).toBe(false);
    expect(secretsNotStored).toBe('There is no keyring.');
    for (const name of readdirSync(directory)) {
      expect(readFileSync(join(directory, name), 'utf8')).not.toContain(PASSWORD);
    }
  });

  it('keeps what was stored when a connection is edited without typing it again', async () => {
    const saved = savedConnections(folder(), keychain());
    const { saved: first } = await saved.save({ ...ENTRY, secrets: { password: PASSWORD } });
    const { saved: renamed } = await saved.save({ ...ENTRY, id: first.id, name: 'Renamed', secrets: {} });
    expect(renamed).toMatchObject({ id: first.id, name: 'Renamed', hasSecrets: true });
    expect(await saved.secretsFor(first.id, CONNECTION)).toEqual({ password: PASSWORD });
    const { saved: forgotten } = await saved.save({ ...ENTRY, id: first.id, secrets: null });
    expect(forgotten.hasSecrets).toBe(false);
    expect(await saved.secretsFor(first.id, CONNECTION)).toEqual({});
  });

  it('loses none of several saved at the same time, and removes with the secrets', async () => {
    const saved = savedConnections(folder(), keychain());
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => saved.save({ ...ENTRY, name, secrets: { password: PASSWORD } })),
    );
    const all = await saved.list();
    expect(all.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd']);
    await saved.remove(all[0]!.id);
    expect(await saved.list()).toHaveLength(3);
    expect(await saved.secretsFor(all[0]!.id, CONNECTION)).toEqual({});
  });
});
