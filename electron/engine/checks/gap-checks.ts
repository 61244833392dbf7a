import type { ModelGap } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { CheckContext } from './check-context';
import { finding } from './finding';

/** What the metadata names of users and sessions and this database does not have: nothing may be passed over in silence. */
export function checkGaps(context: CheckContext): Finding[] {
  return context.index.model.gaps.flatMap((gap) => {
    if (gap.kind === 'attribute-type') return isOfRun(context, gap) ? [unknownType(gap)] : [];
    return [gap.kind === 'table' ? tableMissing(gap) : columnMissing(gap)];
  });
}

/** Levels of sources and targets. */
function isOfRun({ steps }: CheckContext, { entities }: ModelGap): boolean {
  return steps.some(({ sourceChain, targetChain }) =>
    [...sourceChain, ...targetChain].some(({ name }) => entities.includes(name)),
  );
}

const REPAIR =
  'Restore the whole database from a backup, or start the app once, which makes what is missing.';

function tableMissing({ subject, table }: ModelGap): Finding {
  return finding({
    code: 'table-missing',
    subject,
    message: `Mendix's metadata names the table ${table} of ${subject}, and this database does not have it.`,
    remedy: REPAIR,
  });
}

function columnMissing({ subject, table, column }: ModelGap): Finding {
  return finding({
    code: 'column-missing',
    subject,
    message: `Mendix's metadata names the column ${column ?? ''} of ${table} for ${subject}, and the table does not have it.`,
    remedy: REPAIR,
  });
}

function unknownType({ subject, typeCode }: ModelGap): Finding {
  return finding({
    code: 'unknown-attribute-type',
    subject,
    message: `${subject} is of the type ${String(typeCode)}, which this program does not know.`,
    remedy:
      'Mendix 8 removed Float and Currency: give the attribute another type in Studio Pro and start the app once. A type that is newer than the program needs a newer version of it.',
  });
}
