import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { OpenedProject } from '../../../shared/contract';
import { UserMigrationError } from '../../../shared/failure';
import type { Project } from '../../../shared/project';
import type * as projectFile from '../../../shared/project-file';
import { fileReason } from '../file-reason';

/** Ending of project files, as the operating system knows them. */
export const PROJECT_ENDING = '.usermigration.json';
/** What is appended to its name while one is written: by write-file-atomic, a number of 32 bits. */
export const PROJECT_TEMPORARY = '.4294967295';

/** @throws UserMigrationError `project-unreadable`, `project-not-utf8`, and those of `parseProject` */
export async function readProject(path: string): Promise<Project> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw fileProblem('project-unreadable', `The project file ${basename(path)} cannot be read.`, error);
  }
  return (await schema()).parseProject(decode(bytes, path));
}

/** Replacing what is no UTF-8 would change constants, and so what is written for all users. */
function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserMigrationError('usage', {
      code: 'project-not-utf8',
      message: `The project file ${basename(path)} is not UTF-8 text.`,
      cause: 'An editor saved it in another encoding, or it is no text.',
      remedy: 'Save it as UTF-8.',
    });
  }
}

/**
 * All or nothing: a crash leaves the old file.
 * @throws UserMigrationError `project-not-written`, and those of `serializeProject`
 */
export async function writeProject(path: string, project: Project): Promise<void> {
  const text = (await schema()).serializeProject(project);
  try {
    await writeFileAtomic(path, text);
  } catch (error) {
    throw fileProblem('project-not-written', `The project file ${basename(path)} cannot be written.`, error);
  }
}

export async function openProject(path: string): Promise<OpenedProject> {
  return { path, project: await readProject(path) };
}

/** Loaded for a file that is there. */
function schema(): Promise<typeof projectFile> {
  return import('../../../shared/project-file');
}

function fileProblem(code: string, message: string, error: unknown): UserMigrationError {
  return new UserMigrationError('usage', {
    code,
    message,
    cause: fileReason(error),
    remedy: 'Check the path and its rights, or choose another file.',
  });
}
