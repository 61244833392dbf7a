import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import type { MenuCommand } from '../../shared/contract';
import { call } from '../bridge/call';
import { useCheck } from '../check/check';
import { useMapByNames } from '../mapping/map-by-names';
import { useProject } from '../project/project';
import { useProjectFiles } from '../project/project-files';
import { useUndo } from '../project/undo';
import { useReports } from '../report/reports';
import { useRun } from '../run/run';
import { texts } from '../texts/en';
import type { IconName } from '../ui/icons';
import { useTheme } from '../ui/theme';
import { useApp } from './app';
import { openDialog } from './dialogs';
import { useWizard } from './wizard';

/** Something that the user can have done, from the menu, by a button, by its keys or from the list of commands. */
export interface Command {
  id: MenuCommand;
  label: string;
  /** As they are printed on a keyboard; null where there are none. */
  keys: string | null;
  icon: IconName;
  enabled: boolean;
  run: () => unknown;
}

/** Commands of the shell that have no place in a list. */
const UNLISTED: ReadonlySet<MenuCommand> = new Set(['save-and-close', 'diagnostics-copied', 'shortcuts']);

export interface Commands {
  /** All of them by name, for menu, keys and buttons. */
  byId: ComputedRef<Record<MenuCommand, Command>>;
  /** Those to choose from. */
  listed: ComputedRef<Command[]>;
}

/** Every command of the window, in one place. */
export function useCommandRegistry(): Commands {
  const app = useApp();
  const project = useProject();
  const wizard = useWizard();
  const check = useCheck();
  const run = useRun();
  const reports = useReports();
  const files = useProjectFiles();
  const mapByNames = useMapByNames();
  const { undo, redo } = useUndo();
  const { theme } = useTheme();
  const names = texts.commands;

  async function runCheck(): Promise<void> {
    if (run.running) return;
    wizard.go('check');
    await check.run();
    if (check.checked) reports.show(check.checked.report);
  }

  async function saveAndClose(): Promise<void> {
    if (!(await files.save())) return;
    await call('app.setDirty', { dirty: false });
    window.close();
  }

  const byId = computed((): Record<MenuCommand, Command> => {
    const command = (
      id: MenuCommand,
      label: string,
      icon: IconName,
      keys: string | null,
      action: () => unknown,
      enabled = true,
    ): Command => ({ id, label, icon, keys, enabled, run: action });
    const mapsHere = ['attributes', 'associations', 'options'].includes(wizard.view.kind);
    return {
      new: command('new', texts.files.new, 'filePlus', 'Ctrl+N', files.startNew),
      open: command('open', texts.files.open, 'folderOpen', 'Ctrl+O', files.open),
      save: command('save', texts.files.save, 'save', 'Ctrl+S', files.save),
      'save-as': command('save-as', texts.files.saveAs, 'saveAs', 'Ctrl+Shift+S', files.saveAs),
      undo: command(
        'undo',
        texts.files.undo(project.undoLabel),
        'undo',
        'Ctrl+Z',
        undo,
        project.undoLabel !== null,
      ),
      redo: command(
        'redo',
        texts.files.redo(project.redoLabel),
        'redo',
        'Ctrl+Y',
        redo,
        project.redoLabel !== null,
      ),
      'map-by-names': command(
        'map-by-names',
        names.mapByNames,
        'sparkles',
        'Ctrl+Shift+M',
        mapByNames,
        mapsHere,
      ),
      check: command('check', names.check, 'shieldCheck', 'F5', runCheck, !run.running),
      'export-report': command('export-report', names.exportReport, 'download', 'Ctrl+E', () => {
        wizard.go('report');
      }),
      history: command('history', texts.app.history, 'history', 'Ctrl+Shift+H', () => {
        wizard.go('report', 'history');
      }),
      'theme-light': command(
        'theme-light',
        names.theme(texts.themes.light),
        'sun',
        null,
        () => (theme.value = 'light'),
      ),
      'theme-dark': command(
        'theme-dark',
        names.theme(texts.themes.dark),
        'moon',
        null,
        () => (theme.value = 'dark'),
      ),
      'theme-system': command(
        'theme-system',
        names.theme(texts.themes.system),
        'monitor',
        null,
        () => (theme.value = 'system'),
      ),
      'save-and-close': command('save-and-close', texts.files.save, 'save', null, saveAndClose),
      'diagnostics-copied': command('diagnostics-copied', texts.app.copied, 'copy', null, () => {
        app.say(names.diagnosticsCopied);
      }),
      shortcuts: command('shortcuts', names.title, 'search', 'Ctrl+K', () => (openDialog.value = 'commands')),
      about: command('about', names.about, 'info', null, () => (openDialog.value = 'about')),
    };
  });
  return {
    byId,
    listed: computed(() => Object.values(byId.value).filter(({ id }) => !UNLISTED.has(id))),
  };
}
