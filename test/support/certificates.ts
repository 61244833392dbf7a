import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openssl = (...parameters: string[]): Promise<unknown> => promisify(execFile)('openssl', parameters);

/** Authorities and certificates of one test, made by openssl; files `name.pem` and `name.key`. */
export class Certificates {
  private constructor(readonly folder: string) {}

  static async create(): Promise<Certificates> {
    return new Certificates(await mkdtemp(join(tmpdir(), 'user-migration-tls-')));
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  async authority(name: string): Promise<void> {
    const files = ['-keyout', this.path(`${name}.key`), '-out', this.path(`${name}.pem`)];
    const days = ['-days', '2', '-subj', `/CN=${name}`];
    await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...days, ...files);
  }

  /**
   * A certificate signed by an authority.
   * @param subject of the certificate: its common name
   * @param alternatives such as `DNS:localhost`; empty for a client
   */
  async certify(name: string, subject: string, alternatives: string, authority = 'ca'): Promise<void> {
    const request = this.path(`${name}.csr`);
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', this.path(`${name}.key`)];
    await openssl('req', ...key, '-out', request, '-subj', `/CN=${subject}`);
    await writeFile(this.path(`${name}.ext`), alternatives === '' ? '' : `subjectAltName=${alternatives}\n`);
    const signing = [
      '-CA',
      this.path(`${authority}.pem`),
      '-CAkey',
      this.path(`${authority}.key`),
      '-CAcreateserial',
    ];
    const out = ['-days', '2', '-out', this.path(`${name}.pem`), '-extfile', this.path(`${name}.ext`)];
    await openssl('x509', '-req', '-in', request, ...signing, ...out);
  }

  /** The same key, encrypted: `name-locked.key`. */
  async lock(name: string, passphrase: string): Promise<void> {
    const out = ['-out', this.path(`${name}-locked.key`), '-passout', `pass:${passphrase}`];
    await openssl('pkey', '-in', this.path(`${name}.key`), '-aes256', ...out);
  }

  /** Lets servers that run as another user read them. */
  async share(): Promise<void> {
    await chmod(this.folder, 0o755);
    for (const file of await readdir(this.folder)) await chmod(this.path(file), 0o644);
  }

  drop(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}
