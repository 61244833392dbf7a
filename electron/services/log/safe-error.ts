/** What may be logged of an error: its kind, code and place. Messages of drivers quote values, so they are left out. */
export interface SafeError {
  name: string;
  /** SQLSTATE, errno or Node's code, e.g. `23505`, `1062`, `ECONNRESET`. */
  code: string | null;
  /** Places in the program, the innermost first. */
  stack: string[];
}

const LONGEST_STACK = 12;

export function safeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { name: typeof error, code: null, stack: [] };
  const code: unknown = 'code' in error ? error.code : 'errno' in error ? error.errno : null;
  return {
    name: error.name,
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : null,
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, LONGEST_STACK)
      .map((line) => line.trim()),
  };
}
