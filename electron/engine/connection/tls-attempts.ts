import type { TlsMode, TlsSettings } from '../../../shared/connection';
import { UserMigrationError } from '../../../shared/failure';
import type { DriverTls } from '../dialects/driver';

/** A server without TLS, one that refuses ours, or one that lets in only who does not use it. */
const TRY_PLAIN: ReadonlySet<string> = new Set(['tls-not-supported', 'tls-failed', 'permission-denied']);

/** A server may ask for TLS by any refusal; MySQL takes an account that must use it for one that is not there. */
const TRY_TLS: ReadonlySet<string> = new Set([
  'tls-required',
  'permission-denied',
  'wrong-password',
  'password-missing',
]);

/** What a second attempt may fail with only because it was one. */
const NO_NEWS: ReadonlySet<string> = new Set(['tls-required', 'tls-not-supported', 'permission-denied']);

/** One way to connect: with TLS or without, and what the mode is then. */
export interface TlsAttempt {
  tls: DriverTls | null;
  mode: TlsMode;
}

/**
 * Connects as often as the mode allows, as libpq does: `prefer` begins with TLS, `allow` without.
 * All later sessions are opened like the one that succeeded.
 *
 * @param tls of the files; null for no TLS at all
 * @throws UserMigrationError of the attempt that tells most
 */
export async function withTlsAttempts<T>(
  { mode }: TlsSettings,
  tls: DriverTls | null,
  connect: (attempt: TlsAttempt) => Promise<T>,
): Promise<T> {
  const plain: TlsAttempt = { tls: null, mode: 'disable' };
  if (tls === null) return connect(plain);
  const encrypted: TlsAttempt = { tls, mode };
  if (mode !== 'prefer' && mode !== 'allow') return connect(encrypted);
  const [first, second, codes] =
    mode === 'prefer' ? ([encrypted, plain, TRY_PLAIN] as const) : ([plain, encrypted, TRY_TLS] as const);
  try {
    return await connect(first);
  } catch (failure) {
    if (!codes.has(codeOf(failure))) throw failure;
    try {
      return await connect(second);
    } catch (secondFailure) {
      throw NO_NEWS.has(codeOf(secondFailure)) ? failure : secondFailure;
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof UserMigrationError ? error.code : '';
}
