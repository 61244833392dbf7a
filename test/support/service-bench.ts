import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices } from '../../electron/services/create-services';
import type { Services, ServicesPage } from '../../electron/services/create-services';
import type { SecretVault } from '../../electron/services/storage/secret-vault';
import type { Answer, Channel, Request, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';

/** One window or tab of the services. */
export class BenchPage {
  /** Events to this page, by name and payload. */
  readonly events: [name: string, payload: unknown][] = [];

  constructor(
    readonly id: string,
    private readonly page: ServicesPage,
  ) {}

  dispatch(channel: string, payload: unknown): Promise<Answer<unknown>> {
    return this.page.dispatch(channel, payload);
  }

  ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
    return this.page.dispatch(channel, request) as Promise<Answer<Response<C>>>;
  }

  /** @throws Error with the failure's code where the answer is one */
  async value<C extends Channel>(channel: C, request: Request<C>): Promise<Response<C>> {
    const answer = await this.ask(channel, request);
    if (!answer.ok) throw new Error(`${channel}: ${answer.failure.code}: ${answer.failure.cause}`);
    return answer.value;
  }

  /** @throws Error where there is an answer */
  async failure<C extends Channel>(channel: C, request: Request<C>): Promise<Failure> {
    const answer = await this.ask(channel, request);
    if (answer.ok) throw new Error(`${channel} was answered.`);
    return answer.failure;
  }

  leave(): void {
    this.page.leave();
  }
}

/** Services in a shell without a window: dialogs answer at once, and what leaves the services is kept. */
export class ServiceBench {
  readonly directory = mkdtempSync(join(tmpdir(), 'services-'));
  readonly services: Services;
  /** The first page; see {@link open} for more. */
  readonly page: BenchPage;
  private readonly pages: BenchPage[] = [];
  /** Exported files: name and content. */
  readonly exports: { fileName: string; content: string }[] = [];
  /** What the dialogs answer next; null = cancelled. */
  chosenPath: string | null = null;

  constructor() {
    this.services = createServices({
      mode: 'electron',
      userDataDirectory: join(this.directory, 'user-data'),
      secrets: keychain(),
      emit: (event, payload, to) => {
        for (const page of this.pages)
          if (to === undefined || to === page.id) page.events.push([event, payload]);
      },
      openExternal: () => Promise.resolve(),
      setDirty: () => undefined,
      chooseBackupToOpen: () => Promise.resolve(this.chosenPath),
      chooseBackupToSave: () => Promise.resolve(this.chosenPath),
      chooseKeyFile: () => Promise.resolve(this.chosenPath),
      chooseNamesFile: () => Promise.resolve(this.chosenPath),
      chooseProjectToOpen: () => Promise.resolve(this.chosenPath),
      chooseProjectToSave: () => Promise.resolve(this.chosenPath),
      pathGranted: () => undefined,
      recentFilesChanged: () => undefined,
      saveFile: async ({ fileName, content }) => {
        const pieces: Buffer[] = [];
        for await (const piece of content) pieces.push(Buffer.from(piece));
        this.exports.push({ fileName, content: Buffer.concat(pieces).toString('utf8') });
        return { kind: 'saved', path: join(this.directory, fileName) };
      },
    });
    this.page = this.open('first');
  }

  /** One more page, or one that comes back. */
  open(id: string): BenchPage {
    const page = new BenchPage(id, this.services.openPage(id));
    this.pages.push(page);
    return page;
  }

  ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
    return this.page.ask(channel, request);
  }

  value<C extends Channel>(channel: C, request: Request<C>): Promise<Response<C>> {
    return this.page.value(channel, request);
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
