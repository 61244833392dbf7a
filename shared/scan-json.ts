/** Where and why a text is not acceptable JSON. */
export interface JsonProblem {
  kind: 'syntax' | 'too-deep' | 'forbidden-key' | 'duplicate-key';
  /** 1-based. */
  line: number;
  column: number;
  /** Path of the key concerned, e.g. `steps[0].source`; empty at the top. */
  path: string;
}

/** Keys that reach an object's prototype when copied carelessly. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERALS = ['true', 'false', 'null'];

/** Ends the scan; carries the offset of the problem. */
class Stop extends Error {
  constructor(
    readonly kind: JsonProblem['kind'],
    readonly offset: number,
    readonly path: string,
  ) {
    super(kind);
  }
}

/**
 * Reads a JSON text without building values, for what `JSON.parse` does not tell: the place of a
 * mistake, keys given twice, keys that must not be there, and nesting deeper than `maxDepth`.
 * @returns null when the text is fine.
 */
export function scanJson(text: string, maxDepth: number): JsonProblem | null {
  try {
    new Scanner(text, maxDepth).document();
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return { kind: error.kind, line: before.length, column, path: error.path };
  }
}

class Scanner {
  private offset = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): void {
    this.value('', 0);
    this.skipBlanks();
    if (this.offset < this.text.length) this.fail('syntax', '');
  }

  private value(path: string, depth: number): void {
    this.skipBlanks();
    const next = this.text[this.offset];
    if (next === '{' || next === '[') {
      if (depth >= this.maxDepth) this.fail('too-deep', path);
      if (next === '{') this.object(path, depth);
      else this.array(path, depth);
    } else if (next === '"') {
      this.string(path);
    } else {
      this.scalar(path);
    }
  }

  private object(path: string, depth: number): void {
    const keys = new Set<string>();
    this.list('}', path, () => {
      const start = this.offset;
      const key = this.string(path);
      const keyPath = path === '' ? key : `${path}.${key}`;
      if (FORBIDDEN_KEYS.has(key)) throw new Stop('forbidden-key', start, keyPath);
      if (keys.has(key)) throw new Stop('duplicate-key', start, keyPath);
      keys.add(key);
      this.skipBlanks();
      this.expect(':', keyPath);
      this.value(keyPath, depth + 1);
    });
  }

  private array(path: string, depth: number): void {
    let index = 0;
    this.list(']', path, () => {
      this.value(`${path}[${String(index)}]`, depth + 1);
      index += 1;
    });
  }

  /** From the opening bracket to the closing one, `item` for each in between. */
  private list(close: string, path: string, item: () => void): void {
    this.offset += 1;
    this.skipBlanks();
    if (this.text[this.offset] === close) {
      this.offset += 1;
      return;
    }
    for (;;) {
      this.skipBlanks();
      item();
      this.skipBlanks();
      if (this.text[this.offset] === close) break;
      this.expect(',', path);
    }
    this.offset += 1;
  }

  /** @returns the string's value. */
  private string(path: string): string {
    const start = this.offset;
    this.expect('"', path);
    for (;;) {
      const character = this.text[this.offset];
      if (character === undefined || character < ' ') this.fail('syntax', path);
      if (character === '"') break;
      if (character === '\\') this.match(ESCAPE, path);
      else this.offset += 1;
    }
    this.offset += 1;
    return JSON.parse(this.text.slice(start, this.offset)) as string;
  }

  private scalar(path: string): void {
    const literal = LITERALS.find((word) => this.text.startsWith(word, this.offset));
    if (literal) this.offset += literal.length;
    else this.match(NUMBER, path);
  }

  private match(pattern: RegExp, path: string): void {
    pattern.lastIndex = this.offset;
    if (!pattern.test(this.text)) this.fail('syntax', path);
    this.offset = pattern.lastIndex;
  }

  private expect(character: string, path: string): void {
    if (this.text[this.offset] !== character) this.fail('syntax', path);
    this.offset += 1;
  }

  private skipBlanks(): void {
    while (' \t\r\n'.includes(this.text[this.offset] ?? '-')) this.offset += 1;
  }

  private fail(kind: JsonProblem['kind'], path: string): never {
    throw new Stop(kind, this.offset, path);
  }
}
