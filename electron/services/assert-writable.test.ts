import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWritable } from './assert-writable';
import { PROJECT_TEMPORARY, writeProject } from './storage/project-files';
import { writeExport } from './write-export';

/** What a file system takes, in bytes: whatever the letters are. */
const LONGEST = 255;
const LETTERS = ['x', '試', '😀'];
const nameOf = (letter: string, bytes: number, ending: string): string => {
  const rest = bytes - Buffer.byteLength(ending);
  const count = Math.floor(rest / Buffer.byteLength(letter));
  return 'x'.repeat(rest - count * Buffer.byteLength(letter)) + letter.repeat(count) + ending;
};

describe('assertWritable', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'writable-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const causeOf = (path: string, temporary?: string): Promise<string | null> =>
    assertWritable(path, temporary).then(
      () => null,
      (error: unknown) => {
        expect(error).toMatchObject({ kind: 'usage', code: 'report-path-unwritable' });
        return (error as { cause: string }).cause;
      },
    );

  it.each(LETTERS)('takes names of %s as long as the disk does, which are written then', async (letter) => {
    const longest = join(folder, nameOf(letter, LONGEST, '.html'));
    expect(await causeOf(longest)).toBeNull();
    await writeExport(longest, Readable.from(['report']));
    expect(await readFile(longest, 'utf8')).toBe('report');
    expect(await causeOf(join(folder, nameOf(letter, LONGEST + 1, '.html')))).toContain('too long');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('counts what is added to the name of a project file while it is written', async () => {
    const ending = '.usermigration.json';
    const longest = join(folder, nameOf('é', LONGEST - PROJECT_TEMPORARY.length, ending));
    expect(await causeOf(longest, PROJECT_TEMPORARY)).toBeNull();
    await writeProject(longest, { formatVersion: 1, name: 'p', steps: [] });
    expect(readdirSync(folder)).toHaveLength(1);
    const longer = join(folder, nameOf('é', LONGEST, ending));
    expect(await causeOf(longer, PROJECT_TEMPORARY)).toContain('too long');
    await expect(writeExport(`${longer}x`, Readable.from(['report']))).rejects.toMatchObject({
      code: 'export-not-written',
      cause: expect.stringContaining('too long') as string,
    });
  });

  it('takes names with blanks, line breaks, dashes and of its own, and leaves nothing', async () => {
    for (const name of [' ', 'out \n', '-rf', '--', 'owner', 'export', 'a\\b', '"q" $(x).html']) {
      expect(await causeOf(join(folder, name)), name).toBeNull();
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses what is no place for a file, and leaves what is there', async () => {
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'file'), 'content');
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const before = readdirSync(folder);
    expect(await causeOf(join(folder, 'folder'))).toBe('It is a folder.');
    expect(await causeOf(join(folder, 'pipe'))).toContain('not a file');
    expect(await causeOf(join(folder, 'file', 'x.html'))).toContain('a file, not a folder');
    expect(await causeOf(join(folder, 'none', 'x.html'))).toContain('no such file or folder');
    expect(await causeOf('/proc/x.html')).not.toBeNull();
    expect(await causeOf(join(folder, 'link'))).toBeNull();
    expect(await causeOf(join(folder, 'file'))).toBeNull();
    expect(readdirSync(folder)).toEqual(before);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('content');
  });
});
