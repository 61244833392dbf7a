/** Of the name without its ending, in UTF-8: disks take 255 bytes, and others add to the name. */
const LONGEST_STEM = 180;
/** Names of devices on Windows, whatever their ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A file name that every system takes: letters, digits, `-`, `_` and `.`, never hidden, never empty. */
export function exportFileName(title: string, ending: string): string {
  const stem = shortened(
    title
      .normalize('NFKC')
      .replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, ''),
  );
  if (stem === '') return `user-migration.${ending}`;
  return `${RESERVED.test(stem) ? '_' : ''}${stem}.${ending}`;
}

function shortened(text: string): string {
  const short = Buffer.from(text).subarray(0, LONGEST_STEM).toString();
  // Of a letter that was cut in two.
  return short.replace(/\uFFFD+$/, '');
}
