/** Numbers, times, plurals and outcomes as window, command line and reports say them: one wording for all. */
import type { CheckName, Finding } from './findings';
import type { Outcome, Report } from './report';

const NUMBER = new Intl.NumberFormat('en-US');

/** `1,234` */
export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

/** `1 user`, `1,234 users`, `2 classes` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Words up to this length are never broken. */
const SHORT_WORD = 12;

/**
 * Where long names in a text may be broken: after dots, slashes and underscores, and between the words of a part that
 * is long itself. Each name is a list of its parts, and what is between names a list of one: `move to `,
 * `Acme|Authentication.|SapUser`. All of it together is the text.
 */
export function breakableNames(text: string): string[][] {
  const found: string[][] = [];
  let between = '';
  for (const word of text.split(/(\s+)/u)) {
    const parts = partsOf(word);
    if (parts.length < 2) {
      between += word;
      continue;
    }
    if (between !== '') found.push([between]);
    found.push(parts);
    between = '';
  }
  return between === '' ? found : [...found, [between]];
}

function partsOf(word: string): string[] {
  if (word.length <= SHORT_WORD) return [word];
  return word
    .split(/(?<=[./_$])(?=[\p{L}_$])/u)
    .flatMap((part) =>
      part.length > SHORT_WORD
        ? part.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
        : [part],
    );
}

/** How many rows a finding concerns, unless its sentence says so: null. */
export function unsaidCount({ count, message }: Pick<Finding, 'count' | 'message'>): number | null {
  if (count === null || count === 0) return null;
  const said: string[] = message.match(/\d+(?:,\d{3})*/g) ?? [];
  return said.includes(formatNumber(count)) ? null : count;
}

/** `120 ms`, `4.2 s`, `45 s`, `3 min 20 s`, `1 h 5 min` */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 59_500) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** What an outcome is called, and what it means for the administrator. */
export const OUTCOMES: Readonly<Record<Outcome, { title: string; text: string }>> = {
  committed: {
    title: 'Migrated',
    text: 'All users moved, verified before COMMIT. Users can sign in with the passwords they had.',
  },
  'rolled-back': { title: 'Rolled back', text: 'Nothing was changed. The database is as it was before.' },
  rehearsed: {
    title: 'Rehearsed without an error',
    text: 'Every statement and every verification passed. Everything was rolled back; nothing was changed.',
  },
  refused: { title: 'Refused', text: 'The checks found errors. Nothing in the database was changed.' },
  checked: { title: 'Checked', text: 'A check only reads: nothing in the database was changed.' },
  undone: { title: 'Undone', text: 'The database is as it was before the run, verified before COMMIT.' },
  unknown: {
    title: 'Outcome unknown',
    text: 'The connection was lost at COMMIT, and the database could not be asked. Look at the history of runs before you do anything else.',
  },
};

/** The same with the numbers of a report. */
export function outcomeOf(report: Report): { title: string; text: string } {
  const { title, text } = OUTCOMES[report.outcome];
  const users = report.steps.reduce((sum, step) => sum + step.users, 0);
  const errors = report.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = report.findings.filter(({ severity }) => severity === 'warning').length;
  switch (report.outcome) {
    case 'committed':
      return { title: `${title}: ${plural(users, 'user')}`, text };
    case 'undone':
      return { title: `${title}: ${plural(users, 'user')} restored`, text };
    case 'refused':
      return errors > 0 ? { title: `${title}: ${plural(errors, 'error')}`, text } : { title, text };
    case 'checked': {
      const what = report.kind === 'undo' ? 'The run can be undone.' : 'The migration can be carried out.';
      if (errors > 0)
        return { title: `${title}: ${plural(errors, 'error')}`, text: `It would be refused. ${text}` };
      const found = warnings > 0 ? `, ${plural(warnings, 'warning')}` : '';
      return { title: `${title}: no errors${found}`, text: `${what} ${text}` };
    }
    case 'rolled-back':
    case 'rehearsed':
    case 'unknown':
      return { title, text };
  }
}

/** What a check makes sure of. */
export const CHECK_TITLES: Readonly<Record<CheckName, string>> = {
  app: 'The app is stopped, and nobody else works on the database',
  server: 'Server and account allow the run',
  moves: 'Sources and targets exist and fit together',
  mappings: 'Mapped attributes and associations exist',
  types: 'Types of mapped attributes fit',
  values: 'Values fit into the target attributes',
  unique: 'Unique attributes and indexes stay unique',
  names: 'Names of users are free and short enough',
  users: 'Users are complete',
  links: 'Links fit the target associations',
  ids: 'New object ids are free',
  tables: 'Tables, constraints and triggers allow the run',
  losses: 'Values and links that no mapping takes along',
};
