import type { z } from 'zod';
import { UserMigrationError } from './failure';
import type { AttributeMapping, Project, Step } from './project';
import { projectSchema } from './project-schema';
import type { JsonProblem } from './scan-json';
import { scanJson } from './scan-json';

/** Version of the format that this program writes, and the newest that it reads. */
export const PROJECT_FORMAT_VERSION = 2;
/** In characters. A project of thousands of mappings has a few hundred thousand. */
export const MAX_PROJECT_SIZE = 5_000_000;
/** The format itself needs 4 levels. */
const MAX_DEPTH = 16;

const BYTE_ORDER_MARK = '\uFEFF';
/** Names of fields that could hold a secret; their values are never repeated in a message. */
const SECRET_NAME = /pass(word|wd|phrase|code)?$|^pwd$|secret|credential|(private|api|access)_?key|token/i;

/**
 * Reads a project file.
 * @param text the file's text, with or without a byte order mark
 * @returns the project in its normal form (see {@link normaliseProject})
 * @throws UserMigrationError of kind `usage`: `project-too-large`, `project-not-json`,
 * `project-too-deep`, `project-forbidden-field`, `project-duplicate-field`, `project-newer-version`,
 * `project-has-secret`, `project-unknown-field`, `project-invalid`
 */
export function parseProject(text: string): Project {
  if (text.length > MAX_PROJECT_SIZE) throw tooLarge();
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const problem = scanJson(json, MAX_DEPTH);
  if (problem) throw notAcceptable(problem);
  return toProject(JSON.parse(json));
}

/**
 * Writes a project file: fields in a fixed order, mappings sorted, two spaces, a newline at the end.
 * The same project always gives the same text, so that files can be compared line by line.
 * @throws UserMigrationError as {@link parseProject}, when the project is not a valid one
 */
export function serializeProject(project: Project): string {
  return `${JSON.stringify(toProject(project), null, 2)}\n`;
}

/**
 * Mappings sorted by target, then source; accepted losses sorted and without repetition; steps in their order. The
 * version is the oldest that can say it: a project without the sections of version 2 stays readable by older programs.
 */
export function normaliseProject(project: Project): Project {
  const steps = project.steps.map(normaliseStep);
  return { ...project, formatVersion: steps.some(isOfVersion2) ? 2 : project.formatVersion, steps };
}

function isOfVersion2({ users, name, existing }: Step): boolean {
  return users !== undefined || name !== undefined || existing !== undefined;
}

function toProject(value: unknown): Project {
  refuseNewerVersion(value);
  refuseSecrets(value, '');
  const parsed = projectSchema.safeParse(value);
  if (!parsed.success) throw notAProject(parsed.error.issues);
  return normaliseProject(parsed.data);
}

function normaliseStep(step: Step): Step {
  return {
    ...step,
    attributes: [...step.attributes].sort(
      (a, b) => compare(a.target, b.target) || compare(origin(a), origin(b)),
    ),
    associations: [...step.associations].sort(
      (a, b) => compare(a.target, b.target) || compare(a.source, b.source),
    ),
    acceptLoss: [...new Set(step.acceptLoss)].sort(compare),
  };
}

/** Constants sort after attributes. */
function origin(mapping: AttributeMapping): string {
  return 'source' in mapping ? `0${mapping.source}` : `1${mapping.value}`;
}

/** By code unit: the same on every computer, unlike a locale's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function refuseNewerVersion(value: unknown): void {
  const version = isRecord(value) ? value.formatVersion : undefined;
  if (typeof version !== 'number' || version <= PROJECT_FORMAT_VERSION) return;
  throw new UserMigrationError('usage', {
    code: 'project-newer-version',
    message: `The project file has the format version ${String(version)}, and this program knows ${String(PROJECT_FORMAT_VERSION)}.`,
    cause: 'It was saved by a newer version of User Migration.',
    remedy: 'Open it with the version that saved it, or a newer one.',
  });
}

function refuseSecrets(value: unknown, path: string): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      refuseSecrets(item, `${path}[${String(index)}]`);
    });
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      const keyPath = path === '' ? key : `${path}.${key}`;
      if (SECRET_NAME.test(key)) throw hasSecret(keyPath);
      refuseSecrets(item, keyPath);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLarge(): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'project-too-large',
    message: 'The project file is too large.',
    cause: `It has more than ${String(MAX_PROJECT_SIZE)} characters.`,
    remedy: 'Choose a file that was saved by User Migration.',
  });
}

function hasSecret(path: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'project-has-secret',
    message: `The project file has a field "${shorten(path)}", which looks like a secret.`,
    cause: 'Project files are shared and kept: a password or key must never be in one.',
    remedy:
      'Remove the field, and change the password if others could read the file. A password is asked for when connecting, or taken from USER_MIGRATION_PASSWORD.',
  });
}

function notAcceptable(problem: JsonProblem): UserMigrationError {
  const place = `line ${String(problem.line)}, column ${String(problem.column)}`;
  const field = shorten(problem.path);
  switch (problem.kind) {
    case 'syntax':
      return new UserMigrationError('usage', {
        code: 'project-not-json',
        message: `The project file is not valid JSON at ${place}.`,
        cause: 'The file was cut off or edited by mistake, or it is no project file.',
        remedy: 'Correct it at that place, or use a copy that was saved by User Migration.',
      });
    case 'too-deep':
      return new UserMigrationError('usage', {
        code: 'project-too-deep',
        message: `The project file is nested too deeply at ${place}.`,
        cause: `More than ${String(MAX_DEPTH)} levels are not a project.`,
        remedy: 'Choose a file that was saved by User Migration.',
      });
    case 'forbidden-key':
      return new UserMigrationError('usage', {
        code: 'project-forbidden-field',
        message: `The project file has a field "${field}" at ${place}, which is not allowed.`,
        cause: 'Such names are used to attack programs that read the file.',
        remedy: 'Do not use this file unless you know where it comes from.',
      });
    case 'duplicate-key':
      return new UserMigrationError('usage', {
        code: 'project-duplicate-field',
        message: `The project file has the field "${field}" twice, the second time at ${place}.`,
        cause: 'It cannot be known which of the two is meant.',
        remedy: 'Remove one of them.',
      });
  }
}

function notAProject(issues: readonly z.core.$ZodIssue[]): UserMigrationError {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => shorten(pathText([...issue.path, key])))
      : [],
  );
  if (unknown.length > 0) {
    return new UserMigrationError('usage', {
      code: 'project-unknown-field',
      message: `The project file has unknown fields: ${unknown.slice(0, 5).join(', ')}.`,
      cause: 'A field is misspelt, or the file was made by another version or program.',
      remedy: 'Remove or correct these fields.',
    });
  }
  const places = issues
    .slice(0, 5)
    .map((issue) => `${shorten(pathText(issue.path)) || 'the file'}: ${issue.message}`);
  return new UserMigrationError('usage', {
    code: 'project-invalid',
    message: `The project file is not valid: ${places.join('; ')}.`,
    cause: 'A field is missing or has a value that it cannot have.',
    remedy: 'Correct these fields, or make a new project.',
  });
}

/** `steps[0].attributes[2].target` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** A hostile name must not fill the screen. */
function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
