import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices } from '../../electron/services';
import type { SecretVault, Services } from '../../electron/services';
import type { Answer, Channel, Request, Response } from '../../shared/contract';

/** Services in a shell without a window: dialogs answer at once, and what leaves the services is kept. */
export class ServiceBench {
  readonly directory = mkdtempSync(join(tmpdir(), 'services-'));
  readonly services: Services;
  /** Events, by name and payload. */
  readonly events: [name: string, payload: unknown][] = [];
  /** Exported files: name and content. */
  readonly exports: { fileName: string; content: string }[] = [];
  /** What the dialogs answer next; null = cancelled. */
  chosenPath: string | null = null;

  constructor() {
    this.services = createServices({
      mode: 'electron',
      userDataDirectory: join(this.directory, 'user-data'),
      secrets: keychain(),
      emit: (event, payload) => this.events.push([event, payload]),
      openExternal: () => Promise.resolve(),
      setDirty: () => undefined,
      chooseKeyFile: () => Promise.resolve(this.chosenPath),
      chooseProjectToOpen: () => Promise.resolve(this.chosenPath),
      chooseProjectToSave: () => Promise.resolve(this.chosenPath),
      recentFilesChanged: () => undefined,
      saveFile: async ({ fileName, content }) => {
        const pieces: Buffer[] = [];
        for await (const piece of content) pieces.push(Buffer.from(piece));
        this.exports.push({ fileName, content: Buffer.concat(pieces).toString('utf8') });
        return { kind: 'saved', path: join(this.directory, fileName) };
      },
    });
  }

  ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
    return this.services.dispatch(channel, request) as Promise<Answer<Response<C>>>;
  }

  /** @throws Error with the failure's code where the answer is one */
  async value<C extends Channel>(channel: C, request: Request<C>): Promise<Response<C>> {
    const answer = await this.ask(channel, request);
    if (!answer.ok) throw new Error(`${channel}: ${answer.failure.code}: ${answer.failure.cause}`);
    return answer.value;
  }

  /** Everything that was written to the user's folder, the log included. */
  written(): string {
    const folder = join(this.directory, 'user-data');
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
  }

  log(): string {
    return readFileSync(join(this.directory, 'user-data', 'logs', 'user-migration.log'), 'utf8');
  }
}

function keychain(): SecretVault {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  return {
    available: () => Promise.resolve({ available: true, reason: null }),
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
