import { readProject } from '../../services/storage/project-files';
import type { CommandContext } from '../command-context';
import { inputFiles, withConnection } from '../connect';
import { EXIT } from '../exit-code';
import { reportFiles, writeReports } from '../report-files';
import { checksText, findingsText } from '../text/findings-text';
import { csvNeedsRun } from './csv-needs-run';

export interface CheckOptions {
  ignoreRunningApp?: boolean;
  report: string[];
}

/** All findings; exit code 0 when none is an error. */
export async function check(
  { output, connect }: CommandContext,
  path: string,
  options: CheckOptions,
): Promise<number> {
  const project = await readProject(path);
  const files = await reportFiles(options.report, inputFiles(connect, { path, project }));
  csvNeedsRun(files);
  return withConnection(connect, { path, project }, async ({ open, services }) => {
    const { ok, findings, checks, report } = await services.checkProject(open, project, {
      ignoreRunningApp: options.ignoreRunningApp === true,
      names: await services.readNameFiles(project, { projectPath: path }),
    });
    await writeReports(report, files, noRows);
    output.result(`${checksText(checks)}${findingsText(findings)}`, { ok, findings, checks });
    return ok ? EXIT.done : EXIT.refused;
  });
}

async function* noRows(): AsyncGenerator<never> {
  // A check moves nobody.
}
