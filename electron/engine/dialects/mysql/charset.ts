/** A collation's name starts with that of its character set. */
export function charsetOf(collation: string): string {
  return collation.split('_', 1)[0] ?? collation;
}
