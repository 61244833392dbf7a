import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { UserMigrationError } from '../../shared/failure';
import type { Project } from '../../shared/project';
import type { NameList } from '../engine/decide/decide-users';

/** Which files may be read, and where relative paths start. */
export interface NameFilePlace {
  /** Path of the project file; null for a project that was not saved yet. */
  projectPath: string | null;
  /** False for a path that nobody chose. */
  mayRead?: (path: string) => boolean;
}

/** In bytes; 200,000 names have about 10 million. */
const MAX_SIZE = 50_000_000;
/** System.User/Name has 100 characters, or 200 in some apps. */
const MAX_OLD_NAME = 200;
/** The check counts the characters of new names. */
const MAX_NEW_NAME = 500;
/** First cells of a header, in the languages of the program's users. */
const HEADER = /^(?:old|new|old[ _-]?name|new[ _-]?name|name|user|user[ _-]?name|login|e-?mail|upn)$/i;

/**
 * Reads the CSV files that a project's steps name: commas, semicolons or tabs; with or without a header, quotes and a
 * byte order mark; UTF-8, UTF-16 with its mark, else Windows-1252.
 * @throws UserMigrationError of kind `usage`: `names-file-missing`, `names-file-relative`, `names-file-not-chosen`,
 * `names-file-too-large`, `names-file-invalid`, `names-file-empty`
 */
export async function readNameFiles(project: Project, place: NameFilePlace): Promise<NameList[]> {
  const lists: NameList[] = [];
  for (const [step, { users, name }] of project.steps.entries()) {
    for (const [use, file] of [
      ['users', users?.namesFile],
      ['name', name?.namesFile],
    ] as const) {
      if (file === undefined) continue;
      lists.push({ step, use, names: await readNames(pathOf(file, place), use) });
    }
  }
  return lists;
}

function pathOf(file: string, { projectPath, mayRead }: NameFilePlace): string {
  if (projectPath === null && !isAbsolute(file)) {
    throw refused(
      'names-file-relative',
      file,
      'The project was not saved yet, and the path is relative to it.',
      'Save the project, or choose the file again.',
    );
  }
  const path = projectPath === null ? file : resolve(dirname(resolve(projectPath)), file);
  const isBeside = projectPath !== null && dirname(path) === dirname(resolve(projectPath));
  if (mayRead === undefined || isBeside || mayRead(path)) return path;
  throw refused(
    'names-file-not-chosen',
    file,
    'Files are read only where a dialog led, or beside the project file.',
    'Choose the file again, or put it beside the project file.',
  );
}

async function readNames(path: string, use: NameList['use']): Promise<NameList['names']> {
  const text = await readText(path);
  const { parse } = await import('csv-parse/sync');
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    throw refused(
      'names-file-invalid',
      path,
      `It is not a CSV file: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      'Save it as CSV with one user in each line.',
    );
  }
  const body = isHeader(rows[0]) ? rows.slice(1) : rows;
  const names = body
    .map(([oldName = '', newName]): readonly [string, string | null] => [oldName, newName ?? null])
    .filter(([oldName]) => oldName !== '');
  if (names.length === 0) throw refused('names-file-empty', path, 'It has no names.', 'Choose another file.');
  for (const [oldName, newName] of names) {
    if (use === 'name' && newName === null) {
      throw refused(
        'names-file-invalid',
        path,
        `The line of ${shorten(oldName)} has one column.`,
        'Give two columns: old name, new name.',
      );
    }
    const limit = oldName.length > MAX_OLD_NAME ? MAX_OLD_NAME : MAX_NEW_NAME;
    if (oldName.length > MAX_OLD_NAME || (newName?.length ?? 0) > MAX_NEW_NAME) {
      throw refused(
        'names-file-invalid',
        path,
        `The name ${shorten(oldName)} has more than ${String(limit)} characters.`,
        'Check that the file has one user in each line.',
      );
    }
  }
  // A line that is there twice says nothing new.
  return [...new Map(names.map((line) => [JSON.stringify(line), line])).values()];
}

function isHeader(row: readonly string[] | undefined): boolean {
  return row !== undefined && row.length > 0 && row.slice(0, 2).every((cell) => HEADER.test(cell));
}

/** The one that the first line has most of; a file of one column has none. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  const unquoted = line.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((each) => ({ each, count: unquoted.split(each).length - 1 }));
  const [best] = counts.sort((a, b) => b.count - a.count);
  return best === undefined || best.count === 0 ? ',' : best.each;
}

async function readText(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MAX_SIZE) {
      throw refused(
        'names-file-too-large',
        path,
        `It has more than ${String(MAX_SIZE / 1_000_000)} MB.`,
        'Choose a file with one user in each line.',
      );
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof UserMigrationError) throw error;
    throw refused(
      'names-file-missing',
      path,
      'It does not exist, or may not be read.',
      'Check its path and rights; relative paths start at the project file.',
    );
  }
  // Excel's "Unicode text".
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.includes(0)) {
    throw refused('names-file-invalid', path, 'It is not UTF-8 text.', 'Save it as CSV in UTF-8.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Node 20 decodes Windows-1252 as ISO 8859-1.
    return (await import('iconv-lite')).decode(bytes, 'win1252');
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function refused(code: string, path: string, cause: string, remedy: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code,
    message: `The file of names ${path} cannot be used.`,
    cause,
    remedy,
  });
}
