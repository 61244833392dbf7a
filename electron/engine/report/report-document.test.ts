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
    const { sections } = reportDocument(exampleReport());
    expect(sections.map(({ title, blocks }) => [title, ...blocks.map(outline)])).toMatchInlineSnapshot(`
      [
        [
          "Result of each step",
          "table: Step, Read, Written, Not written, Rows, Time (2 rows)",
        ],
        [
          "What, where, who, when",
          "facts: Project, Database, Host, Server, Mendix version, Object ids, Operator, Started, Finished, Duration, Run, Plan hash, Tool version",
        ],
        [
          "Users before and after",
          "table: Entity, Before, After, Change (2 rows)",
          "chart: Users of each entity",
        ],
        [
          "Steps",
          "text: 1. Administration.Account to SapAuthentication.SapUser: 1,234 users. Old users are not kept; the new ones carry their names.",
          "facts: Always carried over, With the links of",
          "table: Mapping, Source, Target (3 rows)",
        ],
        [
          "Findings of the checks",
          "table: Severity, Step, Finding, What to do (2 rows)",
        ],
        [
          "Lost by confirmation",
          "table: Step, Attribute or association, Values or links (1 rows)",
        ],
        [
          "Verification before COMMIT",
          "table: Result, Step, Verification, Detail (2 rows)",
        ],
        [
          "Statements",
          "chart: Where the time went",
          "table: State, Step, Statement, Rows, Time (4 rows)",
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
    expect(reportDocument(empty).sections.map(({ title }) => title)).toEqual(['What, where, who, when']);
  });

  it('promises no users after a check, which changes nothing', () => {
    const { sections } = reportDocument(exampleReport({ kind: 'check', outcome: 'checked' }));
    const users = sections.find(({ title }) => title === 'Users');
    expect(users?.blocks.map(outline)).toEqual(['table: Entity, Users (2 rows)']);
    expect(sections.map(({ title }) => title)).not.toContain('Users before and after');
  });

  it('puts errors before warnings, with what to do', () => {
    const findings = reportDocument(exampleReport()).sections.find(({ title }) =>
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
});
