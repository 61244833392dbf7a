import type { Association } from '../../../shared/domain-model';
import type { Statement } from '../../../shared/plan';
import { mappedAssociations } from './map';
import type { PlanContext } from './plan-context';

/** Subject of the number of links that an association's table had before the run. */
export function linkTotalSubject(association: Association): string {
  return `total:${association.id}`;
}

/** Associations in tables of their own in which a run may insert or delete links. */
export function countedAssociations(context: PlanContext): Association[] {
  const written = context.steps.flatMap((planned) =>
    mappedAssociations(context, planned).map((mapped) => mapped.target),
  );
  const all = [...context.places.map((place) => place.association), ...written];
  return [...new Set(all)].filter((association) => association.storage === 'table');
}

/** Counts them, so that the verification can tell that no other link came or went. */
export function countLinksStatements(context: PlanContext): Statement[] {
  return countedAssociations(context).map((association) =>
    context.statement(
      {
        id: `count-${association.id}`,
        title: `Count the links of ${association.name}`,
        phase: 'snapshot',
        writes: context.fingerprint,
        expectedRows: 1,
      },
      (bind) => `INSERT INTO ${context.fingerprint} (run_id, subject, row_count, digest)
SELECT ${bind(context.runId)}, ${bind(linkTotalSubject(association))}, COUNT(*), '' FROM ${context.sql.quote(association.table)}`,
    ),
  );
}
