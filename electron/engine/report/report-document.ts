import { flowChart, timeChart } from '../../../shared/charts';
import type { Chart } from '../../../shared/charts';
import type { Finding, Severity } from '../../../shared/findings';
import type { AttributeMapping, ExistingRule } from '../../../shared/project';
import type { CarriedOver, EntityUsers, Report, ReportStep, StatementResult } from '../../../shared/report';
import { stepResults } from '../../../shared/step-results';
import { plural } from '../../../shared/wording';
import { formatCount, formatDuration, formatTime } from './format';
import type { OutcomeBanner, Tone } from './outcome-banner';
import { outcomeBanner } from './outcome-banner';

/** A cell of a table; `tone` colours what needs a look. */
export interface Cell {
  text: string;
  tone?: Tone;
}

export interface Column {
  title: string;
  /** Numbers are set to the right. */
  align: 'left' | 'right';
  /** Takes the room that is left. */
  wide?: boolean;
}

export type Block =
  | { kind: 'text'; text: string; tone?: Tone }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  | { kind: 'table'; caption: string; columns: Column[]; rows: Cell[][] }
  | { kind: 'chart'; chart: Chart };

export interface Section {
  title: string;
  blocks: Block[];
}

/** What a report says, in order, without a layout: HTML and PDF are two renderings of this. */
export interface ReportDocument {
  title: string;
  banner: OutcomeBanner;
  /** Two pages that a manager reads: outcome, users before and after, what was lost, who, when, the way back. */
  sections: Section[];
  /** Everything else, for whoever must know exactly. */
  appendix: Section[];
  footer: string;
}

/** Sections that have nothing to say are left out. */
export function reportDocument(report: Report): ReportDocument {
  const sections = [
    failureSection(report),
    movesSection(report),
    signOnSection(report),
    usersSection(report),
    lossesSection(report),
    factsSection(report),
    wayBackSection(report),
  ];
  const appendix = [
    resultsSection(report),
    allLossesSection(report),
    findingsSection(report),
    mappingsSection(report),
    verificationSection(report),
    statementsSection(report),
    technicalSection(report),
  ];
  return {
    title: `User migration: ${report.project}`,
    banner: outcomeBanner(report),
    sections: sections.filter((section) => section !== null),
    appendix: appendix.filter((section) => section !== null),
    footer: `User Migration ${report.toolVersion}, report format ${report.reportVersion}, ${formatTime(report.finishedAt)}`,
  };
}

function failureSection({ failure }: Report): Section | null {
  if (!failure) return null;
  return {
    title: 'What went wrong',
    blocks: [
      { kind: 'text', text: failure.message, tone: 'bad' },
      {
        kind: 'facts',
        rows: facts([
          ['Why', failure.cause],
          ['What to do', failure.remedy],
          ['Code', failure.code],
        ]),
      },
    ],
  };
}

/** Rows of each table of the first two pages; the appendix has the others. */
const MOST_ROWS = 10;

/** Says how many rows are left out. */
function moreRows(all: number, one: string, many: string, where: string): Block[] {
  const more = all - MOST_ROWS;
  return more <= 0
    ? []
    : [{ kind: 'text', text: `And ${plural(more, one, many)} more: see ${where} in the appendix.` }];
}

/** Which users went where, in one line for each of the largest moves and one picture. */
function movesSection({ steps, kind }: Report): Section | null {
  if (steps.length === 0) return null;
  const largest = steps.toSorted((a, b) => b.users - a.users).slice(0, MOST_ROWS);
  const shown = steps.filter((step) => largest.includes(step));
  const moved = shown.filter(({ users }) => users > 0);
  return {
    title: kind === 'undo' ? 'What was taken back' : 'Who moved where',
    blocks: [
      {
        kind: 'table',
        caption: 'Users of each move',
        columns: [
          { title: 'From', align: 'left', wide: true },
          { title: 'To', align: 'left', wide: true },
          { title: 'Users', align: 'right' },
          { title: 'Old users', align: 'left' },
        ],
        rows: shown.map(({ source, target, users, keepOldUsers }) => [
          { text: source },
          { text: target },
          { text: formatCount(users) },
          { text: keepOldUsers ? 'kept' : 'not kept' },
        ]),
      },
      ...moreRows(steps.length, 'move', 'moves', 'the result of each move'),
      ...(moved.length > 0 ? [{ kind: 'chart' as const, chart: flowChart(moved) }] : []),
    ],
  };
}

/** Who was selected, renamed or merged, where a project says so. */
function signOnSection({ steps }: Report): Section | null {
  const ruled = steps.flatMap(({ rules, signOn }, index) => (rules ? [{ rules, signOn, index }] : []));
  if (ruled.length === 0) return null;
  const count = (users: number | undefined): Cell => ({
    text: users === undefined ? 'not known' : formatCount(users),
  });
  return {
    title: 'Selected, renamed and merged users',
    blocks: [
      {
        kind: 'table',
        caption: 'What became of the users of each move with rules of its own',
        columns: [
          { title: 'Move', align: 'right' },
          { title: 'Rules', align: 'left', wide: true },
          { title: 'Users', align: 'right' },
          { title: 'Renamed', align: 'right' },
          { title: 'Merged', align: 'right' },
          { title: 'Stayed', align: 'right' },
        ],
        rows: ruled.map(({ rules, signOn, index }) => [
          { text: stepNumber(index) },
          { text: ruleTexts(rules).join('; ') },
          count(signOn?.of),
          count(signOn?.renamed),
          count(signOn?.merged),
          count(signOn?.stayed),
        ]),
      },
    ],
  };
}

type Rules = NonNullable<ReportStep['rules']>;

function ruleTexts({ users, name, existing }: Rules): string[] {
  return [
    ...(users ? selectionTexts(users) : []),
    ...(name ? nameTexts(name) : []),
    ...(existing ? [existingText(existing)] : []),
  ];
}

function selectionTexts({
  withRoles,
  withoutRoles,
  active,
  namesFile,
  attribute,
}: NonNullable<Rules['users']>): string[] {
  return [
    ...said('users with a role of', withRoles?.join(', ')),
    ...said('users without', withoutRoles?.join(', ')),
    ...(active === undefined ? [] : [active ? 'active users' : 'inactive users']),
    ...said('users of the file', namesFile),
    ...(attribute ? [`users whose ${attribute.name} is ${String(attribute.equals)}`] : []),
  ];
}

function nameTexts({ from, namesFile, case: letters, trim }: NonNullable<Rules['name']>): string[] {
  return [
    ...said('name from', from ?? namesFile),
    ...(letters === undefined || letters === 'keep' ? [] : [`name in ${letters} case`]),
    ...(trim === true ? ['name trimmed'] : []),
  ];
}

function said(text: string, value: string | null | undefined): string[] {
  return value === undefined || value === null || value === '' ? [] : [`${text} ${value}`];
}

function existingText({ match, then }: ExistingRule): string {
  const by = match === 'name' ? 'name' : `${match.source} = ${match.target}`;
  const what = { fail: 'stop the run', skip: 'are skipped', merge: 'are merged' };
  return `users whom the target has already (by ${by}) ${what[then]}`;
}

/** How to go back, and until when. */
function wayBackSection({ kind, outcome, runId }: Report): Section | null {
  if (kind !== 'run' || outcome !== 'committed' || runId === null) return null;
  return {
    title: 'The way back',
    blocks: [
      {
        kind: 'text',
        text: 'The run can be undone as long as its undo data is kept, with the app stopped: in the program under History of runs, or on the command line.',
      },
      { kind: 'facts', rows: facts([['Command', `user-migration undo ${runId}`]]) },
      {
        kind: 'text',
        text: 'The undo data contains old values and password hashes. Discard it once users have signed in and everything works: user-migration forget does that.',
      },
    ],
  };
}

/** A table of what became of each step. */
function resultsSection(report: Report): Section | null {
  const results = stepResults(report);
  if (results.length === 0) return null;
  const count = (users: number | null): string => (users === null ? 'not known' : formatCount(users));
  return {
    title: 'Result of each move',
    blocks: [
      {
        kind: 'table',
        caption: 'Users read and written, rows written with them, and the time of the statements',
        columns: [
          { title: 'Move', align: 'left', wide: true },
          { title: 'Read', align: 'right' },
          { title: 'Written', align: 'right' },
          { title: 'Not written', align: 'right' },
          { title: 'Rows', align: 'right' },
          { title: 'Time', align: 'right' },
        ],
        rows: results.map(({ step, source, target, read, written, failed, rows, ms }) => [
          ...(step === null
            ? [{ text: 'Work that serves all moves' }, { text: '' }, { text: '' }, { text: '' }]
            : [
                { text: `${stepNumber(step)}. ${source} to ${target}` },
                { text: formatCount(read) },
                { text: count(written) },
                { text: count(failed) },
              ]),
          { text: formatCount(rows) },
          { text: formatDuration(ms) },
        ]),
      },
    ],
  };
}

function factsSection(report: Report): Section {
  const { database } = report;
  const place =
    database.schema === null ? database.database : `${database.database}, schema ${database.schema}`;
  return {
    title: 'Where, who, when',
    blocks: [
      {
        kind: 'facts',
        rows: facts([
          ['Project', report.project],
          ['Database', place],
          [database.backup ? 'Backup' : 'Host', database.host],
          ['Operator', report.operator],
          ['Started', formatTime(report.startedAt)],
          ['Duration', formatDuration(report.ms)],
          ['Run', report.runId],
        ]),
      },
    ],
  };
}

function technicalSection(report: Report): Section {
  const { database } = report;
  return {
    title: 'Versions and identities',
    blocks: [
      {
        kind: 'facts',
        rows: facts([
          ['Server', database.serverVersion],
          ['Mendix version', database.mendixVersion ?? 'not recorded in this database'],
          ['Object ids', database.idScheme],
          ['Size of the backup', database.backup ? plural(database.backup.size, 'byte') : null],
          ['SHA-256 of the backup', database.backup?.sha256 ?? null],
          ['Finished', formatTime(report.finishedAt)],
          ['Plan hash', report.planHash],
          ['Program version', report.toolVersion],
        ]),
      },
    ],
  };
}

function usersSection({ kind, users }: Report): Section | null {
  if (users.length === 0) return null;
  // A check changes nothing: an "after" would be taken for what a run will bring.
  if (kind === 'check') return presentUsersSection(users);
  const changed = users.filter(({ before, after }) => before !== after);
  const largest = changed
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, MOST_ROWS);
  const same = users.length - changed.length;
  return {
    title: 'Users before and after',
    blocks: [
      {
        kind: 'table',
        caption: 'Users of exactly this entity',
        columns: [
          { title: 'Entity', align: 'left', wide: true },
          { title: 'Before', align: 'right' },
          { title: 'After', align: 'right' },
          { title: 'Change', align: 'right' },
        ],
        rows: changed
          .filter((entity) => largest.includes(entity))
          .map(({ entity, before, after }) => [
            { text: entity },
            { text: formatCount(before) },
            { text: formatCount(after) },
            { text: `${after > before ? '+' : ''}${formatCount(after - before)}` },
          ]),
      },
      ...moreRows(changed.length, 'entity', 'entities', 'the result of each move'),
      ...(same > 0
        ? [
            {
              kind: 'text' as const,
              text: `${plural(same, 'other entity', 'other entities')} with as many users as before.`,
            },
          ]
        : []),
    ],
  };
}

function presentUsersSection(users: EntityUsers[]): Section {
  return {
    title: 'Users',
    blocks: [
      {
        kind: 'table',
        caption: 'Users of exactly this entity',
        columns: [
          { title: 'Entity', align: 'left', wide: true },
          { title: 'Users', align: 'right' },
        ],
        rows: users.map(({ entity, before }) => [{ text: entity }, { text: formatCount(before) }]),
      },
    ],
  };
}

function mappingsSection({ steps }: Report): Section | null {
  if (steps.length === 0) return null;
  return { title: 'Mappings', blocks: steps.flatMap(stepBlocks) };
}

function stepBlocks(step: ReportStep, index: number): Block[] {
  const name = `${index + 1}. ${step.source} to ${step.target}`;
  const mappings = [
    ...step.attributes.map((mapping) => ({ kind: 'Attribute', ...mappingTexts(mapping) })),
    ...step.associations.map(({ source, target }) => ({ kind: 'Association', source, target })),
  ];
  const kept = step.keepOldUsers
    ? `Old users are kept; the new ones carry the postfix ${step.newNamePostfix ?? ''}.`
    : 'Old users are not kept; the new ones carry their names.';
  const mapped = mappings.length === 0 ? ' Nothing is mapped beyond what is always carried over.' : '';
  const blocks: Block[] = [
    { kind: 'text', text: `${name}: ${plural(step.users, 'user')}. ${kept}${mapped}` },
    ...(step.carriedOver ? [carriedBlock(step.carriedOver)] : []),
  ];
  if (mappings.length > 0) {
    blocks.push({
      kind: 'table',
      caption: `Mappings of move ${name}`,
      columns: [
        { title: 'Mapping', align: 'left' },
        { title: 'Source', align: 'left', wide: true },
        { title: 'Target', align: 'left', wide: true },
      ],
      rows: mappings.map(({ kind, source, target }) => [{ text: kind }, { text: source }, { text: target }]),
    });
  }
  return blocks;
}

function carriedBlock({ attributes, associations }: CarriedOver): Block {
  return {
    kind: 'facts',
    rows: facts([
      ['Always carried over', attributes.join(', ')],
      ['With the links of', associations.join(', ')],
    ]),
  };
}

function mappingTexts(mapping: AttributeMapping): { source: string; target: string } {
  return {
    source: 'source' in mapping ? mapping.source : `the value "${mapping.value}"`,
    target: mapping.target,
  };
}

const SEVERITIES: { severity: Severity; title: string; tone: Tone }[] = [
  { severity: 'error', title: 'Error', tone: 'bad' },
  { severity: 'warning', title: 'Warning', tone: 'warning' },
  { severity: 'info', title: 'Info', tone: 'neutral' },
];

function findingsSection({ findings }: Report): Section | null {
  if (findings.length === 0) return null;
  return {
    title: 'Findings of the checks',
    blocks: [
      {
        kind: 'table',
        caption: 'Findings, the most severe first',
        columns: [
          { title: 'Severity', align: 'left' },
          { title: 'Move', align: 'right' },
          { title: 'Finding', align: 'left', wide: true },
          { title: 'What to do', align: 'left', wide: true },
        ],
        rows: SEVERITIES.flatMap(({ severity, title, tone }) =>
          findings
            .filter((finding) => finding.severity === severity)
            .map((finding) => [
              { text: title, tone },
              { text: stepNumber(finding.step) },
              { text: findingText(finding) },
              { text: finding.remedy },
            ]),
        ),
      },
    ],
  };
}

function findingText(finding: Finding): string {
  const examples = finding.examples.length > 0 ? ` Examples: ${finding.examples.join(', ')}.` : '';
  const count = finding.count === null ? '' : `, ${formatCount(finding.count)}`;
  return `${finding.message}${examples} (${finding.code}: ${finding.subject}${count})`;
}

function lossesSection({ losses, outcome }: Report): Section | null {
  if (losses.length === 0) return null;
  const largest = losses.toSorted((a, b) => b.count - a.count).slice(0, MOST_ROWS);
  return {
    title: outcome === 'committed' ? 'Lost, as accepted' : 'A run would lose, as accepted',
    blocks: [
      lossesTable(losses.filter((loss) => largest.includes(loss))),
      ...moreRows(losses.length, 'attribute or association', 'attributes and associations', 'all losses'),
    ],
  };
}

/** Where the first pages have not all of them. */
function allLossesSection({ losses }: Report): Section | null {
  return losses.length <= MOST_ROWS ? null : { title: 'All losses', blocks: [lossesTable(losses)] };
}

function lossesTable(losses: Report['losses']): Block {
  return {
    kind: 'table',
    caption: 'Values and links that no mapping takes along',
    columns: [
      { title: 'Move', align: 'right' },
      { title: 'Attribute or association', align: 'left', wide: true },
      { title: 'Values or links', align: 'right' },
    ],
    rows: losses.map(({ step, subject, count }) => [
      { text: stepNumber(step) },
      { text: subject },
      { text: formatCount(count) },
    ]),
  };
}

function verificationSection({ verification }: Report): Section | null {
  if (verification.length === 0) return null;
  const failed = verification.filter(({ ok }) => !ok);
  const passed = verification.length - failed.length;
  return {
    title: 'Verification before COMMIT',
    blocks: [
      {
        kind: 'text',
        text: `${formatCount(passed)} of ${formatCount(verification.length)} conditions were true inside the transaction.`,
        ...(failed.length > 0 && { tone: 'bad' as const }),
      },
      {
        kind: 'table',
        caption: 'What had to be true',
        columns: [
          { title: 'Result', align: 'left' },
          { title: 'Move', align: 'right' },
          { title: 'Verification', align: 'left', wide: true },
        ],
        rows: [...sameOfMoves(verification)].map(([sentence, { ok, moves }]) => [
          ok ? { text: 'Passed', tone: 'good' } : { text: 'Failed', tone: 'bad' },
          { text: [...moves].join(', ') },
          { text: sentence },
        ]),
      },
    ],
  };
}

/** What was verified of several moves is one line that names them. */
function sameOfMoves(verification: Report['verification']): Map<string, { ok: boolean; moves: Set<string> }> {
  const lines = new Map<string, { ok: boolean; moves: Set<string> }>();
  for (const { name, step, ok, detail } of verification) {
    const sentence = ok ? name : `${name}: ${detail}`;
    const line = lines.get(sentence) ?? { ok, moves: new Set<string>() };
    line.moves.add(stepNumber(step));
    lines.set(sentence, line);
  }
  return lines;
}

const STATES: Record<StatementResult['state'], Cell> = {
  done: { text: 'Done', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
  'rolled-back': { text: 'Rolled back', tone: 'neutral' },
  'not-run': { text: 'Not run', tone: 'neutral' },
  skipped: { text: 'Nothing to do', tone: 'neutral' },
};

function statementsSection({ statements }: Report): Section | null {
  if (statements.length === 0) return null;
  const blocks: Block[] = statements.some(({ ms }) => ms > 0)
    ? [{ kind: 'chart', chart: timeChart(statements) }]
    : [];
  const sent = statements.filter(({ state }) => state !== 'skipped');
  const skipped = statements.length - sent.length;
  if (skipped > 0) {
    blocks.push({ kind: 'text', text: `${plural(skipped, 'statement')} had nothing to do.` });
  }
  blocks.push({
    kind: 'table',
    caption: 'Statements in the order in which they ran',
    columns: [
      { title: 'State', align: 'left' },
      { title: 'Move', align: 'right' },
      { title: 'Statement', align: 'left', wide: true },
      { title: 'Rows', align: 'right' },
      { title: 'Time', align: 'right' },
    ],
    rows: sent.map(({ title, step, rows, ms, state }) => [
      STATES[state],
      { text: stepNumber(step) },
      { text: title },
      { text: formatCount(rows) },
      { text: formatDuration(ms) },
    ]),
  });
  return { title: 'Statements', blocks };
}

/** Moves are counted from 1 for people. */
function stepNumber(step: number | null): string {
  return step === null ? '' : String(step + 1);
}

function facts(pairs: [label: string, value: string | null][]): { label: string; value: string }[] {
  return pairs.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}
