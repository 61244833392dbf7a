import { UserMigrationError } from '../../../shared/failure';

/**
 * Paths that the user chose: in a dialog, from the recent files or by the operating system. The window
 * may name these only, so that whatever runs in it cannot read or write other files.
 */
export class GrantedPaths {
  private readonly paths = new Set<string>();

  constructor(private readonly onAdd: (path: string) => void = () => undefined) {}

  add(path: string): void {
    if (this.paths.has(path)) return;
    this.paths.add(path);
    this.onAdd(path);
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** @throws UserMigrationError `path-not-granted` */
  require(path: string): void {
    if (this.has(path)) return;
    throw new UserMigrationError('refused', {
      code: 'path-not-granted',
      message: 'This file was not chosen by you.',
      cause: 'A project is opened and saved only where a dialog, the list of recent files or the system led.',
      remedy: 'Choose the file with Open or Save As.',
    });
  }
}
