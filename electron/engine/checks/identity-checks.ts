import type { Finding } from '../../../shared/findings';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';
import { linksOfMovedUsers } from './link-checks';

/** MendixSSO finds its users by this association alone. */
const FOREIGN_IDENTITY = 'MendixSSO.ForeignIdentity_User';

/** Says that the identities of MendixSSO users move along, since without them nobody could sign in. */
export async function checkForeignIdentities(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps) {
    const identity = planned.analysis.carriedAssociations.find(
      ({ association }) => association.name === FOREIGN_IDENTITY,
    );
    if (!identity) continue;
    const sample = await linksOfMovedUsers(context, planned, identity.association, [identity.role]);
    if (sample.count === 0) continue;
    const stays = planned.step.keepOldUsers && planned.step.moveReferences !== true;
    found.push(
      finding({
        code: 'foreign-identity',
        ...(stays ? { severity: 'warning' } : {}),
        step: planned.index,
        subject: FOREIGN_IDENTITY,
        sample,
        message: stays
          ? `${countOf(sample.count, 'MendixSSO identity', 'MendixSSO identities')} will stay with the old users: the new ones cannot sign in by MendixSSO.`
          : `${countOf(sample.count, 'MendixSSO identity', 'MendixSSO identities')} will belong to the new users.`,
        remedy: stays
          ? 'Move what points at the old users, or do not keep them.'
          : 'Nothing needs to be done.',
      }),
    );
  }
  return found;
}
