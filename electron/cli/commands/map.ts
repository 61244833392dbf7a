import { dirname, relative, resolve } from 'node:path';
import { suggestMappings } from '../../../shared/mapping/suggest';
import { analyseStep } from '../../../shared/step-analysis';
import { writeProject } from '../../services/storage/project-files';
import type { Connection } from '../../../shared/connection';
import type { CommandContext } from '../command-context';
import { withConnection } from '../connect';
import { EXIT } from '../exit-code';
import { assertWritable } from '../report-files';

export interface MapOptions {
  from: string;
  to: string;
  keepOldUsers?: boolean;
  name?: string;
  out?: string;
}

/** A project file mapped according to names; what is left open is said on stderr. */
export async function map({ output, connect }: CommandContext, options: MapOptions): Promise<number> {
  if (options.out !== undefined) await assertWritable(options.out);
  return withConnection(connect, null, async ({ open, connection, services }) => {
    const mapped = services.mapProject(open, {
      source: options.from,
      target: options.to,
      keepOldUsers: options.keepOldUsers === true,
      connection: options.out === undefined ? connection : relativeTo(options.out, connection),
    });
    const project = options.name === undefined ? mapped : { ...mapped, name: options.name };
    for (const step of project.steps) {
      const analysis = analyseStep(open.index, step);
      const suggestions = suggestMappings(open.index, step);
      output.note(
        `${step.attributes.length} attributes and ${step.associations.length} associations mapped according to names.`,
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

/** A backup is named relative to the project file, as all files in it are. */
function relativeTo(projectFile: string, connection: Connection): Connection {
  if (connection.type !== 'backup') return connection;
  return { ...connection, file: relative(dirname(resolve(projectFile)), resolve(connection.file)) };
}
