import { describe, expect, it } from 'vitest';
import { exampleReport } from './example-report';
import { renderHtml } from './render-html';
import { renderJson } from './render-json';

describe('names of users', () => {
  it('are in no report, object ids are', () => {
    for (const text of [renderHtml(exampleReport()), renderJson(exampleReport())]) {
      expect(text).not.toContain('alice.canary');
      expect(text).toContain('6473924464345089');
    }
  });

  it.each(['existing-user', 'existing-ambiguous', 'name-not-found', 'data-loss'])('are in no %s', (code) => {
    const [finding] = exampleReport().findings;
    if (finding === undefined) throw new Error('The example has findings.');
    const findings = [{ ...finding, code, examples: ['bob.canary', '6473924464345090'] }];
    expect(renderHtml(exampleReport({ findings }))).not.toContain('bob.canary');
    expect(renderJson(exampleReport({ findings }))).not.toContain('bob.canary');
  });

  it('does not change the report that it is given', () => {
    const report = exampleReport();
    renderJson(report);
    expect(report).toEqual(exampleReport());
  });
});
