import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function mount(folder: string, megabytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder], {
    stdio: 'ignore',
  });
}

function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
}

/** Only root may mount, and not in every container. */
export const CAN_MOUNT = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'user-migration-mount-'));
  try {
    mount(folder, 1);
    unmount(folder);
    return true;
  } catch {
    process.stderr.write('\nNo file system can be mounted here: a full disk is NOT TRIED.\n');
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

/** A real file system of its own, small enough to be filled. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** @param at an empty folder; one of its own when absent */
  static async create(megabytes: number, at?: string): Promise<SmallDisk> {
    const folder = at ?? (await mkdtemp(join(tmpdir(), 'user-migration-disk-')));
    mount(folder, megabytes);
    await chmod(folder, 0o777);
    return new SmallDisk(folder);
  }

  /** Takes all room but this. */
  async leave(kilobytes: number): Promise<void> {
    await this.free();
    const { bavail, bsize } = await statfs(this.folder);
    await writeFile(this.ballast, Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)));
  }

  async free(): Promise<void> {
    await writeFile(this.ballast, '');
    await truncate(this.ballast);
  }

  async drop(): Promise<void> {
    unmount(this.folder);
    await rm(this.folder, { recursive: true, force: true });
  }

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }
}
