import { Command, InvalidArgumentError, Option } from 'commander';
import { TOOL_VERSION } from '../services/tool-version';
import type { CommandContext } from './command-context';
import type { CheckOptions } from './commands/check';
import type { DemoOptions } from './commands/demo';
import type { ConfirmOptions, JournalOptions, ReportOptions, UndoOptions } from './commands/journal';
import type { MapOptions } from './commands/map';
import type { MigrateOptions } from './commands/migrate';
import type { SampleOptions } from './commands/sample';
import { Output } from './output';
import { refusePassword, urlWithoutPassword } from './url-option';

interface GlobalOptions {
  url?: string;
  backup?: string;
  passwordStdin?: boolean;
  acceptHostKey?: string;
  json?: boolean;
  quiet?: boolean;
}

/** What a command does with its options and arguments. */
type Run<T> = (context: CommandContext, options: T, ...words: string[]) => Promise<number>;

/**
 * The commands, each loaded when it is carried out. `done` is told the exit code of the one that ran.
 */
export function program(args: readonly string[], done: (exitCode: number) => void): Command {
  const root = new Command('user-migration')
    .description('Moves all users of one Mendix user entity to another, on the database of the stopped app.')
    .version(TOOL_VERSION)
    .showHelpAfterError('(user-migration --help lists the commands)');

  const command = <T = GlobalOptions>(definition: string, description: string, run: Run<T>): Command => {
    const added = root.command(definition).description(description);
    addGlobalOptions(added);
    added.action(async (...received: unknown[]) => {
      const options = added.opts<GlobalOptions & T>();
      const words = received.filter((word): word is string => typeof word === 'string');
      done(await run(contextOf(args, options), options, ...words));
    });
    return added;
  };

  command('inspect', 'the database: Mendix version, id scheme, user entities as a tree', async (context) =>
    (await import('./commands/inspect')).inspect(context),
  );
  command<MapOptions>('map', 'a project file mapped according to names', async (context, options) =>
    (await import('./commands/map')).map(context, options),
  )
    .requiredOption('--from <entity>', 'entity whose users move, e.g. Administration.Account')
    .requiredOption('--to <entity>', 'entity that they move to')
    .option('--keep-old-users', 'keep the old users; new ones get the postfix _new')
    .option('--name <text>', 'name of the project')
    .option('--users-file <file>', 'CSV file with the names of the users who move')
    .option('--with-role <role>', 'only users who have this role; can be repeated', collect)
    .option('--name-from <attribute>', 'new sign-in name, e.g. Administration.Account/Email')
    .option('--names-file <file>', 'CSV file of old and new names')
    .addOption(
      new Option('--name-case <case>', 'letters of the new names').choices(['keep', 'lower', 'upper']),
    )
    .addOption(
      new Option('--existing <what>', 'where the target has the user already').choices([
        'fail',
        'skip',
        'merge',
      ]),
    )
    .option('--match <pair>', 'what tells that users are the same: source attribute=target attribute')
    .option('--out <file>', 'project file to write; otherwise it is written to standard output');
  command<CheckOptions>('check <project>', 'all findings, read-only', async (context, options, path = '') =>
    (await import('./commands/check')).check(context, path, options),
  )
    .addOption(reportOption('--report <file>', 'report to write: .html, .pdf or .json'))
    .option('--ignore-running-app', 'only warn when the app seems to be running');
  command(
    'plan <project>',
    'the statements that would run, as commented SQL',
    async (context, _, path = '') => (await import('./commands/plan')).plan(context, path),
  );
  command<MigrateOptions>('migrate <project>', 'rehearsal or run', async (context, options, path = '') =>
    (await import('./commands/migrate')).migrate(context, path, options),
  )
    .option('--rehearse', 'carry everything out, verify it and roll back')
    .option('--yes', 'carry it out')
    .option('--out <file>', 'with a backup: the migrated backup to write')
    .option('--database <name>', 'name of the database, to confirm where it is marked production')
    .addOption(reportOption('--report <file>', 'report to write: .html, .pdf, .json or .csv (the id map)'))
    .option('--include-names', 'names of users in a CSV report')
    .option('--ignore-running-app', 'only warn when the app seems to be running');
  command<JournalOptions>('runs', "the journal's runs", async (context, options) =>
    (await import('./commands/journal')).runs(context, options),
  ).option(...PROJECT_OPTION);
  command<ReportOptions>(
    'report <run>',
    'the report of an earlier run',
    async (context, options, runId = '') =>
      (await import('./commands/journal')).report(context, runId, options),
  )
    .addOption(reportOption('--out <file>', 'file to write: .html, .pdf, .json or .csv (the id map)'))
    .option('--include-names', 'names of users in a CSV report')
    .option(...PROJECT_OPTION);
  command<UndoOptions>('undo <run>', 'restore what was before a run', async (context, options, runId = '') =>
    (await import('./commands/journal')).undo(context, runId, options),
  )
    .option('--yes', 'carry it out')
    .option('--force', 'go ahead although something was changed since; these changes are lost')
    .option('--database <name>', 'name of the database, to confirm where it is marked production')
    .addOption(reportOption('--report <file>', 'report to write: .html, .pdf or .json'))
    .option(...PROJECT_OPTION);
  command<ConfirmOptions>('forget <run>', "drop a run's undo data", async (context, options, runId = '') =>
    (await import('./commands/journal')).forget(context, runId, options),
  )
    .option('--yes', 'carry it out')
    .option(...PROJECT_OPTION);
  command<DemoOptions>('demo', 'everything once, on the sample database', async (context, options) =>
    (await import('./commands/demo')).demo(context, options),
  )
    .option('--out <folder>', 'folder for project file and report', 'demo-report')
    .option('--users <n>', 'users in the sample database', positive);
  command<SampleOptions>('sample', 'start the sample database until stopped', async (context, options) =>
    (await import('./commands/sample')).sample(context, options),
  )
    .option('--users <n>', 'users in the sample database', positive)
    .option('--port <port>', 'port on loopback', port);
  command<{ port?: number }>('browse', 'the app in a browser on loopback', async (context, options) =>
    (await import('./commands/browse')).browse(context, options),
  ).option('--port <port>', 'port on loopback', port);
  return root;
}

const PROJECT_OPTION = ['--project <file>', 'project file whose connection is used'] as const;

function contextOf(args: readonly string[], options: GlobalOptions): CommandContext {
  const output = new Output(options.json === true, options.quiet === true);
  return {
    args,
    output,
    connect: {
      output,
      url: options.url,
      backup: options.backup,
      passwordStdin: options.passwordStdin,
      acceptHostKey: options.acceptHostKey,
    },
  };
}

function addGlobalOptions(command: Command): void {
  command
    .option(
      '--url <url>',
      'postgres://user@host:port/database or mysql://...; or USER_MIGRATION_URL',
      urlWithoutPassword,
    )
    .option('--backup <file>', 'a backup of Mendix Cloud instead of a database: .backup, .db, .gz or .tar.gz')
    .option('--password-stdin', 'read the password from standard input; or USER_MIGRATION_PASSWORD')
    .option('--accept-host-key <fingerprint>', 'accept this SSH host key (SHA256:...) and remember it')
    .option('--json', 'one JSON document on standard output, everything else on standard error')
    .option('--quiet', 'no progress and no notes')
    // Known only to be refused: commander would repeat an unknown option with its value.
    .addOption(new Option('--password [value]').hideHelp().argParser(refusePassword));
}

/** May be given several times. */
/** An option that can be given several times. */
function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function reportOption(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], 'none')
    .argParser((path: string, paths: string[]) => [...paths, path]);
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 10_000_000) return value;
  throw new InvalidArgumentError('It is a whole number from 1 to 10000000.');
}
