/** A text literal. Backslashes stay as they are: sessions have `standard_conforming_strings` on. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
