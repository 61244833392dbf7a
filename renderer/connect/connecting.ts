import type { ConnectRequest } from '../../shared/contract';
import { sameDatabase } from '../../shared/database-identity';
import type { Failure } from '../../shared/failure';
import { useCheck } from '../check/check';
import { useProject } from '../project/project';
import { useReports } from '../report/reports';
import { useRun } from '../run/run';
import { texts } from '../texts/en';
import { confirm } from '../ui/confirm';
import { useWizard } from '../wizard/wizard';
import { useBackups } from './backups';
import { useConnection } from './connection';
import type { OpenConnection } from './connection';
import { useConnectionForm } from './connection-form';
import { mayUseMapping } from './reconnect';

const HOST_KEY_UNKNOWN = 'ssh-host-key-unknown';
/** As OpenSSH prints it. */
const FINGERPRINT = /SHA256:[A-Za-z0-9+/=]+/;

export interface Connecting {
  test: () => Promise<void>;
  connect: () => Promise<void>;
  connectSample: () => Promise<void>;
  /** @param file that the user chose, now or before */
  connectBackup: (file: string) => Promise<void>;
}

/** Testing and opening what the form says; an SSH server that is not known is asked about first. */
export function useConnecting(): Connecting {
  const connection = useConnection();
  const form = useConnectionForm();
  const project = useProject();
  const wizard = useWizard();
  const check = useCheck();
  const reports = useReports();
  const run = useRun();
  const backups = useBackups();

  /** Tries, and tries once more when the user accepts the SSH server's key. */
  async function withHostKey(
    attempt: (request: ConnectRequest) => Promise<Failure | null>,
  ): Promise<Failure | null> {
    const failure = await attempt(form.request());
    const fingerprint = failure?.code === HOST_KEY_UNKNOWN ? fingerprintOf(failure) : null;
    if (fingerprint === null) return failure;
    const choice = await confirm({ ...texts.connect.hostKey, detail: fingerprint });
    return choice === 'confirmed' ? attempt(form.request(fingerprint)) : failure;
  }

  async function test(): Promise<void> {
    await withHostKey(connection.tryOut);
  }

  async function open(attempt: () => Promise<Failure | null>): Promise<void> {
    const before = connection.kept;
    check.reset();
    reports.reset();
    if ((await attempt()) !== null) return;
    if (!(await isMeant(before))) {
      await connection.close();
      return;
    }
    const opened = connection.open?.connection;
    if (opened && JSON.stringify(opened) !== JSON.stringify(project.project.connection)) {
      project.edit({ connection: opened }, texts.edits.connection);
    }
    if (project.project.steps.length > 0 && wizard.selected === null) wizard.select(0, 'connect');
    void run.lookElsewhere();
  }

  /** The same settings as before, and another database: that is not what the user chose. */
  async function isMeant(before: OpenConnection | null): Promise<boolean> {
    const now = connection.open;
    if (before === null || now === null || project.project.steps.length === 0) return true;
    const [identity, found] = [before.info.identity, now.info.identity];
    const isSameForm = JSON.stringify(before.connection) === JSON.stringify(now.connection);
    if (!isSameForm || sameDatabase(identity, found)) return true;
    return mayUseMapping({ before: identity, now: found });
  }

  return {
    test,
    connect: () => open(() => withHostKey((request) => connection.connect(request, form.colour))),
    connectSample: async () => {
      await open(() => connection.connect({ connection: { type: 'sample' }, secrets: {} }, 'none'));
      if (connection.open) wizard.go('users');
    },
    connectBackup: async (file) => {
      backups.reset();
      await open(() => connection.connect({ connection: { type: 'backup', file }, secrets: {} }, 'none'));
      backups.reset();
      if (connection.open) wizard.go('users');
    },
  };
}

function fingerprintOf(failure: Failure): string | null {
  const [fingerprint] = FINGERPRINT.exec(`${failure.message} ${failure.cause} ${failure.remedy}`) ?? [];
  return fingerprint ?? null;
}
