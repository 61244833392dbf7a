import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../../shared/project';
import { readNameFiles } from './name-files';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-migration-names-'));
});

const project = (users: string | undefined, names?: string): Project => ({
  formatVersion: 2,
  name: 'p',
  steps: [
    {
      source: 'A.B',
      target: 'C.D',
      keepOldUsers: false,
      ...(users === undefined ? {} : { users: { namesFile: users } }),
      ...(names === undefined ? {} : { name: { namesFile: names } }),
      attributes: [],
      associations: [],
      acceptLoss: [],
    },
  ],
});

/** Names that a file of this content gives. */
async function read(content: string | Buffer, use: 'users' | 'name' = 'name'): Promise<unknown> {
  await writeFile(join(folder, 'names.csv'), content);
  const lists = await readNameFiles(
    use === 'users' ? project('names.csv') : project(undefined, 'names.csv'),
    { projectPath: join(folder, 'p.usermigration.json') },
  );
  return lists[0]?.names;
}

describe('files of names', () => {
  it.each([
    ['commas and no header', 'anna,a@x.org\nbob,b@x.org\n'],
    ['semicolons and a header', 'Old name;New name\r\nanna;a@x.org\r\nbob;b@x.org'],
    ['tabs', 'anna\ta@x.org\nbob\tb@x.org'],
    ['a byte order mark', '\uFEFFname,e-mail\nanna,a@x.org\nbob,b@x.org'],
    ['quotes, blanks and empty lines', '"anna" , "a@x.org"\n\n bob,b@x.org\n\n'],
  ])('%s', async (_, content) => {
    expect(await read(content)).toEqual([
      ['anna', 'a@x.org'],
      ['bob', 'b@x.org'],
    ]);
  });

  it('a separator and a quote inside of quotes, and one column', async () => {
    expect(await read('"Doe, ""J"" John";jd\nbob;b')).toEqual([
      ['Doe, "J" John', 'jd'],
      ['bob', 'b'],
    ]);
    expect(await read('anna\nbob\n', 'users')).toEqual([
      ['anna', null],
      ['bob', null],
    ]);
  });

  it('UTF-8, else Windows-1252', async () => {
    expect(await read('zoë,z', 'users')).toEqual([['zoë', 'z']]);
    expect(await read(Buffer.from([0x7a, 0x6f, 0xeb, 0x2c, 0x80]), 'users')).toEqual([['zoë', '€']]);
  });

  it('UTF-16 as Excel writes it, blanks in quotes, and a line that is there twice', async () => {
    const expected = [['zoë 😀', 'z']];
    expect(await read(Buffer.from('\uFEFFName\tNew name\r\nzoë 😀\tz\r\n', 'utf16le'))).toEqual(expected);
    expect(await read('"anna ",a')).toEqual([['anna ', 'a']]);
    expect(await read('anna,a\nanna,a\nAnna,a\n')).toEqual([
      ['anna', 'a'],
      ['Anna', 'a'],
    ]);
  });

  it('200,000 lines', async () => {
    const lines = Array.from({ length: 200_000 }, (_, n) => `user${String(n)};u${String(n)}@example.com`);
    expect(((await read(lines.join('\n'))) as unknown[]).length).toBe(200_000);
  });

  it.each([
    ['names-file-empty', 'Name\n'],
    ['names-file-invalid', 'anna\nbob\n'],
    ['names-file-invalid', '"anna,a\nbob,b\n'],
    ['names-file-invalid', `anna,${'x'.repeat(501)}`],
    ['names-file-invalid', `${'x'.repeat(201)},anna`],
    ['names-file-invalid', Buffer.from('anna,a', 'utf16le')],
  ])('%s', async (code, content) => {
    await expect(read(content)).rejects.toMatchObject({ code });
  });

  it('that are not there, were not chosen, or are relative to no project', async () => {
    const place = { projectPath: join(folder, 'p.usermigration.json') };
    await expect(readNameFiles(project('missing.csv'), place)).rejects.toMatchObject({
      code: 'names-file-missing',
    });
    await expect(readNameFiles(project('names.csv'), { projectPath: null })).rejects.toMatchObject({
      code: 'names-file-relative',
    });
    await expect(
      readNameFiles(project('../other/names.csv'), { ...place, mayRead: () => false }),
    ).rejects.toMatchObject({ code: 'names-file-not-chosen' });
  });
});
