import { userInfo } from 'node:os';

/** Who runs this program, as reports and the journal record it. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account id without an entry in the system's list of users, as in some containers.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
