/** Style sheet of the HTML report. Tones are colour and weight; the words always say the same. */
export const HTML_STYLE = `
:root {
  --paper: #ffffff; --ink: #1c2430; --soft: #5a6575; --line: #d7dce3; --stripe: #f5f7fa;
  --good: #14693a; --good-paper: #e5f5ec; --warning: #855400; --warning-paper: #fdf3dc;
  --bad: #a81e1e; --bad-paper: #fdeaea; --neutral: #47525f; --neutral-paper: #eef1f5;
  --chart-text: #1c2430; --chart-before: #8a96a8; --chart-after: #2563c9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181e; --ink: #e6eaf0; --soft: #a3adba; --line: #343c47; --stripe: #1b2129;
    --good: #7fd6a4; --good-paper: #12301f; --warning: #f0c265; --warning-paper: #352a10;
    --bad: #ff9a94; --bad-paper: #3d1818; --neutral: #b9c2ce; --neutral-paper: #232a33;
    --chart-text: #e6eaf0; --chart-before: #7d8998; --chart-after: #6ea3f5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main, footer { max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.6rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
.name { display: inline-block; max-width: 100%; vertical-align: top; }
p { margin: 0.4rem 0; overflow-wrap: anywhere; }
.banner { border: 1px solid currentColor; border-left-width: 0.5rem; border-radius: 0.4rem; padding: 0.8rem 1.1rem; }
.banner p { color: var(--ink); margin: 0.2rem 0; }
.banner .outcome { font-size: 1.5rem; font-weight: 700; color: inherit; }
.good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); } .neutral { color: var(--neutral); }
.banner.good { background: var(--good-paper); } .banner.warning { background: var(--warning-paper); }
.banner.bad { background: var(--bad-paper); } .banner.neutral { background: var(--neutral-paper); }
td.good, td.warning, td.bad, p.bad { font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.2rem; margin: 0.4rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
.appendix { margin-top: 3rem; font-size: 0.93em; }
.divider { font-size: 1.3rem; }
table { width: 100%; border-collapse: collapse; margin: 0.6rem 0 1rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.3rem; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
td { min-width: 8.5rem; }
td.narrow { min-width: 0; white-space: nowrap; }
th.right, td.right { text-align: right; }
tbody tr:nth-child(even) { background: var(--stripe); }
figure { margin: 0.8rem 0 1.2rem; overflow-x: auto; }
figcaption { color: var(--soft); padding-bottom: 0.3rem; }
svg { max-width: 100%; height: auto; display: block; }
footer { color: var(--soft); border-top: 1px solid var(--line); padding-top: 0.8rem; }
@media (max-width: 40rem) {
  main, footer { padding: 1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.4rem; }
  table { font-size: 0.88em; }
  th, td { padding: 0.3rem 0.35rem; }
  th, td.narrow { white-space: normal; overflow-wrap: normal; }
  td { min-width: 7rem; }
}
@media print {
  :root {
    --paper: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --stripe: #ffffff;
    --chart-text: #000000; --chart-before: #8a96a8; --chart-after: #2563c9;
    --good: #14693a; --warning: #855400; --bad: #a81e1e; --neutral: #47525f;
    --good-paper: #ffffff; --warning-paper: #ffffff; --bad-paper: #ffffff; --neutral-paper: #ffffff;
  }
  @page { margin: 18mm 15mm; }
  body { font-size: 9pt; line-height: 1.35; }
  main, footer { max-width: none; padding: 0; }
  h2, figcaption, caption { break-after: avoid; }
  .appendix { break-before: page; font-size: 7.5pt; line-height: 1.3; }
  .appendix th, .appendix td { padding: 1pt 4pt; }
  h1, .banner .outcome { font-size: 14pt; }
  h2 { margin: 0.9rem 0 0.3rem; font-size: 11pt; }
  .divider { font-size: 14pt; }
  table { margin: 0.2rem 0 0.5rem; }
  th, td { padding: 2pt 5pt; }
  .table { overflow: visible; }
  tr, figure, .banner { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
