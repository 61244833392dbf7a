import { watch } from 'vue';
import { useCheck } from '../check/check';
import { useReports } from '../report/reports';
import { useRun } from '../run/run';
import { useApp } from '../wizard/app';
import { LOST, useConnection } from './connection';
import { whenReconnected } from './when-reconnected';

/** Mounted once: what was said before is not true any more when the connection is lost, and when it is back. */
export function useLostConnection(): void {
  const app = useApp();
  const check = useCheck();
  const connection = useConnection();
  const reports = useReports();
  const run = useRun();

  watch(
    () => connection.lost === null,
    (canBeAsked) => {
      if (!canBeAsked) app.dismissMessage();
    },
  );
  whenReconnected(() => {
    app.dismissCodes(...LOST);
    run.forgetLost();
    return Promise.all([check.retry(), reports.retry()]);
  });
}
