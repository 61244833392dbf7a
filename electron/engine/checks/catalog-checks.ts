import type { Finding } from '../../../shared/findings';
import type { Decisions } from '../decide/decisions';
import type { CheckContext } from './check-context';
import { checkColumns } from './column-checks';
import { checkConstraints } from './constraint-checks';
import { checkGaps } from './gap-checks';
import { checkIdAttributes } from './id-attribute-checks';
import { losingRows, usersToLeave } from './losing-rows';
import { checkOutsideForeignKeys } from './outside-checks';
import { checkUniqueIndexes } from './unique-index-checks';

/** What the database has that Mendix does not know of, as far as it concerns the run. */
export async function checkCatalog(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  const { query, dialect, index } = context;
  return [
    ...checkGaps(context),
    ...(await checkOutsideForeignKeys(query, dialect, index, losingRows(usersToLeave(context), decisions))),
    ...(await checkColumns(context, decisions)),
    ...(await checkConstraints(context, decisions)),
    ...(await checkUniqueIndexes(context, decisions)),
    ...(await checkIdAttributes(context)),
  ];
}
