import { createHash, timingSafeEqual } from 'node:crypto';
import { compare } from 'bcryptjs';

/** `cannot-tell`: the hash is of a kind that this program cannot compute for certain. */
export type PasswordMatch = 'yes' | 'no' | 'cannot-tell';

/** `{BCrypt}$2a$12$...`: the algorithm stands in front of what it wrote. */
const STORED = /^\{(\w+)\}(.*)$/s;
const SALT_AFTER: Readonly<Record<string, number>> = { SSHA256: 32 };
const PLAIN: Readonly<Record<string, string>> = { SHA256: 'sha256', MD5: 'md5' };

/**
 * Is this the password that Mendix stored the hash of? BCrypt is computed for certain. The older algorithms are
 * tried in the forms that are usual for them: a match is certain, no match is not.
 */
export async function matchesStoredPassword(password: string, stored: string): Promise<PasswordMatch> {
  const [, algorithm = '', hash = ''] = STORED.exec(stored) ?? [];
  if (algorithm === 'BCrypt') return (await compare(password, hash)) ? 'yes' : 'no';
  return isOlderMatch(password, algorithm, hash) ? 'yes' : 'cannot-tell';
}

function isOlderMatch(password: string, algorithm: string, hash: string): boolean {
  const bytes = Buffer.from(password, 'utf8');
  const length = SALT_AFTER[algorithm];
  if (length !== undefined) {
    const stored = Buffer.from(hash, 'base64');
    const salt = stored.subarray(length);
    return isSame(createHash('sha256').update(bytes).update(salt).digest(), stored.subarray(0, length));
  }
  const plain = PLAIN[algorithm];
  if (plain === undefined) return false;
  const digest = createHash(plain).update(bytes).digest();
  return isSame(digest, Buffer.from(hash, 'hex')) || isSame(digest, Buffer.from(hash, 'base64'));
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
