import type { ElectronApplication } from '@playwright/test';

/** What the stubs in the main process have been asked. */
interface Asked {
  files: number;
  boxes: string[];
}

/** Stands in for the operating system's dialogs, which no test can click. */
export class NativeDialogs {
  constructor(private readonly app: ElectronApplication) {}

  /** Every dialog for files is answered with this path; null cancels it, as a user does with Escape. */
  async chooseFile(path: string | null): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      const state = globalThis as typeof globalThis & { asked?: Asked };
      const asked = (state.asked ??= { files: 0, boxes: [] });
      dialog.showSaveDialog = () => {
        asked.files += 1;
        return Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' });
      };
      dialog.showOpenDialog = () => {
        asked.files += 1;
        return Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
      };
    }, path);
  }

  /** Every message box is answered with this button. */
  async pressButton(button: number): Promise<void> {
    await this.app.evaluate(({ dialog }, response) => {
      const state = globalThis as typeof globalThis & { asked?: Asked };
      const asked = (state.asked ??= { files: 0, boxes: [] });
      dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
        asked.boxes.push(options.message);
        return Promise.resolve({ response, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    }, button);
  }

  /** How many dialogs for files were opened, and what the message boxes asked. */
  asked(): Promise<Asked> {
    return this.app.evaluate(() => {
      const state = globalThis as typeof globalThis & { asked?: Asked };
      return state.asked ?? { files: 0, boxes: [] };
    });
  }
}

/** Chooses a command of the application menu. */
export async function chooseCommand(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, command) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(command);
    if (!item) throw new Error(`The menu has no ${command}`);
    (item.click as () => void)();
  }, id);
}
