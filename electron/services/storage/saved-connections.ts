import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { ConnectionSecrets, ServerConnection } from '../../../shared/connection';
import { COLOURS } from '../../../shared/contract';
import type { Request, Response, SavedConnection } from '../../../shared/contract';
import { serverConnectionSchema } from '../../../shared/project-schema';
import { secretsSchema } from '../../../shared/requests';
import { jsonFile } from './json-file';
import type { SecretVault } from './secret-vault';

const stored = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    colour: z.enum(COLOURS),
    connection: serverConnectionSchema,
  }),
);

/** By id of the connection: its secrets as JSON, encrypted, in base64. */
const storedSecrets = z.record(z.string(), z.string());

export interface SavedConnections {
  list(): Promise<SavedConnection[]>;
  save(request: Request<'connections.save'>): Promise<Response<'connections.save'>>;
  remove(id: string): Promise<void>;
  /**
   * The secrets kept for this saved connection; none where `connection` leads to another server or
   * account: a password is sent only to where it was saved for.
   */
  secretsFor(id: string, connection: ServerConnection): Promise<ConnectionSecrets>;
}

/** Connections in one file, in clear; their secrets in another, encrypted by the vault. */
export function savedConnections(directory: string, vault: SecretVault): SavedConnections {
  const file = jsonFile(join(directory, 'connections.json'), stored);
  const secretFile = jsonFile(join(directory, 'secrets.json'), storedSecrets);
  const readAll = async (): Promise<z.infer<typeof stored>> => (await file.read()) ?? [];
  const readSecrets = async (): Promise<Map<string, string>> =>
    new Map(Object.entries((await secretFile.read()) ?? {}));

  async function secretsFor(id: string, connection: ServerConnection): Promise<ConnectionSecrets> {
    const saved = (await readAll()).find((entry) => entry.id === id);
    const encrypted = (await readSecrets()).get(id);
    if (saved === undefined || encrypted === undefined) return {};
    if (!leadsToTheSame(saved.connection, connection)) return {};
    try {
      return secretsSchema.parse(JSON.parse(await vault.decrypt(Buffer.from(encrypted, 'base64'))));
    } catch {
      // The key is locked or gone, e.g. on another computer: the user is asked again.
      return {};
    }
  }

  /** Answers why they were not kept; null when they were, or when there are none. */
  async function keepSecrets(
    id: string,
    connection: ServerConnection,
    given: ConnectionSecrets | null,
  ): Promise<{ kept: boolean; reason: string | null }> {
    // Fields that the window left empty keep what was stored: it never gets to see that.
    const secrets = given === null ? {} : { ...(await secretsFor(id, connection)), ...withoutEmpty(given) };
    const { available, reason } = await vault.available();
    const wanted = Object.keys(secrets).length > 0;
    const kept = wanted && available;
    const encrypted = kept ? await vault.encrypt(JSON.stringify(secrets)) : null;
    await secretFile.update((before) => {
      const others = Object.entries(before ?? {}).filter(([other]) => other !== id);
      const own = encrypted === null ? [] : [[id, Buffer.from(encrypted).toString('base64')] as const];
      return Object.fromEntries([...others, ...own]);
    });
    return { kept, reason: wanted ? reason : null };
  }

  return {
    secretsFor,
    async list() {
      const secrets = await readSecrets();
      return (await readAll()).map((entry) => ({ ...entry, hasSecrets: secrets.has(entry.id) }));
    },
    async save({ id, name, colour, connection, secrets }) {
      const known = id !== null && (await readAll()).some((entry) => entry.id === id);
      const entry = { id: known ? id : randomUUID(), name, colour, connection };
      // Before the new address is written: what was stored belongs to the old one.
      const { kept, reason } = await keepSecrets(entry.id, connection, secrets);
      await file.update((before) =>
        known
          ? (before ?? []).map((other) => (other.id === entry.id ? entry : other))
          : [...(before ?? []), entry],
      );
      return { saved: { ...entry, hasSecrets: kept }, secretsNotStored: reason };
    },
    async remove(id) {
      await file.update((before) => (before ?? []).filter((entry) => entry.id !== id));
      await secretFile.update((before) =>
        Object.fromEntries(Object.entries(before ?? {}).filter(([other]) => other !== id)),
      );
    },
  };
}

function leadsToTheSame(a: ServerConnection, b: ServerConnection): boolean {
  const place = ({ type, host, port, username, tls, ssh }: ServerConnection): string =>
    JSON.stringify([type, host, port, username, tls, ssh?.host, ssh?.port, ssh?.username]);
  return place(a) === place(b);
}

function withoutEmpty(secrets: ConnectionSecrets): ConnectionSecrets {
  return Object.fromEntries(
    Object.entries(secrets).filter(([, value]) => value !== undefined && value !== ''),
  );
}
