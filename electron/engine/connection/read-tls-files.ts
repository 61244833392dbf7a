import { readFile } from 'node:fs/promises';
import type { TlsSettings } from '../../../shared/connection';
import { UserMigrationError } from '../../../shared/failure';
import type { DriverTls } from '../dialects/driver';

/**
 * What the driver needs for a TLS mode; null for `disable`. The modes mean what PostgreSQL's documentation
 * says (https://www.postgresql.org/docs/current/libpq-ssl.html): `require` encrypts and verifies nothing, unless there is
 * a CA file; `verify-ca` verifies the chain, `verify-full` the host's name, too.
 */
export async function readTlsFiles(
  settings: TlsSettings,
  passphrase: string | undefined,
): Promise<DriverTls | null> {
  if (settings.mode === 'disable') return null;
  const verified = settings.mode === 'verify-ca' || settings.mode === 'verify-full';
  const [ca, cert, key] = await Promise.all([
    readTlsFile('CA file', settings.caFile),
    readTlsFile('client certificate', settings.certFile),
    readTlsFile('client key', settings.keyFile),
  ]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
    verifyChain: verified || (settings.mode === 'require' && ca !== undefined),
    verifyHost: settings.mode === 'verify-full',
  };
}

async function readTlsFile(what: string, file: string | undefined): Promise<string | undefined> {
  if (file === undefined || file === '') return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserMigrationError('connection', {
      code: 'tls-file-unreadable',
      message: `The ${what} cannot be read.`,
      cause: error instanceof Error ? error.message : String(error),
      remedy: `Check the path ${file} and that you may read it.`,
    });
  }
}
