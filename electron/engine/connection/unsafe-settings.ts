import type { Failure } from '../../../shared/failure';
import type { Row } from './database';

/**
 * What is wrong with the settings of a session, as read back by {@link SessionDialect.readSettings}; null where
 * the server took all of them.
 */
export function unsafeSettings(rows: readonly Row[]): Failure | null {
  const wrong = rows.filter(({ expected, actual }) => expected !== actual);
  if (wrong.length === 0) return null;
  const list = wrong.map(
    ({ name, expected, actual }) => `${String(name)} is ${String(actual)}, not ${String(expected)}`,
  );
  return {
    code: 'unsafe-session',
    message: 'The server did not accept the settings that make a session safe.',
    cause: `${list.join('; ')}.`,
    remedy:
      'Connect to the database itself, not through a pooler or proxy, with an account that may change the settings of its own session.',
  };
}
