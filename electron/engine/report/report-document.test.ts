import { describe, expect, it } from 'vitest';
import type { Outcome, Report } from '../../../shared/report';
import { exampleReport } from './example-report';
import { outcomeBanner } from './outcome-banner';
import type { Block } from './report-document';
import { reportDocument } from './report-document';

function outline(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `text: ${block.text}`;
    case 'facts':
      return `facts: ${block.rows.map(({ label }) => label).join(', ')}`;
    case 'table':
      return `table: ${block.columns.map(({ title }) => title).join(', ')} (${String(block.rows.length)} rows)`;
    case 'chart':
      return `chart: ${block.chart.title}`;
  }
}

describe('report document', () => {
  it('has everything that is known, in the order of its worth', () => {
    const { sections, appendix } = reportDocument(exampleReport());
    expect([...sections, ...appendix].map(({ title, blocks }) => [title, ...blocks.map(outline)]))
      .toMatchInlineSnapshot(`
        [
          [
            "Who moved where",
            "table: From, To, Users, Old users (1 rows)",
            "chart: Users from source to target",
          ],
          [
            "Users before and after",
            "table: Entity, Before, After, Change (2 rows)",
          ],
          [
            "Lost, as accepted",
            "table: Move, Attribute or association, Values or links (1 rows)",
          ],
          [
            "Where, who, when",
            "facts: Project, Database, Host, Operator, Started, Duration, Run",
          ],
          [
            "The way back",
            "text: The run can be undone as long as its undo data is kept, with the app stopped: in the program under History of runs, or on the command line.",
            "facts: Command",
            "text: The undo data contains old values and password hashes. Discard it once users have signed in and everything works: user-migration forget does that.",
          ],
          [
            "Result of each move",
            "table: Move, Read, Written, Not written, Rows, Time (2 rows)",
          ],
          [
            "Findings of the checks",
            "table: Severity, Move, Finding, What to do (2 rows)",
          ],
          [
            "Mappings",
            "text: 1. Administration.Account to SapAuthentication.SapUser: 1,234 users. Old users are not kept; the new ones carry their names.",
            "facts: Always carried over, With the links of",
            "table: Mapping, Source, Target (3 rows)",
          ],
          [
            "Verification before COMMIT",
            "text: 2 of 2 conditions were true inside the transaction.",
            "table: Result, Move, Verification (2 rows)",
          ],
          [
            "Statements",
            "chart: Longest statements",
            "table: State, Move, Statement, Rows, Time (4 rows)",
          ],
          [
            "Versions and identities",
            "facts: Server, Mendix version, Object ids, Finished, Plan hash, Program version",
          ],
        ]
      `);
  });

  it('leaves out what has nothing to say', () => {
    const empty = exampleReport({
      outcome: 'refused',
      steps: [],
      findings: [],
      statements: [],
      verification: [],
      users: [],
      losses: [],
    });
    const { sections, appendix } = reportDocument(empty);
    expect(sections.map(({ title }) => title)).toEqual(['Where, who, when']);
    expect(appendix.map(({ title }) => title)).toEqual(['Versions and identities']);
  });

  it('promises no users after a check, which changes nothing', () => {
    const { sections } = reportDocument(exampleReport({ kind: 'check', outcome: 'checked' }));
    const users = sections.find(({ title }) => title === 'Users');
    expect(users?.blocks.map(outline)).toEqual(['table: Entity, Users (2 rows)']);
    expect(sections.map(({ title }) => title)).not.toContain('Users before and after');
  });

  it('puts errors before warnings, with what to do', () => {
    const findings = reportDocument(exampleReport()).appendix.find(({ title }) =>
      title.startsWith('Findings'),
    );
    const table = findings?.blocks.find((block) => block.kind === 'table');
    expect(table?.rows.map((row) => [row[0]?.text, row[3]?.text])).toEqual([
      ['Error', 'Choose another postfix.'],
      ['Warning', 'Map the attribute or leave the confirmation as it is.'],
    ]);
  });
});

describe('outcome banner', () => {
  it.each<[Report['kind'], Outcome]>([
    ['run', 'rolled-back'],
    ['run', 'refused'],
    ['undo', 'rolled-back'],
    ['rehearsal', 'rehearsed'],
    ['rehearsal', 'rolled-back'],
    ['undo', 'checked'],
  ])('of a %s that is %s says that nothing was changed', (kind, outcome) => {
    expect(outcomeBanner(exampleReport({ kind, outcome })).sentence).toMatch(/nothing .*was changed/i);
  });

  it('does not reassure when the outcome is unknown', () => {
    const banner = outcomeBanner(exampleReport({ outcome: 'unknown' }));
    expect(banner.tone).toBe('bad');
    expect(banner.sentence).not.toMatch(/nothing/i);
  });

  it('says who was selected, renamed and merged, where the project has rules for it', () => {
    const example = exampleReport();
    const steps = example.steps.map((step) => ({
      ...step,
      rules: {
        users: { withRoles: ['Pilot'] },
        name: { from: 'Administration.Account/Email', case: 'lower' as const },
        existing: { match: 'name' as const, then: 'merge' as const },
      },
      signOn: { of: 2000, renamed: 1200, merged: 34, stayed: 766 },
    }));
    const { sections } = reportDocument({ ...example, steps });
    const table = sections.find(({ title }) => title.startsWith('Selected'))?.blocks[0];
    expect(table?.kind === 'table' ? table.rows.map((row) => row.map(({ text }) => text)) : null).toEqual([
      [
        '1',
        'users with a role of Pilot; name from Administration.Account/Email; name in lower case; users whom the target has already (by name) are merged',
        '2,000',
        '1,200',
        '34',
        '766',
      ],
    ]);
    expect(reportDocument(example).sections.map(({ title }) => title)).not.toContain(
      'Selected, renamed and merged users',
    );
  });
});
