import type { MessageBoxOptions } from 'electron';
import type { WorkAtStake } from '../../shared/process-messages';

/** What closing the window would end. */
export interface AtStake extends WorkAtStake {
  dirty: boolean;
}

/** A question to the user: the button `stay` keeps the window open, the next one closes it; `save` saves first. */
export interface CloseQuestion {
  box: MessageBoxOptions & { buttons: [stay: string, close: string, save?: string] };
  /** The run is cancelled and rolled back before the window closes. */
  cancelsRun: boolean;
}

/** Button of {@link CloseQuestion} that closes. */
export const CLOSE_BUTTON = 1;
/** Button of {@link CloseQuestion} that has the window save, and close once that is done. */
export const SAVE_BUTTON = 2;

/** The question to ask before closing; null when nothing is at stake. A run weighs more than unsaved work. */
export function closeQuestion({ running, dirty, unsavedBackup }: AtStake): CloseQuestion | null {
  if (running) {
    return {
      cancelsRun: true,
      box: {
        type: 'warning',
        message: 'A run is in progress.',
        detail: 'If you cancel it, everything it did is rolled back, and the window closes after that.',
        buttons: ['Keep running', 'Cancel the run and close'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      },
    };
  }
  if (unsavedBackup) {
    return {
      cancelsRun: false,
      box: {
        type: 'warning',
        message: 'The migrated backup is not saved.',
        detail: 'If you close now, the migration is lost. The backup that you opened is as it was.',
        buttons: ['Go back', 'Close without saving'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      },
    };
  }
  if (dirty) {
    return {
      cancelsRun: false,
      box: {
        type: 'question',
        message: 'The project has changes that are not saved.',
        detail: 'If you close now, they are offered again when the program is started next time.',
        buttons: ['Cancel', 'Close without saving', 'Save and close'],
        defaultId: SAVE_BUTTON,
        cancelId: 0,
        noLink: true,
      },
    };
  }
  return null;
}
