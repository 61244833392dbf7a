import { nameWords } from './mapping/name-words';

/** Words that tell of a value that opens something, or of a person's official number. */
const SENSITIVE_WORDS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'pin',
  'otp',
  'totp',
  'secret',
  'token',
  'hash',
  'salt',
  'credential',
  'cvv',
  'cvc',
  'iban',
  'ssn',
  'bsn',
]);

/** `ApiKey` opens something, `PrimaryKey` does not. */
const SENSITIVE_KEYS: ReadonlySet<string> = new Set(['api', 'private', 'access', 'encryption', 'recovery']);

/**
 * Does an attribute's name tell that its values are nobody's to look at? By words, so that `Pin` and
 * `ResetToken` are sensitive but `Shipping` is not. It errs on the side of hiding.
 */
export function hasSensitiveName(name: string): boolean {
  const words = nameWords(name);
  return (
    words.some((word) => SENSITIVE_WORDS.has(word)) ||
    (words.includes('key') && words.some((word) => SENSITIVE_KEYS.has(word)))
  );
}
