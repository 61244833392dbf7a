import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import { entityName, fillManyEntities } from '../support/large-app';

const ENTITIES = 200;
/** A screen full and what is ready around it. */
const MOST_ROWS = 60;

test('200 user entities: searched, sorted, scrolled under a heading that stays', async ({
  databases,
  wizard,
}) => {
  const database = await databases.create('postgres');
  await fillManyEntities(database, ENTITIES, { 7: 3, 150: 12 });
  await wizard.connect(database.url);
  await wizard.go('users');
  const table = wizard.main.getByRole('table');
  const names = table.locator('tbody th[scope=row]');
  const heading = table.getByRole('columnheader', { name: texts.users.exact, exact: true });

  await test.step('in the order of the tree, only what is in view', async () => {
    await expect(names.first()).toContainText(entityName(0));
    expect(await names.count()).toBeLessThan(MOST_ROWS);
    await expect(table).toHaveAttribute('aria-rowcount', String(ENTITIES + 1));
  });

  await test.step('scrolled to the end, the heading stays', async () => {
    // Rows are measured when they come into view: the end is known when it is there.
    await expect(async () => {
      await table.locator('..').evaluate((frame) => (frame.scrollTop = frame.scrollHeight));
      await expect(names.last()).toContainText(entityName(ENTITIES - 1), { timeout: 1_000 });
      await expect(names.last()).toBeInViewport({ timeout: 1_000 });
    }).toPass();
    await expect(heading).toBeInViewport();
    expect(await names.count()).toBeLessThan(MOST_ROWS);
  });

  await test.step('the entities with users first', async () => {
    await heading.getByRole('button').click();
    await expect(heading).toHaveAttribute('aria-sort', 'descending');
    await table.locator('..').evaluate((frame) => (frame.scrollTop = 0));
    await expect(names.first()).toContainText(entityName(150));
    await expect(names.nth(1)).toContainText(entityName(7));
  });

  await test.step('found and chosen', async () => {
    const search = wizard.main.getByLabel(texts.users.search);
    await search.fill('many user19');
    await expect(names).toHaveCount(10);
    await wizard.radio(texts.users.asTarget(entityName(199))).check();
    await search.fill('150');
    await wizard.radio(texts.users.asSource(entityName(150))).check();
    await expect(wizard.main.getByText(texts.users.move(12))).toBeVisible();
    await search.fill('nothing like this');
    await expect(wizard.main.getByText(texts.board.nothingFound)).toBeVisible();
  });
});
