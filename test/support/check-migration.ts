import { expect } from 'vitest';
import { checkProject } from '../../electron/engine/checks/check-project';
import type { Database } from '../../electron/engine/connection/database';
import type { NameList } from '../../electron/engine/decide/decide-users';
import { readIdMap } from '../../electron/engine/journal';
import { runMigration } from '../../electron/engine/run/run-migration';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Project, Step } from '../../shared/project';
import type { Report } from '../../shared/report';
import { orderSteps } from '../../shared/step-order';
import { expectForecast, forecastMerges } from './check-merge-preview';
import { migrateInMemory } from './reference-model';
import type { MigratedStep } from './reference-model';
import { differences, snapshotDatabase } from './snapshot';
import type { Snapshot } from './snapshot';
import type { TestDatabase } from './test-database';
import { withEngine } from './with-engine';

/** Lines of a difference that a failure shows. */
const SHOWN = 30;

/** What a check, a run and its undo did, compared with the reference model. */
export interface CheckedMigration {
  /** Of the run, or of the refusal. */
  report: Report;
  users: number;
}

/**
 * Carries a project out, compares the whole database with the reference model, undoes it and compares with
 * the state before. All losses are accepted. A refused project leaves the database as it was.
 */
export async function checkMigration(
  database: TestDatabase,
  steps: Step[],
  names: NameList[] = [],
): Promise<CheckedMigration> {
  return withEngine(database, async (engine, index) => {
    const before = await snapshotDatabase(database);
    const project = await acceptLosses(engine, index, steps, names);
    const forecast = await forecastMerges(engine, index, project, names);
    const run = { database: engine, operator: 'test', toolVersion: '0.0.0' };
    const report = await runMigration({ ...run, project, names, mode: 'run', ignoreRunningApp: true });
    const after = await snapshotDatabase(database);
    if (report.outcome !== 'committed' || report.runId === null) {
      expectSame('a run that was not committed', before, after);
      return { report, users: 0 };
    }
    const migrated = await readSteps(engine, report.runId, index, project, names);
    const randomized = index.model.idScheme === 'randomized';
    const expected = migrateInMemory(database.type, before, migrated, randomized);
    expectSame('after the run', expected, after);
    await expectForecast(forecast, engine, index, report.runId, before, after);

    const undone = await undoRun({ ...run, runId: report.runId, force: false });
    expect({ outcome: undone.outcome, failure: undone.failure, findings: undone.findings }).toMatchObject({
      outcome: 'undone',
      failure: null,
      findings: [],
    });
    expectSame('after the undo', before, await snapshotDatabase(database));
    await forgetRun(engine, report.runId);
    return { report, users: migrated.reduce((sum, { ids }) => sum + ids.size, 0) };
  });
}

function expectSame(when: string, expected: Snapshot, actual: Snapshot): void {
  expect({ when, differences: differences(expected, actual).slice(0, SHOWN) }).toEqual({
    when,
    differences: [],
  });
}

/** The project of these steps with everything accepted that the checks say would be lost. */
export async function acceptLosses(
  engine: Database,
  index: DomainModelIndex,
  steps: Step[],
  names: NameList[] = [],
): Promise<Project> {
  const project: Project = { formatVersion: 1, name: 'Test', steps };
  const { losses } = await checkProject(engine, index, project, { ignoreRunningApp: true, names });
  return {
    ...project,
    steps: steps.map((step, position) => ({
      ...step,
      acceptLoss: losses.filter((loss) => loss.step === position).map(({ subject }) => subject),
    })),
  };
}

/** The steps in their order, with the ids that the run gave. */
export async function readSteps(
  engine: Database,
  runId: string,
  index: DomainModelIndex,
  project: Project,
  names: NameList[] = [],
): Promise<MigratedStep[]> {
  const ids = project.steps.map(() => new Map<string, string>());
  for await (const { step, oldId, newId } of readIdMap(engine, runId, false)) ids[step]?.set(oldId, newId);
  return orderSteps(index, project.steps).order.flatMap((position) => {
    const step = project.steps[position];
    const listed = (use: NameList['use']): NameList['names'] =>
      names.find((list) => list.step === position && list.use === use)?.names ?? [];
    const files = {
      users: new Set(listed('users').map(([name]) => name)),
      names: new Map(listed('name').map(([oldName, newName]) => [oldName, newName ?? ''])),
    };
    return step ? [{ step, ids: ids[position] ?? new Map<string, string>(), files }] : [];
  });
}
