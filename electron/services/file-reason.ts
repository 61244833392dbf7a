const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  EACCES: 'This account may not access it.',
  EPERM: 'This account may not access it.',
  EISDIR: 'It is a folder.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk has no room left for this account.',
  EROFS: 'The disk is read-only.',
  ENAMETOOLONG: 'The name is too long for this disk: most accept up to 255 bytes.',
  EINVAL: 'This disk does not accept such a name.',
};

/** What an error of the file system means. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return REASONS[code] ?? `The operating system answered ${code}.`;
}

/** An error of the file system, rather than of what makes the content. */
export function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && 'path' in error;
}
