import { readProject } from '../../services/storage/project-files';
import type { CommandContext } from '../command-context';
import { withConnection } from '../connect';
import { EXIT } from '../exit-code';

/** The statements that would run, as commented SQL. */
export async function plan({ output, connect }: CommandContext, path: string): Promise<number> {
  const project = await readProject(path);
  return withConnection(connect, { path, project }, async ({ open, services }) => {
    const names = await services.readNameFiles(project, { projectPath: path });
    output.result(services.planAsSql(open, project, names), services.planOf(open, project, names));
    return EXIT.done;
  });
}
