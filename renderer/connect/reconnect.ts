import { isServer } from '../../shared/connection';
import { describeDatabase, samePlace } from '../../shared/database-identity';
import { useCheck } from '../check/check';
import { useReports } from '../report/reports';
import { texts } from '../texts/en';
import { confirm } from '../ui/confirm';
import { useApp } from '../wizard/app';
import { useWizard } from '../wizard/wizard';
import type { OtherDatabase } from './connection';
import { useConnection } from './connection';
import { useConnectionForm } from './connection-form';

/** The services have forgotten with which password it was opened. */
const NOT_CONNECTED = 'not-connected';

/** Opens the lost connection once more; the project stays as it is, whatever comes of it. */
export function useReconnect(): () => Promise<void> {
  const app = useApp();
  const check = useCheck();
  const connection = useConnection();
  const form = useConnectionForm();
  const reports = useReports();
  const wizard = useWizard();

  /** The form has all but the password. */
  async function toTheForm(): Promise<void> {
    const before = connection.kept?.connection;
    await connection.close();
    if (before !== undefined && isServer(before)) form.fill(before);
    wizard.go('connect');
  }

  return async () => {
    const found = await connection.reconnect();
    if (found === null) {
      if (connection.lost?.code === NOT_CONNECTED) await toTheForm();
      return;
    }
    if (found.other !== null && !(await mayUseMapping(found.other))) {
      await connection.close();
      wizard.go('connect');
      return;
    }
    connection.adopt(found);
    if (found.other !== null) {
      check.reset();
      reports.reset();
    }
    app.say(texts.connect.reconnected(describeDatabase(found.info.identity)));
  };
}

/** The mapping was made while another database was shown: is it meant for this one? */
export async function mayUseMapping({ before, now }: OtherDatabase): Promise<boolean> {
  const { otherDatabase } = texts.connect;
  const choice = await confirm({
    ...otherDatabase,
    message: samePlace(before, now)
      ? otherDatabase.deployed(describeDatabase(now))
      : otherDatabase.moved(describeDatabase(before), describeDatabase(now)),
    tone: 'danger',
  });
  return choice === 'confirmed';
}
