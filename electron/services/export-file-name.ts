const LONGEST_STEM = 100;

/** A file name that every system takes: letters, digits, `-`, `_` and `.`, never hidden, never empty. */
export function exportFileName(title: string, ending: string): string {
  const stem = title
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, LONGEST_STEM);
  return `${stem === '' ? 'user-migration' : stem}.${ending}`;
}
