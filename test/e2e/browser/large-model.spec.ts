import type { Page } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import { fillLargeApp, LARGE_SOURCE, LARGE_TARGET, LAST_SOURCE } from '../support/large-app';

const ATTRIBUTES = 5_000;
/** Of a whole page with two lists in view; each list alone would have 5,000 rows. */
const MOST_NODES = 2_500;
/** While a screen is opened or scrolled: autosave and the like. */
const MOST_REQUESTS = 8;
const OPENING_MS = 20_000;

function nodes(page: Page): Promise<number> {
  return page.evaluate(() => document.getElementsByTagName('*').length);
}

test('5,000 attributes on each side: opened and scrolled with a bounded page and few requests', async ({
  databases,
  page,
  wizard,
}) => {
  const requests: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => requests.push(payload.toString().slice(0, 80)));
  });
  const database = await databases.create('postgres');
  await fillLargeApp(database, ATTRIBUTES);
  await page.reload();
  await wizard.connect(database.url);
  await wizard.go('users');
  await wizard.choosePair(LARGE_SOURCE, LARGE_TARGET);
  await expect(wizard.main.getByText(texts.users.mapped(ATTRIBUTES - 1, 0))).toBeVisible({
    timeout: OPENING_MS,
  });

  requests.length = 0;
  await wizard.go('attributes');
  const sources = wizard.main.getByRole('listbox', { name: LARGE_SOURCE, exact: true });
  // System.User's own are rows of the source, too.
  const total = Number(await sources.getByRole('option').first().getAttribute('aria-setsize'));
  expect(total).toBeGreaterThanOrEqual(ATTRIBUTES);
  expect(await nodes(page)).toBeLessThan(MOST_NODES);
  expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(MOST_REQUESTS);

  await test.step('scroll through', async () => {
    requests.length = 0;
    let most = 0;
    const { height, view } = await sources.evaluate((list) => ({
      height: list.scrollHeight,
      view: list.clientHeight,
    }));
    expect(height).toBeGreaterThan(ATTRIBUTES * 20);
    for (let position = 0; position < 12; position += 1) {
      await sources.evaluate((list, top) => (list.scrollTop = top), (position / 11) * (height - view));
      await expect
        .poll(() =>
          sources.evaluate((list) => {
            const shown = [...list.querySelectorAll('[role=option], .heading')].map((row) =>
              row.getBoundingClientRect(),
            );
            const frame = list.getBoundingClientRect();
            return shown.some((row) => row.top <= frame.top + 1 && row.bottom > frame.top);
          }),
        )
        .toBe(true);
      most = Math.max(most, await nodes(page));
    }
    await expect(sources.locator(`[role=option][aria-posinset='${String(total)}']`)).toBeInViewport();
    expect(most).toBeLessThan(MOST_NODES);
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(MOST_REQUESTS);
  });

  await test.step('a finding leads to its row, thousands further down', async () => {
    await wizard.go('check');
    await wizard.check();
    await wizard.main.getByRole('listitem').filter({ hasText: LAST_SOURCE }).getByRole('button').click();
    await wizard.isAt('attributes');
    await expect(sources.getByRole('option').filter({ hasText: 'Leftover' })).toBeInViewport();
    await expect(wizard.main.locator('[role=listitem][aria-current=true]')).toContainText(LAST_SOURCE);
    expect(await nodes(page)).toBeLessThan(MOST_NODES);
  });
});
