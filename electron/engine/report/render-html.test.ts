import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleReport } from './example-report';
import { renderHtml } from './render-html';

const HOSTILE = `<script>alert("1")</script> & '<img src=x onerror=alert(1)>\u0000`;

/** Every text of the report replaced by a hostile one. */
function hostileReport(text: string): ReturnType<typeof exampleReport> {
  const plain = exampleReport();
  return exampleReport({
    project: text,
    operator: text,
    runId: text,
    planHash: text,
    toolVersion: text,
    database: { ...plain.database, host: text, database: text, schema: text, serverVersion: text },
    steps: plain.steps.map((step) => ({
      ...step,
      source: text,
      target: text,
      attributes: [
        { source: text, target: text },
        { value: text, target: text },
      ],
    })),
    findings: plain.findings.map((finding) => ({
      ...finding,
      subject: text,
      examples: [text],
      message: text,
      remedy: text,
    })),
    statements: plain.statements.map((statement) => ({ ...statement, title: text })),
    verification: [{ name: text, step: 0, ok: false, detail: text }],
    users: [{ entity: text, before: 1, after: 2 }],
    losses: [{ step: 0, subject: text, count: 1 }],
    failure: { code: text, message: text, cause: text, remedy: text },
  });
}

describe('HTML report', () => {
  it('says the outcome first, in the title as well', () => {
    const html = renderHtml(exampleReport());
    expect(html).toContain('<p class="outcome">Migrated: 1,234 users</p>');
    expect(html).toMatch(/<title>Migrated: 1,234 users - /);
    expect(html.indexOf('class="outcome"')).toBeLessThan(html.indexOf('<section>'));
  });

  it('asks for nothing from outside and runs nothing', () => {
    const html = renderHtml(exampleReport());
    expect(html).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/i);
    expect(html).not.toMatch(/<script|<iframe|<object|<form| on[a-z]+=|javascript:/i);
    expect(html).not.toMatch(/(?:src|href)="(?!data:,")/);
  });

  it('escapes whatever is in the report', () => {
    const html = renderHtml(hostileReport(HOSTILE));
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('\u0000');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)');
  });

  it('has the same elements for any text', () => {
    const elements = (html: string): string[] =>
      (html.match(/<\/?[a-z][a-z0-9]*/g) ?? []).filter((tag) => !/text|path|rect|tspan|span|wbr/.test(tag));
    const expected = elements(renderHtml(hostileReport('x')));
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(elements(renderHtml(hostileReport(`x${text}`)))).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('describes the charts in words', () => {
    expect(renderHtml(exampleReport())).toContain(
      'aria-label="Users per move: 1,234 users from Administration.Account to SapAuthentication.SapUser."',
    );
  });
});
