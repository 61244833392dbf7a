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
    await expect(this.page.getByRole('heading', { level: 1, name: texts.screens[screen].title })).toBeVisible();
  }

  async connectSample(): Promise<void> {
    await this.button(texts.connect.sample).click();
    await expect(this.page.getByRole('heading', { level: 1, name: texts.screens.users.title })).toBeVisible({
      timeout: 60_000,
    });
  }

  /** Pastes a URL into the form, as a user would with Ctrl-V, and connects. */
  async connect(url: string, { production = false } = {}): Promise<void> {
    await this.paste(url);
    await expect(this.main.getByText(texts.connect.pasted)).toBeVisible();
    if (production) await this.main.getByLabel(new RegExp(texts.connect.production)).check();
    await this.main.getByRole('button', { name: texts.connect.connect, exact: true }).click();
    await expect(this.main.getByText(texts.connect.connected, { exact: true })).toBeVisible({ timeout: 30_000 });
  }

  async paste(text: string): Promise<void> {
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

  /** Row of an attribute or association on one side of the board. */
  row(side: 'source' | 'target', label: string): Locator {
    const name = side === 'source' ? texts.board.sources : texts.board.targets;
    return this.main
      .getByRole('listbox', { name })
      .getByRole('option')
      .filter({ has: this.page.getByText(label, { exact: true }) });
  }

  async accept(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }
}
