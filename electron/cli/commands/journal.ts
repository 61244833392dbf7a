import { UserMigrationError } from '../../../shared/failure';
import { plural } from '../../../shared/wording';
import { readProject } from '../../services/storage/project-files';
import type { CommandContext } from '../command-context';
import { confirmingCommand, productionName } from '../command-context';
import type { ProjectFile } from '../connect';
import { chooseConnection, inputFiles, withConnection } from '../connect';
import { EXIT, exitCodeOfReport } from '../exit-code';
import { watchRun } from '../interrupt';
import { reportFiles, writeReports, writeReportsAfter } from '../report-files';
import { migrationDocument } from '../text/migration-document';
import { reportText } from '../text/report-text';

export interface JournalOptions {
  /** Its connection is used where no URL is given. */
  project?: string;
}

/** The runs in the database's journal, the latest first. */
export async function runs({ output, connect }: CommandContext, options: JournalOptions): Promise<number> {
  return withConnection(connect, await projectOf(options), async ({ open: { database }, services }) => {
    const found = await services.listRuns(database);
    const lines = found.map(
      (run) =>
        `${run.runId}  ${run.startedAt}  ${run.state}${run.undoable ? ', can be undone' : ''}  ${plural(run.users, 'user')}  ${run.operator}  ${run.project}`,
    );
    output.result(lines.length === 0 ? 'No runs.\n' : `${lines.join('\n')}\n`, { runs: found });
    return EXIT.done;
  });
}

export interface ReportOptions extends JournalOptions {
  out: string[];
  includeNames?: boolean;
}

/** The report of an earlier run, written to files. */
export async function report(
  { output, connect }: CommandContext,
  runId: string,
  options: ReportOptions,
): Promise<number> {
  const project = await projectOf(options);
  const files = await reportFiles(options.out, inputFiles(connect, project));
  return withConnection(connect, project, async ({ open: { database }, services }) => {
    const stored = await services.readRunReport(database, runId);
    await writeReports(stored, files, () =>
      services.readIdMap(database, runId, options.includeNames === true),
    );
    const text =
      files.length === 0 ? reportText(stored) : files.map(({ path }) => `Written: ${path}\n`).join('');
    output.result(text, stored);
    return EXIT.done;
  });
}

export interface ConfirmOptions extends JournalOptions {
  yes?: boolean;
  database?: string;
}

export interface UndoOptions extends ConfirmOptions {
  force?: boolean;
  report: string[];
}

/** Restores what was before a run. Without `--yes` it only looks whether it could. */
export async function undo(context: CommandContext, runId: string, options: UndoOptions): Promise<number> {
  const { output, connect } = context;
  const project = await projectOf(options);
  const files = await reportFiles(options.report, inputFiles(connect, project));
  refuseBackup(context, project);
  return withConnection(connect, project, async ({ open, services }) => {
    const watch = watchRun(output);
    try {
      const dryRun = options.yes !== true;
      const result = await services.undoRun(
        open,
        { runId, force: options.force === true, dryRun, confirmDatabase: options.database ?? null },
        watch,
      );
      const command = confirmingCommand(context, productionName(open));
      const unconfirmed = `Not confirmed: nothing was changed. To undo the run: ${command}`;
      const confirmable = dryRun && result.outcome === 'checked';
      output.result(`${reportText(result)}${confirmable ? `${unconfirmed}\n` : ''}`, {
        ...migrationDocument(result),
        ...(confirmable && { confirm: command }),
      });
      if (confirmable) {
        output.summary(unconfirmed);
        return EXIT.refused;
      }
      if (result.failure) output.summary(`${result.failure.message} [${result.failure.code}]`);
      await writeReportsAfter(output, result, files, true, () =>
        services.readIdMap(open.database, runId, false),
      );
      return exitCodeOfReport(result);
    } finally {
      watch.stop();
    }
  });
}

/** Drops a run's undo data. Without `--yes` it says what would go. */
export async function forget(
  context: CommandContext,
  runId: string,
  options: ConfirmOptions,
): Promise<number> {
  const { output, connect } = context;
  const project = await projectOf(options);
  refuseBackup(context, project);
  return withConnection(connect, project, async ({ open: { database }, services }) => {
    const stored = await services.readRunReport(database, runId);
    const users = stored.steps.reduce((sum, step) => sum + step.users, 0);
    if (options.yes !== true) {
      const command = confirmingCommand(context, null);
      output.result(
        `Would discard the undo data of run ${runId} (${plural(users, 'user')}, password hashes among it). Afterwards it cannot be undone; its report stays.\nNot confirmed: nothing was changed. To forget it: ${command}\n`,
        { runId, forgotten: false, confirm: command },
      );
      output.summary(`Not confirmed: nothing was changed. To forget it: ${command}`);
      return EXIT.refused;
    }
    await services.forgetRun(database, runId);
    output.result(`Discarded: the undo data of run ${runId} is gone, its report stays.\n`, {
      runId,
      forgotten: true,
    });
    return EXIT.done;
  });
}

/** What these commands change would be saved nowhere. */
function refuseBackup({ connect }: CommandContext, project: ProjectFile | null): void {
  if (chooseConnection(connect, project).connection.type !== 'backup') return;
  throw new UserMigrationError('usage', {
    code: 'backup-only-migrated',
    message: 'This changes a database in place, and a backup is only read.',
    cause: 'The runs of a backup are not in the backup that is saved.',
    remedy: 'To take a migration back, restore the backup that was opened for it.',
  });
}

async function projectOf({ project }: JournalOptions): Promise<ProjectFile | null> {
  return project === undefined ? null : { path: project, project: await readProject(project) };
}
