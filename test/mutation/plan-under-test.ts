import { checkProject } from '../../electron/engine/checks/check-project';
import type { Database } from '../../electron/engine/connection/database';
import type { NameList } from '../../electron/engine/decide/decide-users';
import { readRun } from '../../electron/engine/journal/read-journal';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { buildPlan } from '../../electron/engine/plan/build-plan';
import { runMigration } from '../../electron/engine/run/run-migration';
import { presentModel } from '../../electron/engine/undo/present-model';
import { UndoContext } from '../../electron/engine/undo/undo-context';
import { undoProbes } from '../../electron/engine/undo/undo-links';
import { undoRun } from '../../electron/engine/undo/undo-run';
import { undoStatements, undoVerifications } from '../../electron/engine/undo/undo-statements';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Plan } from '../../shared/plan';
import type { Project } from '../../shared/project';

/** The same every time: names of tables and bound values of the plan depend on it. */
export const RUN_ID = '11111111-2222-4333-8444-555555555555';

/** What is carried out and verified. */
export type PlanUnderTest = Pick<
  Plan,
  'preparation' | 'statements' | 'probes' | 'verifications' | 'steps'
> & {
  /** The run that an undo undoes: what is left of it in the journal says nothing any more. */
  undoneRun: string | null;
};

/** The plan whose statements are mutated. The checks must find no error in the project. */
export async function planUnderTest(engine: Database, project: Project): Promise<PlanUnderTest> {
  const index = new DomainModelIndex(await readDomainModel(engine));
  const { findings } = await checkProject(engine, index, project, { ignoreRunningApp: true });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { plan } = buildPlan({
    index,
    project,
    statements: engine.dialect.statements,
    runId: RUN_ID,
    schema: engine.schema,
    now: '2026-01-02 03:04:05',
  });
  return { ...plan, undoneRun: null };
}

/** The undo of a committed run of the project, whose statements are mutated. */
export async function undoUnderTest(engine: Database, project: Project): Promise<PlanUnderTest> {
  const common = { database: engine, operator: 'test', toolVersion: '0.0.0' };
  const { runId, outcome, failure } = await runMigration({
    ...common,
    project,
    mode: 'run',
    ignoreRunningApp: true,
  });
  const { decisions } = await readRun(engine, runId ?? '');
  if (runId === null || decisions === null) throw new Error(JSON.stringify([outcome, failure]));
  const present = presentModel(decisions, new DomainModelIndex(await readDomainModel(engine)));
  const { steps, autoNumbers } = present;
  const context = new UndoContext(
    { ...decisions, steps, autoNumbers },
    engine.dialect.statements,
    runId,
    present,
  );
  return {
    preparation: [],
    statements: undoStatements(context),
    probes: undoProbes(context),
    verifications: undoVerifications(context, false),
    steps: [],
    undoneRun: runId,
  };
}

/** An earlier run and its undo: the journal has rows of another run, which nothing may take for its own. */
export async function leaveEarlierRun(
  engine: Database,
  project: Project,
  names: readonly NameList[] = [],
): Promise<void> {
  const common = { database: engine, operator: 'test', toolVersion: '0.0.0' };
  const run = await runMigration({ ...common, project, names, mode: 'run', ignoreRunningApp: true });
  if (run.runId === null || run.outcome !== 'committed') {
    const errors = run.findings.filter(({ severity }) => severity === 'error');
    throw new Error(JSON.stringify([run.failure, errors]));
  }
  const undone = await undoRun({ ...common, runId: run.runId, force: false });
  if (undone.outcome !== 'undone') throw new Error(JSON.stringify([undone.failure, undone.findings]));
}
