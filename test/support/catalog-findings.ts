import { checkCatalog } from '../../electron/engine/checks/catalog-checks';
import { CheckContext } from '../../electron/engine/checks/check-context';
import type { FindingCode } from '../../electron/engine/checks/finding-codes';
import type { Database } from '../../electron/engine/connection/database';
import { decideSteps } from '../../electron/engine/decide/decide';
import { planStep } from '../../electron/engine/decide/planned-step';
import { resolveMappings } from '../../electron/engine/decide/resolve-mappings';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Finding } from '../../shared/findings';
import type { Project } from '../../shared/project';

/** Codes that are provoked by the tests of the catalog, and not by those of the other checks. */
export const CATALOG_CODES: readonly FindingCode[] = [
  'table-missing',
  'column-missing',
  'unknown-attribute-type',
  'not-a-table',
  'foreign-key-outside',
  'foreign-key-value',
  'check-constraint',
  'unique-index',
  'rule',
  'unknown-column-lost',
  'id-attribute',
];

/** Codes that are provoked on servers of their own. */
export const SERVER_CODES: readonly FindingCode[] = [
  'read-only',
  'binlog-format',
  'prepared-transaction',
  'standby-missing',
  'event-trigger',
  'partition-missing',
  'unsafe-session',
  'own-operator',
  'replica-identity',
  'journal-name-taken',
];

/** What the catalog says of a project's steps, all of which must be possible ones. */
export async function catalogFindings(database: Database, project: Project): Promise<Finding[]> {
  const index = new DomainModelIndex(await readDomainModel(database));
  const steps = project.steps.map((step, position) => planStep(index, step, position, []));
  const resolved = steps.map((planned) => resolveMappings(index, planned));
  const mappings = {
    attributes: resolved.flatMap(({ attributes }) => attributes),
    associations: resolved.flatMap(({ associations }) => associations),
  };
  const decisions = decideSteps(index, steps, mappings, '2026-01-02 03:04:05');
  return database.readOnly((query) =>
    checkCatalog(
      new CheckContext(
        index,
        project,
        steps,
        { ignoreRunningApp: true },
        database.dialect,
        database.schema,
        query,
      ),
      decisions,
    ),
  );
}
