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

  it('does not change the report that it is given', () => {
    const report = exampleReport();
    renderJson(report);
    expect(report).toEqual(exampleReport());
  });
});
