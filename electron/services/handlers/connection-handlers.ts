import type { ConnectionSecrets } from '../../../shared/connection';
import { isServer } from '../../../shared/connection';
import type { ConnectRequest, OpenedDatabase } from '../../../shared/contract';
import { readSampleValues } from '../../engine/mendix/sample-values';
import { confirmConnected } from '../confirm-connected';
import type { OpenConnection, OpenRequest } from '../open-connection';
import { modelForWindow, openConnection, reloadModel, testConnection } from '../open-connection';
import type { HandlerContext, HandlersOf } from './handler-context';

export function connectionHandlers(
  context: HandlerContext,
): HandlersOf<'connections'> & HandlersOf<'connection'> & HandlersOf<'model'> {
  const { backups, environment, granted, sample, saved } = context;
  const { work, connection, run } = context.page;

  /** A run's connection is neither closed nor replaced. */
  const refuseWhileRunning = (): void => {
    run.refuseWhileRunning();
  };

  /** Fills in the secrets that were saved; what the user typed counts more. */
  async function withSavedSecrets(request: ConnectRequest): Promise<OpenRequest> {
    const stored: ConnectionSecrets =
      request.savedId === undefined || !isServer(request.connection)
        ? {}
        : await saved.secretsFor(request.savedId, request.connection);
    const secrets = { ...stored, ...withoutUndefined(request.secrets) };
    return { connection: request.connection, secrets, acceptHostKey: request.acceptHostKey };
  }

  /** The window may name a backup that the user chose, now or before; on a page in a browser, its path is typed. */
  async function requireGranted({ connection: wanted }: ConnectRequest): Promise<void> {
    if (wanted.type !== 'backup' || environment.mode === 'browser') return;
    if ((await backups.list()).includes(wanted.file)) return;
    granted.require(wanted.file);
  }

  /** Opens what the page asks for; the sample and a backup take a while, which can be followed and cancelled. */
  async function open(request: OpenRequest): Promise<OpenConnection> {
    if (isServer(request.connection)) return openConnection(request, sample);
    const opened = await work.carryOut((loading) => openConnection({ ...request, loading }, sample));
    if (request.connection.type === 'backup') await backups.add(request.connection.file);
    return opened;
  }

  return {
    'connections.list': () => saved.list(),
    'connections.save': (request) => saved.save(request),
    'connections.remove': async ({ id }) => {
      await saved.remove(id);
      return null;
    },

    'connection.chooseFile': () => environment.chooseKeyFile(),
    'connection.test': async (request) => {
      await requireGranted(request);
      return testConnection(await withSavedSecrets(request), sample);
    },
    'connection.open': async (request) => {
      await requireGranted(request);
      refuseWhileRunning();
      await connection.close();
      context.page.migrated = null;
      const complete = await withSavedSecrets(request);
      const opened = await open(complete);
      await connection.set(opened, complete, refuseWhileRunning);
      return forWindow(opened);
    },
    'connection.reconnect': async () => {
      refuseWhileRunning();
      const request = connection.openedWith();
      const opened = await openConnection(request, sample);
      await connection.set(opened, request, refuseWhileRunning);
      return forWindow(opened);
    },
    'connection.close': async () => {
      refuseWhileRunning();
      await connection.close();
      context.page.migrated = null;
      return null;
    },
    'model.reload': async () => {
      const open = connection.get();
      await confirmConnected(open);
      const reloaded = await reloadModel(open);
      connection.reloaded(reloaded);
      return modelForWindow(reloaded);
    },
    'model.sampleValues': ({ entity, attributes }) => {
      const { database, index } = connection.get();
      return readSampleValues(database, index, entity, attributes);
    },
  };
}

function forWindow(opened: OpenConnection): OpenedDatabase {
  return { info: opened.database.info, model: modelForWindow(opened) };
}

function withoutUndefined(secrets: ConnectionSecrets): ConnectionSecrets {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined));
}
