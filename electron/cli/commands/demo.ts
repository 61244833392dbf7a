import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserMigrationError } from '../../../shared/failure';
import type { Project, Step } from '../../../shared/project';
import type { Report } from '../../../shared/report';
import { formatDuration, plural } from '../../../shared/wording';
import type { OpenConnection } from '../../services/command-line';
import {
  checkProject,
  listRuns,
  mapProject,
  migrateUsers,
  openConnection,
  readIdMap,
  reloadModel,
  SampleDatabase,
  undoRun,
  writeProject,
} from '../../services/command-line';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { watchRun } from '../interrupt';
import type { Output } from '../output';
import { reportFiles, writeReports } from '../report-files';

const TARGET = 'SapAuthentication.SapUser';
/** Specializations first, as they have to move. */
const ACCOUNT = 'Administration.Account';
/** What single sign-on asks for: e-mails as names, and no second account for those who have one already. */
const SIGN_ON: Pick<Step, 'name' | 'existing'> = {
  name: { from: `${ACCOUNT}/Email`, case: 'lower' },
  existing: {
    match: { source: `${ACCOUNT}/Email`, target: `${TARGET}/Email` },
    ignoreCase: true,
    then: 'merge',
    values: 'fill-empty',
  },
};
const SOURCES = ['CompanyA.CompanyA_Account', 'CompanyB.CompanyB_Account', ACCOUNT];

export interface DemoOptions {
  out: string;
  users?: number;
}

/** Everything once, on the sample database: mapping, check, rehearsal, run, verification, report and undo. */
export async function demo({ output }: CommandContext, options: DemoOptions): Promise<number> {
  const folder = await makeFolder(options.out);
  const files = await reportFiles(
    ['html', 'pdf', 'json', 'csv'].map((ending) => join(folder, `report.${ending}`)),
    [],
  );
  const database = new SampleDatabase();
  const watch = watchRun(output);
  try {
    output.note(
      '1. Starting the sample database: a real PostgreSQL with a Mendix app of several user modules.',
    );
    const connection = {
      type: 'sample',
      ...(options.users === undefined ? {} : { users: options.users }),
    } as const;
    const open = await openConnection({ connection, secrets: {} }, database);
    try {
      const project = await mapAll(open, output);
      const projectFile = join(folder, 'accounts-to-sap-users.usermigration.json');
      await writeProject(projectFile, project);
      output.note(`   The project file: ${projectFile}`);
      const { findings } = await checkProject(open, project, { ignoreRunningApp: false });
      output.note(`3. Checked: ${plural(findings.length, 'finding')}, none an error.`);
      const rehearsal = await carryOut(open, project, 'rehearsal', watch.signal);
      output.note(
        `4. Rehearsed: ${plural(rehearsal.statements.length, 'statement')} and ${plural(rehearsal.verification.length, 'verification')}, rolled back.`,
      );
      const run = await carryOut(open, project, 'run', watch.signal);
      const users = run.steps.reduce((sum, step) => sum + step.users, 0);
      output.note(
        `5. Migrated ${plural(users, 'user')} in ${formatDuration(run.ms)}, verified before COMMIT.`,
      );
      await writeReports(run, files, () => readIdMap(open.database, run.runId ?? '', false));
      output.note(`6. Wrote the report: ${files.map(({ path }) => path).join(', ')}`);
      const undone = await undoRun(open, { runId: run.runId ?? '', force: false, confirmDatabase: null });
      assertOutcome(undone, 'undone');
      output.note('7. Undid the run; everything is as it was before, verified as well.');
      output.result(
        `The demo is done: ${plural(users, 'user')} were moved to ${TARGET}, verified, reported and moved back.\nReport: ${join(folder, 'report.html')}\n`,
        {
          outcome: run.outcome,
          users,
          undone: true,
          runs: await listRuns(open.database),
          report: files.map(({ path }) => path),
        },
      );
    } finally {
      await open.database.close();
    }
  } finally {
    watch.stop();
    await database.stop();
  }
  return EXIT.done;
}

async function makeFolder(path: string): Promise<string> {
  const folder = resolve(path);
  try {
    await mkdir(folder, { recursive: true });
  } catch {
    throw new UserMigrationError('usage', {
      code: 'report-path-unwritable',
      message: `The folder ${folder} cannot be created.`,
      cause: 'A file has this name already, or this account may not write there.',
      remedy: 'Choose another folder with --out.',
    });
  }
  return folder;
}

/** All accounts and their specializations, mapped according to names; what would be lost is accepted. */
async function mapAll(open: OpenConnection, output: Output): Promise<Project> {
  const steps = SOURCES.flatMap((source) =>
    mapProject(open, {
      source,
      target: TARGET,
      keepOldUsers: false,
      connection: { type: 'sample' },
    }).steps.map((step) => ({ ...step, ...(source === ACCOUNT ? SIGN_ON : {}) })),
  );
  const project: Project = {
    formatVersion: 1,
    name: 'Accounts to SAP users',
    connection: { type: 'sample' },
    domainModel: open.index.model.fingerprint,
    steps,
  };
  const mapped = steps.reduce((sum, step) => sum + step.attributes.length + step.associations.length, 0);
  output.note(
    `2. Mapped according to names: ${plural(mapped, 'attribute or association', 'attributes and associations')} in ${plural(steps.length, 'move')}.`,
  );
  const { findings } = await checkProject(open, project, { ignoreRunningApp: false });
  for (const { message } of findings.filter(({ code }) => code === 'existing-user'))
    output.note(`   ${message}`);
  const losses = findings.filter((finding) => finding.code === 'data-loss');
  for (const loss of losses) output.note(`   Accepted as lost: ${loss.subject} (${loss.count ?? 0})`);
  return {
    ...project,
    steps: steps.map((step, index) => ({
      ...step,
      acceptLoss: losses.filter((loss) => loss.step === index).map((loss) => loss.subject),
    })),
  };
}

async function carryOut(
  open: OpenConnection,
  project: Project,
  mode: 'rehearsal' | 'run',
  signal: AbortSignal,
): Promise<Report> {
  const fresh = await reloadModel(open);
  const report = await migrateUsers(
    fresh,
    { project, mode, ignoreRunningApp: false, confirmDatabase: null },
    { signal },
  );
  assertOutcome(report, mode === 'run' ? 'committed' : 'rehearsed');
  return report;
}

function assertOutcome(report: Report, expected: Report['outcome']): void {
  if (report.outcome === expected) return;
  const errors = report.findings.filter((finding) => finding.severity === 'error');
  throw new UserMigrationError('failed', {
    code: report.failure?.code ?? errors[0]?.code ?? 'demo-failed',
    message: report.failure?.message ?? errors[0]?.message ?? `The outcome is ${report.outcome}.`,
    cause: report.failure?.cause ?? 'The sample database is not as it should be.',
    remedy: report.failure?.remedy ?? 'Run the demo again.',
  });
}
