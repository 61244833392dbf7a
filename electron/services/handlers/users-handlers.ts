import { describeUsers, sampleUsers, testSignIn } from '../../engine/mendix/look-at-users';
import { confirmConnected } from '../confirm-connected';
import type { HandlerContext, HandlersOf } from './handler-context';

/** What the window shows of single users. Nothing of it is kept or logged. */
export function usersHandlers({ page }: HandlerContext): HandlersOf<'users'> {
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
    'users.sample': ({ project }) => {
      const { database, index } = connection.get();
      return sampleUsers(database, index, project);
    },
  };
}
