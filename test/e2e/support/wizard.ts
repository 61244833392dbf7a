import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';

export type Screen = Exclude<keyof typeof texts.screens, 'label'>;

/** The interface as a user knows it: by roles and names. */
export class Wizard {
  constructor(readonly page: Page) {}

  /** Of the screen that is shown. */
  get main(): Locator {
    return this.page.getByRole('main');
  }

  get dialog(): Locator {
    return this.page.getByRole('alertdialog');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  radio(name: string): Locator {
    return this.page.getByRole('radio', { name, exact: true });
  }

  checkbox(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  field(label: string): Locator {
    return this.main.getByLabel(label, { exact: true });
  }

  /** By the list of screens at the top. */
  async go(screen: Screen): Promise<void> {
    await this.page
      .getByRole('navigation', { name: texts.screens.label })
      .getByRole('button', { name: texts.screens[screen].name })
      .click();
    await this.isAt(screen);
  }

  async next(screen: Screen): Promise<void> {
    await this.button(texts.app.next(texts.screens[screen].name)).click();
    await this.isAt(screen);
  }

  async isAt(screen: Screen): Promise<void> {
    await expect(
      this.page.getByRole('heading', { level: 1, name: texts.screens[screen].title }),
    ).toBeVisible();
  }

  async connectSample(): Promise<void> {
    await this.button(texts.connect.sample).click();
    await this.sampleIsOpen();
  }

  /** Once its start was asked for: a server is made and filled. */
  async sampleIsOpen(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: texts.screens.users.title })).toBeVisible({
      timeout: 120_000,
    });
  }

  /** Pastes a URL into the form, as a user would with Ctrl-V, and connects. */
  async connect(url: string, { production = false } = {}): Promise<void> {
    await this.paste(url);
    await expect(this.main.getByText(texts.connect.pasted)).toBeVisible();
    if (production) await this.main.getByLabel(new RegExp(texts.connect.production)).check();
    // The wizard's own list has a button of this name, too: it comes first.
    await this.main
      .getByRole('button', { name: new RegExp(`^(${texts.connect.connect}|${texts.connect.reconnect})$`) })
      .last()
      .click();
    await expect(this.main.getByText(texts.connect.connected, { exact: true })).toBeVisible({
      timeout: 30_000,
    });
  }

  async paste(text: string): Promise<void> {
    const change = this.button(texts.connect.change);
    if (await change.isVisible()) await change.click();
    await this.field(texts.connect.host).focus();
    await this.page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
  }

  async choosePair(source: string, target: string): Promise<void> {
    await this.radio(texts.users.asSource(source)).check();
    await this.radio(texts.users.asTarget(target)).check();
  }

  async addSpecializations(): Promise<void> {
    await this.button(texts.users.specializations.add).click();
  }

  /** On the options: users whom the target has already, found by their e-mail address, are merged with them. */
  async mergeByEmail(source: string, target: string): Promise<void> {
    await this.field(texts.signOn.existing.then).selectOption('merge');
    await this.field(texts.signOn.existing.match).selectOption('attributes');
    await this.field(texts.signOn.existing.source).selectOption(`${source}/Email`);
    await this.field(texts.signOn.existing.target).selectOption(`${target}/Email`);
    await this.checkbox(texts.signOn.existing.ignoreCase).check();
    await expect(this.mergedPairs().first()).toBeVisible();
  }

  async mergeNobody(): Promise<void> {
    await this.field(texts.signOn.existing.then).selectOption('fail');
    await this.field(texts.signOn.existing.match).selectOption('name');
    await this.checkbox(texts.signOn.existing.ignoreCase).uncheck();
    await expect(this.mergedPairs()).toHaveCount(0);
  }

  /** Users who will be merged, each beside the existing one. */
  mergedPairs(): Locator {
    return this.main.getByRole('article').filter({ hasText: / is merged with / });
  }

  /** Row of an attribute or association on one side of the board. */
  row(entity: string, label: string): Locator {
    return this.main
      .getByRole('listbox', { name: entity, exact: true })
      .getByRole('option')
      .filter({ has: this.page.getByText(label, { exact: true }) });
  }

  tab(name: string): Locator {
    return this.main.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  async selectStep(position: number): Promise<void> {
    await this.page
      .getByRole('navigation', { name: texts.steps.title })
      .getByRole('button', { name: new RegExp(`^Move ${String(position)}:`) })
      .click();
  }

  /** Checks, and waits for the answer. */
  async check(): Promise<void> {
    // The wizard's own list has a button of this name, too: it comes first.
    await this.main
      .getByRole('button', { name: /^Check( again)?$/ })
      .last()
      .click();
    await expect(this.main.getByText(texts.check.running)).toHaveCount(0);
    await expect(this.main.getByRole('tabpanel')).not.toContainText(texts.check.idle);
  }

  /** Accepts every loss that the check found, by the way there that its finding offers; then checks again. */
  async acceptLosses(): Promise<void> {
    const decisions = this.main.getByRole('list').filter({ hasText: `${texts.check.severity.decision}:` });
    const losses = decisions.getByRole('listitem').filter({ hasText: 'data-loss' });
    const count = await losses.count();
    for (let number = 0; number < count; number += 1) {
      const loss = losses.nth(number);
      const [, subject = ''] = /data-loss\s·\s(\S+)/.exec(await loss.innerText()) ?? [];
      await loss.getByRole('button').click();
      await this.checkbox(texts.left.accept(subject)).check();
      await this.go('check');
    }
    await this.check();
  }

  /** From connecting to a check without errors. */
  async prepare(url: string, source: string, target: string): Promise<void> {
    await this.connect(url);
    await this.go('users');
    await this.choosePair(source, target);
    await this.go('check');
    await this.check();
    await this.acceptLosses();
    await expect(this.main.getByText(texts.check.ok)).toBeVisible();
  }

  /** Confirms what must be confirmed, and starts the run. */
  async migrate(): Promise<void> {
    await this.checkbox(texts.migrate.confirmStopped).check();
    // The wizard's own list has a button of this name, too: it comes first.
    await this.button(texts.migrate.start).last().click();
    await this.accept(texts.migrate.start);
  }

  /** How a run ended. */
  outcome(title: string): Locator {
    return this.main.getByRole('alert', { name: title, exact: true });
  }

  /** What went wrong, by its sentence. */
  failure(sentence: string | RegExp): Locator {
    return this.main.getByRole('alert').filter({ hasText: sentence });
  }

  /** The last run of the history, which is shown. */
  async openHistory(): Promise<Locator> {
    await this.page.getByRole('banner').getByRole('button', { name: texts.app.history }).click();
    return this.main.getByRole('tabpanel', { name: texts.report.tabs.history }).getByRole('row').nth(1);
  }

  async accept(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }
}
