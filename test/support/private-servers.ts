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
  return processesBelow(temporary).map(({ line }) => line);
}

function processesBelow(temporary: string): { pid: number; line: string }[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !readlinkSync(`/proc/${pid}/cwd`).startsWith(`${temporary}/`)) return [];
      const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
      return [{ pid: Number(pid), line }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** `kill -9` of a process of the private server, as a system that is short of memory does it. */
export function killBackend(temporary: string, title: RegExp): void {
  const [found] = processesBelow(temporary).filter(({ line }) => title.test(line));
  if (found === undefined) throw new Error('There is no such process.');
  process.kill(found.pid, 'SIGKILL');
}
