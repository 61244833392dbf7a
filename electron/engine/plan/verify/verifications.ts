import type { Verification } from '../../../../shared/plan';
import type { PlanContext } from '../plan-context';
import { verifyLinks } from './verify-links';
import { verifyUntouchedUsers, verifyUsers } from './verify-users';

/** What must be true before COMMIT, each computed by the server from the snapshots, not from what was written. */
export function verifications(context: PlanContext): Verification[] {
  return [
    ...context.steps.flatMap((planned) => verifyUsers(context, planned)),
    ...verifyUntouchedUsers(context),
    ...verifyLinks(context),
  ];
}
