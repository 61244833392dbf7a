/** What may be logged of an error: its kind, code and place. Messages of drivers quote values, so they are left out. */
export interface SafeError {
  name: string;
  /** SQLSTATE, errno or Node's code, e.g. `23505`, `1062`, `ECONNRESET`. */
  code: string | null;
  /** Places in the program, the innermost first. */
  stack: string[];
}

const LONGEST_STACK = 12;
/** What names and codes of errors look like; anything else may be a text of a server. */
const IDENTIFIER = /^\w{1,60}$/;

export function safeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { name: typeof error, code: null, stack: [] };
  const code: unknown = 'code' in error ? error.code : 'errno' in error ? error.errno : null;
  return {
    name: IDENTIFIER.test(error.name) ? error.name : 'Error',
    code:
      (typeof code === 'string' || typeof code === 'number') && IDENTIFIER.test(String(code))
        ? String(code)
        : null,
    stack: placesOf(error),
  };
}

/** The stack begins with name and message, which may have any lines of their own. */
function placesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  return (start === -1 ? stack : stack.slice(start + message.length))
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, LONGEST_STACK)
    .map((line) => line.trim());
}
