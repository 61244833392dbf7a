import { UserMigrationError } from '../../../shared/failure';
import { describeUsers, testSignIn } from '../../engine/mendix/look-at-users';
import { confirmConnected } from '../confirm-connected';
import { readNameFiles } from '../name-files';
import type { HandlerContext, HandlersOf } from './handler-context';
import { nameFilePlace } from './name-file-place';

/** What the window shows of single users. Nothing of it is kept or logged. */
export function usersHandlers(context: HandlerContext): HandlersOf<'users'> {
  const { environment, granted, page } = context;
  const { connection } = page;
  return {
    'users.testSignIn': async ({ name, password }) => {
      const open = connection.get();
      await confirmConnected(open);
      return testSignIn(open.database, open.index, name, password);
    },
    'users.describe': ({ ids, attribute }) => {
      const { database, index } = connection.get();
      return describeUsers(database, index, ids, attribute);
    },
    'users.sample': async (request) => {
      const { database, index } = connection.get();
      const { sampleUsers } = await import('../../engine/checks/preview-users');
      const names = await readNameFiles(request.project, nameFilePlace(context, request));
      return sampleUsers(database, index, request.project, names);
    },
    'users.merges': async (request) => {
      const { database, index } = connection.get();
      const { previewMerges } = await import('../../engine/checks/preview-merges');
      const names = await readNameFiles(request.project, nameFilePlace(context, request));
      return previewMerges(database, index, request.project, request.step, names, request.from);
    },
    'users.chooseFile': async () => {
      const path = await environment.chooseNamesFile();
      if (path !== null) granted.add(path);
      return path;
    },
    'users.preview': async (request) => {
      const { database, index } = connection.get();
      const { previewUsers } = await import('../../engine/checks/preview-users');
      const names = await readNameFiles(request.project, nameFilePlace(context, request));
      const preview = await previewUsers(database, index, request.project, request.step, names, request.show);
      if (preview !== null) return preview;
      throw new UserMigrationError('refused', {
        code: 'entity-missing',
        message: 'The source or the target of this move is not in the database.',
        cause: 'The move does not name two user entities of the app.',
        remedy: 'Choose a source and a target entity.',
      });
    },
  };
}
