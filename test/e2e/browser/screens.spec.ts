import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/browser-test';
import { ROOT } from '../support/root';
import { smallPng } from '../support/small-png';
import type { Screen } from '../support/wizard';

const ACCOUNT = 'Administration.Account';
const SAP_USER = 'SapAuthentication.SapUser';
const SCREENS: Screen[] = [
  'connect',
  'users',
  'attributes',
  'associations',
  'options',
  'check',
  'migrate',
  'report',
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 960, height: 640 },
];
/** Set to a folder to keep the pictures: to `docs/screenshots` for those of README and docs/screens.md. */
const PICTURES = process.env.USER_MIGRATION_SCREENSHOTS ?? join(ROOT, 'test-results', 'screens');

interface AxeViolation {
  id: string;
  nodes: { target: string[] }[];
}

/** What axe finds wrong on the page, as one line each. */
async function violations(page: Page, axe: string): Promise<string[]> {
  // As expressions of the debugger: the page's own policy forbids a script that is not the program's.
  await page.evaluate(axe);
  const found = await page.evaluate<AxeViolation[]>('axe.run().then(({ violations }) => violations)');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Headings of the board's columns that are cut off. */
function cutHeadings(page: Page): Promise<string[]> {
  return page.getByRole('main').evaluate((main) =>
    [...main.querySelectorAll<HTMLElement>('.column-head h2')]
      .filter((heading) => {
        const { overflowX } = getComputedStyle(heading);
        const room = heading.parentElement?.getBoundingClientRect();
        const own = heading.getBoundingClientRect();
        const outside = room === undefined || own.top < room.top || own.bottom > room.bottom;
        return outside || overflowX !== 'visible' || heading.scrollWidth > heading.clientWidth;
      })
      .map((heading) => heading.innerText),
  );
}

/** Charts that are shown larger or smaller than they were drawn: their letters would be, too. */
function scaledCharts(page: Page): Promise<string[]> {
  return page
    .getByRole('main')
    .evaluate((main) =>
      [...main.querySelectorAll<HTMLImageElement>('figure img')]
        .filter(
          (chart) =>
            !chart.complete || chart.naturalWidth !== Math.round(chart.getBoundingClientRect().width),
        )
        .map((chart) => `${chart.alt}: ${String(chart.naturalWidth)}`),
    );
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('every screen is accessible', async ({ page, wizard }) => {
      await mkdir(PICTURES, { recursive: true });
      const axe = await readFile(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
      const found: string[] = [];
      const look = async (screen: Screen, name: string = screen, at?: Locator): Promise<void> => {
        for (const size of SIZES) {
          await page.setViewportSize(size);
          await at?.scrollIntoViewIfNeeded();
          await expect(page.getByRole('main').locator('.spin')).toHaveCount(0);
          await page.waitForTimeout(250);
          expect(await cutHeadings(page), name).toEqual([]);
          expect(await scaledCharts(page), name).toEqual([]);
          const picture = smallPng(await page.screenshot());
          await writeFile(join(PICTURES, `${name}-${theme}-${String(size.width)}.png`), picture);
        }
        await page.setViewportSize({ width: 1280, height: 800 });
        found.push(...(await violations(page, axe)).map((line) => `${name}: ${line}`));
      };

      await look('connect');
      await wizard.connectSample();
      await wizard.choosePair(ACCOUNT, SAP_USER);
      await wizard.addSpecializations();
      await wizard.selectStep(3);
      // What the check finds comes below.
      for (const screen of SCREENS.slice(1).filter((screen) => screen !== 'check')) {
        await wizard.go(screen);
        await look(screen);
      }
      await wizard.go('options');
      await wizard.mergeByEmail(ACCOUNT, SAP_USER);
      await look('options', 'options-merges', wizard.mergedPairs().first());
      await wizard.mergeNobody();
      await wizard.go('check');
      await wizard.check();
      await look('check', 'check-findings');
      await wizard.acceptLosses();
      await look('check', 'check-passed');
      await wizard.go('migrate');
      await look('migrate', 'migrate-ready');
      await wizard.migrate();
      await page.getByRole('alert').first().waitFor({ timeout: 60_000 });
      await look('migrate', 'migrate-done');
      await wizard.go('report');
      await expect(page.locator('figure img').first()).toBeVisible();
      await look('report', 'report-run');
      await page.locator('figure').first().scrollIntoViewIfNeeded();
      await look('report', 'report-charts');
      expect(found).toEqual([]);
    });
  });
}
