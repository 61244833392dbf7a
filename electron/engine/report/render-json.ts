import type { Report } from '../../../shared/report';
import { withoutPersonalData } from './without-personal-data';

/** The report as it is, without names of users; `reportVersion` says how to read it. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(withoutPersonalData(report), null, 2)}\n`;
}
