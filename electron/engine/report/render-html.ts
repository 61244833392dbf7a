import { REPORT_LOOK } from '../../../shared/charts';
import type { Chart } from '../../../shared/charts';
import type { Report } from '../../../shared/report';
import { breakableNames } from '../../../shared/wording';
import { escapeHtml } from './escape-html';
import { HTML_STYLE } from './html-style';
import type { Block, Cell, Column, Section } from './report-document';
import { reportDocument } from './report-document';
import { withoutPersonalData } from './without-personal-data';

/**
 * One self-contained page: no script, no request to anywhere, readable in print, light and dark.
 * Names of users do not appear in it.
 */
export function renderHtml(report: Report): string {
  const { title, banner, sections, appendix, footer } = reportDocument(withoutPersonalData(report));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(`${banner.title} - ${title}`)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${breakable(title)}</h1>
<div class="banner ${banner.tone}" role="status">
<p class="outcome">${escapeHtml(banner.title)}</p>
<p>${breakable(banner.sentence)}</p>
</div>
</header>
${sections.map(section).join('\n')}
<div class="appendix">
<h2 class="divider">Appendix</h2>
${appendix.map(section).join('\n')}
</div>
</main>
<footer>${escapeHtml(footer)}</footer>
</body>
</html>
`;
}

function section({ title, blocks }: Section): string {
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n${blocks.map(block).join('\n')}\n</section>`;
}

function block(content: Block): string {
  switch (content.kind) {
    case 'text':
      return `<p${toneClass(content.tone)}>${breakable(content.text)}</p>`;
    case 'facts':
      return `<dl>\n${content.rows
        .map(({ label, value }) => `<dt>${escapeHtml(label)}</dt><dd>${breakable(value)}</dd>`)
        .join('\n')}\n</dl>`;
    case 'table':
      return table(content.caption, content.columns, content.rows);
    case 'chart':
      return figure(content.chart);
  }
}

function table(caption: string, columns: Column[], rows: Cell[][]): string {
  const heads = columns.map(
    ({ title, align }) => `<th scope="col" class="${align}">${escapeHtml(title)}</th>`,
  );
  const lines = rows.map(
    (row) => `<tr>${row.map((cell, index) => tableCell(cell, columns[index])).join('')}</tr>`,
  );
  return `<div class="table"><table>
<caption>${breakable(caption)}</caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>`;
}

function tableCell({ text, tone }: Cell, column: Column | undefined): string {
  const classes = [column?.align ?? 'left', ...(column?.wide ? [] : ['narrow']), ...(tone ? [tone] : [])];
  return `<td class="${classes.join(' ')}">${breakable(text)}</td>`;
}

/** The SVG's own attributes are replaced: inside HTML it needs no namespaces, but a name for screen readers. */
function figure({ title, description, width, height, svg }: Chart): string {
  const content = svg.replace(/^<svg\b[^>]*>/, '').replace(/<\/svg>$/, '');
  const themed = Object.entries(REPORT_LOOK.colours).reduce(
    (markup, [name, colour]) => markup.replaceAll(`"${colour}"`, `"var(--chart-${name})"`),
    content,
  );
  return `<figure>\n<figcaption>${escapeHtml(title)}</figcaption>\n<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(description)}">${themed}</svg>\n</figure>`;
}

/** A name that has no room on a line of its own breaks between its words. */
function breakable(text: string): string {
  return breakableNames(text)
    .map((parts) => {
      const whole = parts.map(escapeHtml).join('<wbr>');
      return parts.length === 1 ? whole : `<span class="name">${whole}</span>`;
    })
    .join('');
}

function toneClass(tone: string | undefined): string {
  return tone === undefined ? '' : ` class="${tone}"`;
}
