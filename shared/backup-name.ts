/** The name, or path, that a migrated backup is offered under: `app.tar.gz` to `app-migrated.tar.gz`. */
export function migratedName(file: string): string {
  return /\.[a-z]+(\.gz)?$/i.test(file)
    ? file.replace(/((?:\.tar)?\.[a-z]+(?:\.gz)?)$/i, '-migrated$1')
    : `${file}-migrated`;
}
