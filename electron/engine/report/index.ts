export { csvLines } from './csv-lines';
export { formatCount, formatDuration, formatQuantity, formatTime } from './format';
export type { OutcomeBanner } from './outcome-banner';
export { outcomeBanner } from './outcome-banner';
export { renderHtml } from './render-html';
export { renderJson } from './render-json';
export { renderPdf } from './render-pdf';
