import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleReport } from './example-report';
import { renderPdf } from './render-pdf';

function hasPdfToText(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function textOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    const file = join(folder, 'report.pdf');
    writeFileSync(file, pdf);
    return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isReadable = hasPdfToText();
if (!isReadable) {
  process.stderr.write('\n!!! pdftotext (poppler-utils) is not here: what a PDF says is NOT TESTED !!!\n\n');
}

describe('PDF report', () => {
  it('is a PDF with its fonts in it', async () => {
    const pdf = Buffer.from(await renderPdf(exampleReport()));
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(pdf.toString('latin1')).toContain('/FontFile2');
    expect(pdf.toString('latin1')).not.toMatch(/\/URI\b/);
  });

  it.skipIf(!isReadable && process.env.CI !== 'true')('says what the HTML says', async () => {
    const text = textOf(await renderPdf(exampleReport()));
    expect(text).toContain('Migrated: 1,234 users');
    expect(text).toContain('Administration.Account/FullName');
    expect(text).toContain('Passwords are equal');
    expect(text).not.toContain('alice.canary');
  });

  it.skipIf(!isReadable && process.env.CI !== 'true')(
    'has two pages before its appendix, however many moves, losses and entities there are',
    async () => {
      const report = exampleReport();
      const [step] = report.steps;
      if (step === undefined) throw new Error('The example has a move.');
      const many = Array.from({ length: 60 }, (_, number) => number);
      const pdf = await renderPdf({
        ...report,
        steps: many.map((number) => ({ ...step, source: `Module.Source${String(number)}`, users: number })),
        losses: many.map((number) => ({
          step: number,
          subject: `Module.Entity/Lost${String(number)}`,
          count: number,
        })),
        users: many.map((number) => ({ entity: `Module.Source${String(number)}`, before: number, after: 0 })),
      });
      const pages = textOf(pdf).split('\f');
      expect(pages.findIndex((page) => page.startsWith('Appendix'))).toBe(2);
      expect(pages[0]).toContain('50 moves more');
      expect(pages.join('\n').match(/Lost59/g)).toHaveLength(2);
    },
  );

  it('survives long names and hostile text', async () => {
    const title = `${'Very_long_name_without_a_blank.'.repeat(12)}<b>&"'\u202e`;
    const statements = exampleReport().statements.map((statement) => ({ ...statement, title }));
    const pdf = await renderPdf(exampleReport({ statements, project: title }));
    expect(pdf.length).toBeGreaterThan(10_000);
  });
});
