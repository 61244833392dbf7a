import { execFile } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Begins the name of every folder that the program works in. */
const FOLDER_PREFIX = 'user-migration-';
/** In such a folder: whose it is. */
const OWNER_FILE = 'owner';

/**
 * Makes an empty folder to work in, which is this process's. Where the process ends without removing it, the next one
 * does that when it makes a folder beside it.
 */
export async function makeWorkFolder(parent: string): Promise<string> {
  await removeLeftovers(parent);
  const folder = await mkdtemp(join(parent, FOLDER_PREFIX));
  try {
    const owner = [process.pid, (await startOf(process.pid)) ?? '', hostname()];
    await writeFile(join(folder, OWNER_FILE), owner.join(' '));
    return folder;
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

/** Removes a folder with all that is in it. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Removes what processes left behind that were killed: a server that still runs, and its data.
 * What cannot be removed stays for the next time.
 */
async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(FOLDER_PREFIX))) {
    const folder = join(parent, name);
    try {
      if (!(await isAbandoned(folder))) continue;
      await stopServer(folder);
      await removeFolder(folder);
    } catch {
      // Somebody else removes it just now, or it is not ours.
    }
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const status = await lstat(folder);
  if (!status.isDirectory() || (process.getuid !== undefined && status.uid !== process.getuid()))
    return false;
  const [pid = '', started = '', host] = (await readFile(join(folder, OWNER_FILE), 'utf8')).split(' ');
  // A container that shares the folder has processes of its own.
  if (host !== hostname()) return false;
  if (!isRunning(Number(pid))) return true;
  // Its number may be another process's by now.
  return started !== '' && started !== (await startOf(Number(pid)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process began, in the kernel's own unit; null where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
  try {
    // The name of the program, in parentheses, may have blanks in it.
    const fields = (await readFile(`/proc/${String(pid)}/stat`, 'latin1')).replace(/^.*\)/s, '').split(' ');
    return fields[20] ?? null;
  } catch {
    return null;
  }
}

/** Stops the server of a folder, if the process that the folder names is one. */
async function stopServer(folder: string): Promise<void> {
  let pid: number;
  try {
    pid = Number((await readFile(join(folder, 'data', 'postmaster.pid'), 'latin1')).split('\n', 1)[0]);
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
    if (!stdout.includes(join(folder, 'data'))) return;
  } catch {
    // No server, or a system without ps: PostgreSQL ends within a minute of its data being gone.
    return;
  }
  // Immediate shutdown: nothing of it is needed any more.
  process.kill(pid, 'SIGQUIT');
}
