import type { Project } from '../../../shared/project';
import { plural } from '../../../shared/wording';
import type { LoadedBackup, SavedBackup } from '../../services/backups';
import type { NameList } from '../../services/command-line';
import { reportBeside } from '../../services/place-of-backup';
import { readProject } from '../../services/storage/project-files';
import { backupOutput } from '../backup-output';
import type { CommandContext } from '../command-context';
import { confirmingCommand, productionName } from '../command-context';
import type { Connected } from '../connect';
import { chooseConnection, inputFiles, withConnection } from '../connect';
import { EXIT, exitCodeOfReport } from '../exit-code';
import { watchRun } from '../interrupt';
import { reportFiles, writeReportsAfter } from '../report-files';
import { findingsText } from '../text/findings-text';
import { migrationDocument } from '../text/migration-document';
import { reportText } from '../text/report-text';
import { watchBackup } from '../watch-backup';
import { csvNeedsRun } from './csv-needs-run';

export interface MigrateOptions {
  rehearse?: boolean;
  yes?: boolean;
  database?: string;
  ignoreRunningApp?: boolean;
  includeNames?: boolean;
  report: string[];
  /** The migrated backup, where a backup is migrated. */
  out?: string;
}

/** Rehearsal or run. Without `--yes` it says what would happen and how to confirm. */
export async function migrate(
  context: CommandContext,
  path: string,
  options: MigrateOptions,
): Promise<number> {
  const { output, connect } = context;
  const project = await readProject(path);
  const mode = options.rehearse === true ? 'rehearsal' : 'run';
  const { connection: chosen } = chooseConnection(connect, { path, project });
  const out = await backupOutput(
    chosen.type === 'backup' ? chosen.file : null,
    options.out,
    mode === 'run' && options.yes === true,
  );
  // The journal is not in the migrated backup: its report lies beside it.
  const files = await reportFiles(
    [...options.report, ...(out === null || mode === 'rehearsal' ? [] : [reportBeside(out)])],
    [...inputFiles(connect, { path, project }), ...(out === null ? [] : [out])],
  );
  if (mode === 'rehearsal') csvNeedsRun(files);
  return withConnection(connect, { path, project }, async (connected) => {
    const { open, services } = connected;
    const names = await services.readNameFiles(project, { projectPath: path });
    if (mode === 'run' && options.yes !== true)
      return preview(context, connected, { project, names }, options);
    const watch = watchRun(output);
    try {
      const report = await services.migrateUsers(
        open,
        {
          project,
          mode,
          ignoreRunningApp: options.ignoreRunningApp === true,
          confirmDatabase: options.database ?? null,
          names,
        },
        watch,
      );
      const saved =
        open.backup !== undefined && out !== null && report.outcome === 'committed'
          ? await save(context, connected, open.backup, out)
          : null;
      output.result(`${reportText(report)}${saved === null ? '' : savedText(saved)}`, {
        ...migrationDocument(report),
        ...(saved && { backup: saved }),
      });
      if (report.failure) output.summary(`${report.failure.message} [${report.failure.code}]`);
      const { runId, outcome } = report;
      await writeReportsAfter(output, report, files, outcome === 'committed', () =>
        services.readIdMap(open.database, runId ?? '', options.includeNames === true),
      );
      return exitCodeOfReport(report);
    } finally {
      watch.stop();
    }
  });
}

/** The run is in the private server; it counts when the migrated backup is written and verified. */
function save(
  { output }: CommandContext,
  { services }: Connected,
  backup: LoadedBackup,
  out: string,
): Promise<SavedBackup> {
  return watchBackup(output, (control) => services.saveBackup(backup, out, control));
}

function savedText({ path, size, tables }: SavedBackup): string {
  return `SAVED: ${path}, ${plural(size, 'byte')}, read back and compared with the database; ${plural(tables.length, 'table')} with other rows.
Upload it, restore it, then start the app. To go back, restore the backup that was opened.
`;
}

async function preview(
  context: CommandContext,
  { open, services }: Connected,
  { project, names }: { project: Project; names: NameList[] },
  options: MigrateOptions,
): Promise<number> {
  const { ok, findings, report } = await services.checkProject(open, project, {
    ignoreRunningApp: options.ignoreRunningApp === true,
    names,
  });
  const plan = ok ? services.planOf(open, project, names) : null;
  const steps = (plan?.steps ?? []).map((step) => ({
    ...step,
    users: report.steps[step.index]?.users ?? step.users,
  }));
  const command = confirmingCommand(context, productionName(open, project.connection));
  const lines = [
    findingsText(findings).trimEnd(),
    ...steps.map(
      (step) =>
        `Would move ${plural(step.users, 'user')}: ${step.source} -> ${step.target}, old users ${step.keepOldUsers ? 'kept' : 'not kept'}`,
    ),
    ...(plan ? [`${plural(plan.statements.length, 'statement')} in one transaction.`] : []),
    ok ? `Nothing was changed. To carry it out:\n  ${command}` : 'Nothing was changed. Fix the errors first.',
  ];
  context.output.result(`${lines.join('\n')}\n`, {
    outcome: 'refused',
    runId: null,
    steps: steps.map(({ source, target, users }) => ({ source, target, users })),
    statements: [],
    verification: [],
    findings,
    ms: 0,
    confirm: ok ? command : null,
  });
  if (ok) context.output.summary(`Not confirmed: nothing was changed. To carry it out: ${command}`);
  return EXIT.refused;
}
