import type { ConnectionSecrets } from '../../../shared/connection';
import { driverErrorOf } from './driver-error';

/** Shorter secrets would be found by chance in ordinary words. */
const SHORTEST = 4;
const MASK = '[secret]';

/**
 * Masks the secrets of one connection in the messages of drivers and servers, where these errors come in. The
 * program's own sentences never pass here: masking a password that is a common word would show it.
 *
 * @returns the driver's own error with a clean message; anything that is no error as it is
 */
export function withoutSecrets(secrets: ConnectionSecrets): (error: unknown) => unknown {
  const forms = Object.values(secrets)
    .filter((secret): secret is string => typeof secret === 'string' && secret.length >= SHORTEST)
    // As it is, as it is in JSON and as it is in a URL.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    // The longest first, so that no part of one is left behind.
    .sort((a, b) => b.length - a.length);
  return (error) => {
    const foreign = driverErrorOf(error);
    if (foreign === null) return error;
    const { message } = foreign;
    for (const form of forms) foreign.message = foreign.message.replaceAll(form, MASK);
    // It begins with the message.
    foreign.stack = foreign.stack?.replace(message, () => foreign.message) ?? '';
    return foreign;
  };
}
