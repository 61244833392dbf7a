import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The process that a private server in this folder consists of at first; the others are its children. */
function postmaster(temporary: string): number {
  const [folder = ''] = readdirSync(temporary).filter((name) => name.startsWith('user-migration-'));
  return Number(readFileSync(join(temporary, folder, 'data', 'postmaster.pid'), 'latin1').split('\n', 1)[0]);
}

/** `kill -9` of the private server that works in this folder. */
export function killPrivateServer(temporary: string): void {
  process.kill(postmaster(temporary), 'SIGKILL');
}

/** Processes that work below this folder, of private servers that have lost theirs as well. Linux only. */
export function serverProcesses(temporary: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !readlinkSync(`/proc/${pid}/cwd`).startsWith(`${temporary}/`)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
