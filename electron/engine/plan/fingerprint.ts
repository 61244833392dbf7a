import type { Statement } from '../../../shared/plan';
import type { SqlDialect } from '../dialects/dialect';
import type { PlanContext } from './plan-context';
import type { Bind } from './statement-text';
import { physicalColumns } from './snapshot';
import type { TargetPlace } from './target-place';
import { findTargetPlaces } from './target-place';
import { autoNumbersOf, currentCounter } from './auto-number';
import { autoNumberCounter, objectSequenceCounter } from './counter-name';
import { ENTITY_IDENTIFIER_TABLE } from '../mendix/physical-names';

/** One digest over the new rows of a table, or over the links to the new users of an association. */
export interface Fingerprint {
  subject: string;
  title: string;
  /** A SELECT of `row_count` and `digest`; `runId` stands for the bound id of the run. */
  select: (runId: () => string) => string;
}

/**
 * What the run leaves behind, so that undo can tell whether somebody changed it since. Written as the last
 * thing of a run; asked again by undo with the very same queries, which the manifest keeps.
 */
export function runFingerprints(context: PlanContext): Fingerprint[] {
  return [
    ...createdTables(context).map((table): Fingerprint => ({
      subject: `rows:${table}`,
      title: table,
      select: (runId) =>
        digestOf(
          context.sql,
          physicalColumns(context, table).map((column) => context.column('t', column)),
          `${context.sql.quote(table)} AS t
JOIN ${context.movedUser} AS m ON m.run_id = ${runId()} AND m.new_id = t.id`,
        ),
    })),
    ...findTargetPlaces(context.index, context.steps).map((place) => linkFingerprint(context, place)),
  ];
}

/** Every table in which a step creates rows, root first. */
export function createdTables(context: PlanContext): string[] {
  return [
    ...new Set(
      context.steps.flatMap((planned) => [...planned.targetChain].reverse().map((level) => level.table)),
    ),
  ];
}

function linkFingerprint(context: PlanContext, place: TargetPlace): Fingerprint {
  const { association } = place;
  const parent = context.column('t', association.parentColumn);
  const child = context.column('t', association.childColumn);
  const linksAt = (end: string, runId: string): string =>
    `SELECT ${parent} AS parent_id, ${child} AS child_id FROM ${context.sql.quote(association.table)} AS t
JOIN ${context.movedUser} AS m ON m.run_id = ${runId} AND m.new_id = ${end} WHERE ${child} IS NOT NULL`;
  return {
    subject: `links:${association.id}`,
    title: `${association.name} (${association.table})`,
    select: (runId) => {
      const branches = [
        ...(place.parentSteps.length > 0 ? [linksAt(parent, runId())] : []),
        ...(place.childSteps.length > 0 ? [linksAt(child, runId())] : []),
      ];
      return digestOf(context.sql, ['l.parent_id', 'l.child_id'], `(${branches.join('\nUNION\n')}) AS l`);
    },
  };
}

function digestOf(sql: SqlDialect, columns: string[], from: string): string {
  return `SELECT COUNT(*) AS row_count, ${sql.sumAsText(sql.rowDigest(columns))} AS digest\nFROM ${from}`;
}

/** Stores the fingerprints and what the counters are now. */
export function fingerprintStatements(context: PlanContext): Statement[] {
  return [
    ...runFingerprints(context).map((fingerprint) =>
      context.statement(
        {
          id: `fingerprint-${fingerprint.subject}`,
          title: `Fingerprint ${fingerprint.title}`,
          phase: 'journal',
          writes: context.fingerprint,
          expectedRows: 1,
        },
        (bind) => `INSERT INTO ${context.fingerprint} (run_id, subject, row_count, digest)
SELECT ${bind(context.runId)}, ${bind(fingerprint.subject)}, f.row_count, f.digest
FROM (${fingerprint.select(() => bind(context.runId))}) AS f`,
      ),
    ),
    ...counterValues(context),
  ];
}

function counterValues(context: PlanContext): Statement[] {
  const targets = [...new Map(context.steps.map((planned) => [planned.target.id, planned.target])).values()];
  const numbers = new Map(
    context.steps.flatMap((planned) =>
      autoNumbersOf(planned).map(({ attribute }) => [attribute.id, attribute]),
    ),
  );
  const remember = (counter: string, title: string, value: (bind: Bind) => string): Statement =>
    context.statement(
      {
        id: `counter-${counter}`,
        title: `Note the counter of ${title}`,
        phase: 'journal',
        writes: context.counter,
        expectedRows: 1,
      },
      (bind) => `UPDATE ${context.counter} SET value_after = ${value(bind)}
WHERE run_id = ${bind(context.runId)} AND counter = ${bind(counter)}`,
    );
  return [
    ...targets.map((target) =>
      remember(
        objectSequenceCounter(target.id),
        target.name,
        (bind) =>
          `(SELECT object_sequence FROM ${context.sql.quote(ENTITY_IDENTIFIER_TABLE)} WHERE id = ${bind(target.id)})`,
      ),
    ),
    ...[...numbers.values()].map((attribute) =>
      remember(autoNumberCounter(attribute.id), attribute.qualifiedName, (bind) =>
        currentCounter(context, attribute, bind),
      ),
    ),
  ];
}
