import type { UserMigrationError } from '../../../shared/failure';
import { cutOff, unsupportedBackup } from './backup-error';
import { MAGIC } from './read-contents';

/** What an encrypted file begins with, in hexadecimal: OpenSSL, GPG (as text and binary), age. */
const ENCRYPTED =
  /^(53616c7465645f5f|2d2d2d2d2d424547494e20504750|6167652d656e637279|8[45c]0[1-9a-d]0[134cd])/;
/** The same of what other programs pack. */
const PACKED: readonly [string, string][] = [
  ['504b0304', 'a ZIP file'],
  // Within a gzip file, or in a snapshot.
  ['1f8b', 'packed by gzip once more'],
  ['377abcaf', 'a 7-Zip file'],
  ['425a68', 'packed by bzip2'],
  ['fd377a58', 'packed by xz'],
  ['28b52ffd', 'packed by zstd'],
  ['04224d18', 'packed by lz4'],
];
/** Words that a dump as SQL has in its first lines. */
const SQL = /^\s*(--|\/\*|SET\s|CREATE\s|BEGIN\b|DROP\s|INSERT\s|COPY\s|\\connect|\\restrict|SELECT\s)/i;

/** Says what a file is that is no backup, from its first bytes. */
export function refuseUnknown(bytes: Buffer): UserMigrationError {
  const start = bytes.toString('latin1');
  if (start.length < MAGIC.length || MAGIC.startsWith(start))
    return cutOff('Only its first bytes are there.');
  const hex = bytes.toString('hex', 0, 16);
  if (ENCRYPTED.test(hex)) {
    return unsupportedBackup(
      'backup-encrypted',
      'The backup is encrypted.',
      'It begins like a file of OpenSSL, GPG or age. Decrypt it first.',
    );
  }
  const packed = PACKED.find(([magic]) => hex.startsWith(magic));
  if (packed !== undefined) {
    return unsupportedBackup(
      'backup-unknown-format',
      `This is ${packed[1]}.`,
      'It has to be unpacked first.',
    );
  }
  if (SQL.test(start.replace(/^\xef\xbb\xbf/, ''))) {
    return unsupportedBackup(
      'backup-plain-sql',
      'This is a dump as plain SQL.',
      'It can be loaded by psql only, and nothing can be put back into it.',
    );
  }
  return unsupportedBackup(
    'backup-unknown-format',
    'This is not a backup of a PostgreSQL database.',
    `It begins neither with ${MAGIC} nor like a tar or gzip file.`,
  );
}
