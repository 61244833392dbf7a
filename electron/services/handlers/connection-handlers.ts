import type { ConnectionSecrets } from '../../../shared/connection';
import type { ConnectRequest } from '../../../shared/contract';
import type { OpenRequest } from '../open-connection';
import { modelForWindow, openConnection, reloadModel, testConnection } from '../open-connection';
import { readSampleValues } from '../../engine/mendix/sample-values';
import type { HandlerContext, HandlersOf } from './handler-context';

export function connectionHandlers(
  context: HandlerContext,
): HandlersOf<'connections'> & HandlersOf<'connection'> & HandlersOf<'model'> {
  const { connection, environment, redactor, run, sample, saved } = context;

  /** Fills in the secrets that were saved; what the user typed counts more. */
  async function withSavedSecrets(request: ConnectRequest): Promise<OpenRequest> {
    const stored: ConnectionSecrets =
      request.savedId === undefined || request.connection.type === 'sample'
        ? {}
        : await saved.secretsFor(request.savedId, request.connection);
    const secrets = { ...stored, ...withoutUndefined(request.secrets) };
    redactor.remember(secrets);
    return { connection: request.connection, secrets, acceptHostKey: request.acceptHostKey };
  }

  return {
    'connections.list': () => saved.list(),
    'connections.save': (request) => {
      redactor.remember(request.secrets);
      return saved.save(request);
    },
    'connections.remove': async ({ id }) => {
      await saved.remove(id);
      return null;
    },

    'connection.chooseFile': () => environment.chooseKeyFile(),
    'connection.test': async (request) => testConnection(await withSavedSecrets(request), sample),
    'connection.open': async (request) => {
      run.refuseWhileRunning();
      await connection.close();
      const opened = await openConnection(await withSavedSecrets(request), sample);
      await connection.set(opened);
      return { info: opened.database.info, model: modelForWindow(opened) };
    },
    'connection.close': async () => {
      run.refuseWhileRunning();
      await connection.close();
      return null;
    },
    'model.reload': async () => {
      const reloaded = await reloadModel(connection.get());
      await connection.set(reloaded);
      return modelForWindow(reloaded);
    },
    'model.sampleValues': ({ entity, attributes }) => {
      const { database, index } = connection.get();
      return readSampleValues(database, index, entity, attributes);
    },
  };
}

function withoutUndefined(secrets: ConnectionSecrets): ConnectionSecrets {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined));
}
