import { dirname, resolve, sep } from 'node:path';
import roboto from 'pdfmake/fonts/Roboto.js';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import pdfmake from 'pdfmake/js/index.js';
import type { Report } from '../../../shared/report';
import type { Tone } from './outcome-banner';
import type { Block, Cell, Column, Section } from './report-document';
import { reportDocument } from './report-document';
import { withoutPersonalData } from './without-personal-data';

const TONES: Record<Tone, { ink: string; paper: string }> = {
  good: { ink: '#14693a', paper: '#e5f5ec' },
  warning: { ink: '#855400', paper: '#fdf3dc' },
  bad: { ink: '#a81e1e', paper: '#fdeaea' },
  neutral: { ink: '#47525f', paper: '#eef1f5' },
};
const SOFT = '#5a6575';
const LINE = '#d7dce3';
/** A4 without its margins, in points. */
const CONTENT_WIDTH = 595 - 2 * 40;

/** So many pieces must stand below a heading, or it is moved to the next page. */
const LINES_WITH_HEADING = 6;

const fontFolder = dirname(roboto.Roboto.normal);

/** The same as {@link renderHtml} on A4 pages, with embedded fonts and without any access to a network. */
export async function renderPdf(report: Report): Promise<Uint8Array> {
  pdfmake.setFonts(roboto);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => resolve(path).startsWith(fontFolder + sep));
  return pdfmake.createPdf(definition(withoutPersonalData(report))).getBuffer();
}

function definition(report: Report): TDocumentDefinitions {
  const { title, banner, sections, appendix, footer } = reportDocument(report);
  const { ink, paper } = TONES[banner.tone];
  return {
    pageSize: 'A4',
    pageMargins: [40, 40, 40, 50],
    info: { title: `${banner.title} - ${title}`, creator: `User Migration ${report.toolVersion}` },
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.15 },
    styles: {
      title: { fontSize: 16, bold: true, margin: [0, 0, 0, 8] },
      heading: { fontSize: 12, bold: true, margin: [0, 14, 0, 5] },
      caption: { color: SOFT, margin: [0, 4, 0, 2] },
      head: { bold: true },
    },
    // A heading stays with what it is about.
    pageBreakBefore: (node, pages) =>
      node.headlineLevel === 1 && pages.getFollowingNodesOnPage().length < LINES_WITH_HEADING,
    content: [
      { text: title, style: 'title' },
      {
        table: {
          widths: ['*'],
          body: [
            [
              {
                fillColor: paper,
                border: [true, false, false, false],
                margin: [8, 5, 8, 5],
                stack: [
                  { text: banner.title, fontSize: 16, bold: true, color: ink },
                  { text: banner.sentence },
                ],
              },
            ],
          ],
        },
        layout: { vLineWidth: (index) => (index === 0 ? 5 : 0), vLineColor: () => ink },
      },
      ...sections.map(section),
      { text: 'Appendix', style: 'title', pageBreak: 'before' },
      // For whoever looks something up: small, so that it stays short.
      { stack: appendix.map(section), fontSize: 7, lineHeight: 1 },
    ],
    footer: (page, pages) => ({
      columns: [{ text: footer }, { text: `Page ${page} of ${pages}`, alignment: 'right', width: 'auto' }],
      color: SOFT,
      fontSize: 8,
      margin: [40, 15, 40, 0],
    }),
  };
}

function section({ title, blocks }: Section): Content {
  const [first, ...rest] = blocks.map(block);
  const heading: Content = { text: title, style: 'heading', headlineLevel: 1 };
  return [heading, ...(first === undefined ? [] : [first]), ...rest];
}

function block(content: Block): Content {
  switch (content.kind) {
    case 'text':
      return {
        text: content.text,
        margin: [0, 2, 0, 2],
        ...(content.tone && { color: TONES[content.tone].ink, bold: true }),
      };
    case 'facts':
      return {
        table: {
          widths: ['auto', '*'],
          body: content.rows.map(({ label, value }) => [{ text: label, color: SOFT }, breakable(value)]),
        },
        layout: 'noBorders',
      };
    case 'table':
      return {
        stack: [
          { text: content.caption, style: 'caption' },
          {
            table: {
              headerRows: 1,
              dontBreakRows: true,
              widths: content.columns.map(({ wide }) => (wide ? '*' : 'auto')),
              body: [
                content.columns.map(({ title, align }) => ({ text: title, style: 'head', alignment: align })),
                ...content.rows.map((row) =>
                  row.map((cell, index) => tableCell(cell, content.columns[index])),
                ),
              ],
            },
            layout: {
              hLineWidth: (index) => (index === 0 ? 0 : 0.5),
              vLineWidth: () => 0,
              hLineColor: () => LINE,
              paddingTop: () => 1,
              paddingBottom: () => 1,
            },
          },
        ],
      };
    case 'chart':
      return {
        stack: [
          { text: content.chart.title, style: 'caption' },
          { svg: content.chart.svg, width: Math.min(CONTENT_WIDTH, content.chart.width) },
        ],
        unbreakable: true,
        margin: [0, 6, 0, 6],
      };
  }
}

function tableCell({ text, tone }: Cell, column: Column | undefined): TableCell {
  return {
    text: breakable(text),
    alignment: column?.align ?? 'left',
    ...(tone && { color: TONES[tone].ink, bold: tone !== 'neutral' }),
  };
}

/** Qualified names have no blanks: lets a line end behind their separators. */
function breakable(text: string): string {
  return text.replace(/[./_$:]/g, '$&\u200b');
}
