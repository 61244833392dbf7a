/** A text literal. Sessions have backslash escapes on (no `NO_BACKSLASH_ESCAPES` in their `sql_mode`). */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
