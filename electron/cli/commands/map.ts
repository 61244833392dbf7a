import { dirname, relative, resolve } from 'node:path';
import type { Connection } from '../../../shared/connection';
import { UserMigrationError } from '../../../shared/failure';
import { suggestMappings } from '../../../shared/mapping/suggest';
import type { ExistingRule, Step } from '../../../shared/project';
import { analyseStep } from '../../../shared/step-analysis';
import { plural } from '../../../shared/wording';
import { assertWritable } from '../../services/assert-writable';
import { PROJECT_TEMPORARY, writeProject } from '../../services/storage/project-files';
import type { CommandContext } from '../command-context';
import type { ConnectOptions } from '../connect';
import { inputFiles, withConnection } from '../connect';
import { EXIT } from '../exit-code';
import { refuseWritingOver } from '../input-files';

export interface MapOptions {
  from: string;
  to: string;
  keepOldUsers?: boolean;
  name?: string;
  out?: string;
  usersFile?: string;
  withRole?: string[];
  nameFrom?: string;
  namesFile?: string;
  nameCase?: 'keep' | 'lower' | 'upper';
  existing?: 'fail' | 'skip' | 'merge';
  match?: string;
}

/** A project file mapped according to names; stderr lists what is left open. */
export async function map({ output, connect }: CommandContext, options: MapOptions): Promise<number> {
  if (options.out !== undefined) await assertProjectFile(options.out, connect, options);
  return withConnection(connect, null, async ({ open, connection, services }) => {
    const mapped = services.mapProject(open, {
      source: options.from,
      target: options.to,
      keepOldUsers: options.keepOldUsers === true,
      connection: options.out === undefined ? connection : relativeTo(options.out, connection),
    });
    const named = options.name === undefined ? mapped : { ...mapped, name: options.name };
    const sections = signOnSections(options);
    const project = { ...named, steps: named.steps.map((step) => ({ ...step, ...sections })) };
    for (const step of project.steps) {
      const analysis = analyseStep(open.index, step);
      const suggestions = suggestMappings(open.index, step);
      output.note(
        `${plural(step.attributes.length, 'attribute')} and ${plural(step.associations.length, 'association')} mapped according to names.`,
      );
      for (const each of [...suggestions.attributes, ...suggestions.associations]) {
        output.note(`Suggested (${each.confidence}): ${each.source} -> ${each.target}. ${each.reason}`);
      }
      for (const { qualifiedName } of analysis.unmappedAttributes)
        output.note(`Not mapped: ${qualifiedName}`);
      for (const { association } of analysis.unmappedAssociations) {
        output.note(`Not mapped: ${association.name}`);
      }
    }
    if (options.out === undefined) output.result(services.serializeProject(project), project);
    else {
      await writeProject(options.out, project);
      output.result(`Project file written: ${options.out}\n`, project);
    }
    return EXIT.done;
  });
}

/** Makes sure that the project file can be written, and over nothing that it is about. */
async function assertProjectFile(
  out: string,
  connect: ConnectOptions,
  { usersFile, namesFile }: MapOptions,
): Promise<void> {
  const named = [usersFile, namesFile].filter((file) => file !== undefined);
  await refuseWritingOver(out, [...inputFiles(connect, null), ...named]);
  await assertWritable(out, PROJECT_TEMPORARY);
}

/** What the options say of `users`, `name` and `existing`. */
function signOnSections(options: MapOptions): Pick<Step, 'users' | 'name' | 'existing'> {
  const { usersFile, withRole, nameFrom, namesFile, nameCase, existing, match } = options;
  const file = (path: string): string =>
    options.out === undefined ? path : relative(dirname(resolve(options.out)), resolve(path));
  if (nameFrom !== undefined && namesFile !== undefined) {
    throw usage('Both --name-from and --names-file are given.', 'Give one of them.');
  }
  if (match !== undefined && existing === undefined) {
    throw usage('--match is given without --existing.', 'Say what happens: --existing skip or merge.');
  }
  const users = {
    ...(withRole === undefined ? {} : { withRoles: withRole }),
    ...(usersFile === undefined ? {} : { namesFile: file(usersFile) }),
  };
  const name = {
    ...(nameFrom === undefined ? {} : { from: nameFrom }),
    ...(namesFile === undefined ? {} : { namesFile: file(namesFile) }),
    ...(nameCase === undefined ? {} : { case: nameCase }),
  };
  return {
    ...(Object.keys(users).length === 0 ? {} : { users }),
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...(existing === undefined ? {} : { existing: { match: pairOf(match), then: existing } }),
  };
}

function pairOf(match: string | undefined): ExistingRule['match'] {
  if (match === undefined || match === 'name') return 'name';
  const [source = '', target = '', ...rest] = match.split('=');
  if (source !== '' && target !== '' && rest.length === 0) return { source, target };
  throw usage(
    `--match ${match} is no pair of attributes.`,
    'Give Module.Entity/Attribute=Module.Entity/Attribute.',
  );
}

function usage(message: string, remedy: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'bad-option',
    message,
    cause: 'The options of map do not fit together.',
    remedy,
  });
}

/** A backup is named relative to the project file, as all files in it are. */
function relativeTo(projectFile: string, connection: Connection): Connection {
  if (connection.type !== 'backup') return connection;
  return { ...connection, file: relative(dirname(resolve(projectFile)), resolve(connection.file)) };
}
