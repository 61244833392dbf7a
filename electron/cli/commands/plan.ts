import { readProject } from '../../services/storage/project-files';
import type { CommandContext } from '../command-context';
import { withConnection } from '../connect';
import { EXIT } from '../exit-code';

/** The statements that would run, as commented SQL. */
export async function plan({ output, connect }: CommandContext, path: string): Promise<number> {
  const project = await readProject(path);
  return withConnection(connect, { path, project }, ({ open, services }) => {
    output.result(services.planAsSql(open, project), services.planOf(open, project));
    return Promise.resolve(EXIT.done);
  });
}
