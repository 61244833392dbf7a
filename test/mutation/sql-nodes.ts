import type { SqlParameter } from '../../shared/plan';

/** SQL text as data: tokens, and groups of them in parentheses. */
export type SqlNode = SqlToken | SqlGroup;

export interface SqlToken {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'operator';
  /** White space before it. */
  before: string;
  text: string;
  /** Of a parameter: its bound value. */
  value?: SqlParameter;
  /** Of a parameter: tokens of one slot are one parameter, as far as the database numbers them. */
  slot?: string;
}

export interface SqlGroup {
  kind: 'group';
  before: string;
  /** `(`, or a dollar quote around a block of statements. */
  open: string;
  nodes: SqlNode[];
  /** White space before the end. */
  tail: string;
  close: string;
}

export interface SqlText {
  sql: string;
  parameters: SqlParameter[];
}

/** Longest first. */
const OPERATORS = ['<=>', '::', '<=', '>=', '<>', '!=', '<<', '>>', '||', ':='];

const TOKENS: { kind: SqlToken['kind']; pattern: RegExp }[] = [
  { kind: 'string', pattern: /[xX]?'(?:[^'\\]|''|\\[\s\S])*'/y },
  { kind: 'quoted', pattern: /"(?:[^"]|"")*"|`(?:[^`]|``)*`/y },
  { kind: 'parameter', pattern: /\$\d+|\?/y },
  { kind: 'number', pattern: /\d+(?:\.\d+)?/y },
  { kind: 'word', pattern: /[\p{L}_@][\p{L}\p{N}_$@]*/uy },
];

const DOLLAR_QUOTE = /\$[a-z_]+\$/y;

/** @throws Error for parentheses that do not match. */
export function parseSql({ sql, parameters }: SqlText): SqlNode[] {
  const root: SqlGroup = { kind: 'group', before: '', open: '', nodes: [], tail: '', close: '' };
  const open: SqlGroup[] = [root];
  let position = 0;
  let used = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(sql)?.[0] ?? null;
    if (found !== null) position += found.length;
    return found;
  };
  for (;;) {
    const before = match(/\s*/y) ?? '';
    const group = open.at(-1) ?? root;
    if (position >= sql.length) {
      group.tail = before;
      break;
    }
    const quote = match(DOLLAR_QUOTE);
    if (quote !== null && open.some((each) => each.open === quote)) {
      if (group.open !== quote) throw new Error(`${quote} does not end here: ${sql}`);
      Object.assign(group, { tail: before, close: quote });
      open.pop();
      continue;
    }
    const begin = quote ?? match(/\(/y);
    if (begin !== null) {
      const next: SqlGroup = { kind: 'group', before, open: begin, nodes: [], tail: '', close: ')' };
      group.nodes.push(next);
      open.push(next);
      continue;
    }
    if (match(/\)/y) !== null) {
      if (group.open !== '(') throw new Error(`An unexpected parenthesis: ${sql}`);
      group.tail = before;
      open.pop();
      continue;
    }
    const token = TOKENS.map(({ kind, pattern }) => ({ kind, text: match(pattern) })).find(
      ({ text }) => text !== null,
    );
    if (!token) {
      const text = OPERATORS.find((operator) => sql.startsWith(operator, position)) ?? sql.charAt(position);
      position += text.length;
      group.nodes.push({ kind: 'operator', before, text });
      continue;
    }
    const { kind } = token;
    const text = token.text ?? '';
    if (kind !== 'parameter') {
      group.nodes.push({ kind, before, text });
      continue;
    }
    const at = text === '?' ? used++ : Number(text.slice(1)) - 1;
    group.nodes.push({ kind, before, text, value: parameters[at] ?? null, slot: String(at) });
  }
  if (open.length > 1) throw new Error(`A parenthesis is not closed: ${sql}`);
  return root.nodes;
}

/** Text and parameters again: numbered in the order in which they appear, each slot once. */
export function renderSql(nodes: readonly SqlNode[]): SqlText {
  const parameters: SqlParameter[] = [];
  const numbers = new Map<string, number>();
  const render = (node: SqlNode): string => {
    if (node.kind === 'group') {
      return node.before + node.open + node.nodes.map(render).join('') + node.tail + node.close;
    }
    if (node.kind !== 'parameter') return node.before + node.text;
    if (node.text === '?') {
      parameters.push(node.value ?? null);
      return `${node.before}?`;
    }
    const slot = node.slot ?? '';
    const known = numbers.get(slot) ?? parameters.push(node.value ?? null);
    numbers.set(slot, known);
    return `${node.before}$${String(known)}`;
  };
  return { sql: nodes.map(render).join(''), parameters };
}

/** The same nodes with some lists of them replaced, found by identity. */
export function replaceLists(
  nodes: SqlNode[],
  replacements: ReadonlyMap<readonly SqlNode[], SqlNode[]>,
): SqlNode[] {
  const replaced = replacements.get(nodes) ?? nodes;
  return replaced.map((node) =>
    node.kind === 'group' ? { ...node, nodes: replaceLists(node.nodes, replacements) } : node,
  );
}

/** Text of nodes for people, white space made one blank, parameters as their values. */
export function describeNodes(nodes: readonly SqlNode[]): string {
  const text = (node: SqlNode): string => {
    if (node.kind === 'group') return node.before + node.open + node.nodes.map(text).join('') + node.close;
    return node.before + (node.kind === 'parameter' ? JSON.stringify(node.value ?? null) : node.text);
  };
  return nodes.map(text).join('').replace(/\s+/g, ' ').trim();
}

/** Upper case of a word; empty for anything else. */
export function word(node: SqlNode | undefined): string {
  return node?.kind === 'word' ? node.text.toUpperCase() : '';
}

export function isOperator(node: SqlNode | undefined, text: string): boolean {
  return node?.kind === 'operator' && node.text === text;
}
