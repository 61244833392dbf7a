import { isOperator, word } from './sql-nodes';
import type { SqlGroup, SqlNode } from './sql-nodes';

export type ClauseKind =
  | 'WITH'
  | 'INSERT INTO'
  | 'UPDATE'
  | 'DELETE'
  | 'SELECT'
  | 'FROM'
  | 'JOIN'
  | 'ON'
  | 'USING'
  | 'SET'
  | 'VALUES'
  | 'WHERE'
  | 'GROUP BY'
  | 'HAVING'
  | 'ORDER BY'
  | 'LIMIT'
  | 'UNION'
  | 'FOR'
  | 'END';

/** A part of a list of nodes, from its keyword to the next one. */
export interface Clause {
  kind: ClauseKind;
  start: number;
  /** The first node behind the keywords. */
  body: number;
  end: number;
}

/** From and up to, without, positions in a list. */
export interface Span {
  from: number;
  to: number;
}

const STARTS: { kind: ClauseKind; words: string[] }[] = [
  { kind: 'WITH', words: ['WITH'] },
  { kind: 'INSERT INTO', words: ['INSERT', 'INTO'] },
  { kind: 'UPDATE', words: ['UPDATE'] },
  { kind: 'DELETE', words: ['DELETE'] },
  { kind: 'SELECT', words: ['SELECT', 'DISTINCT'] },
  { kind: 'SELECT', words: ['SELECT'] },
  { kind: 'JOIN', words: ['LEFT', 'OUTER', 'JOIN'] },
  { kind: 'JOIN', words: ['LEFT', 'JOIN'] },
  { kind: 'JOIN', words: ['RIGHT', 'JOIN'] },
  { kind: 'JOIN', words: ['INNER', 'JOIN'] },
  { kind: 'JOIN', words: ['CROSS', 'JOIN'] },
  { kind: 'JOIN', words: ['JOIN'] },
  { kind: 'FROM', words: ['FROM'] },
  { kind: 'USING', words: ['USING'] },
  { kind: 'ON', words: ['ON'] },
  { kind: 'SET', words: ['SET'] },
  { kind: 'VALUES', words: ['VALUES'] },
  { kind: 'WHERE', words: ['WHERE'] },
  { kind: 'GROUP BY', words: ['GROUP', 'BY'] },
  { kind: 'HAVING', words: ['HAVING'] },
  { kind: 'ORDER BY', words: ['ORDER', 'BY'] },
  { kind: 'LIMIT', words: ['LIMIT'] },
  { kind: 'UNION', words: ['UNION', 'ALL'] },
  { kind: 'UNION', words: ['UNION'] },
  { kind: 'FOR', words: ['FOR', 'UPDATE'] },
  { kind: 'FOR', words: ['FOR'] },
  { kind: 'END', words: ['RETURNING'] },
  { kind: 'END', words: ['ON', 'CONFLICT'] },
  { kind: 'END', words: ['ON', 'DUPLICATE', 'KEY', 'UPDATE'] },
];

/** Does this list of nodes begin like a statement or a subquery? */
export function isQuery(nodes: readonly SqlNode[]): boolean {
  return ['WITH', 'INSERT', 'UPDATE', 'DELETE', 'SELECT'].includes(word(nodes[0]));
}

/** The clauses of a statement or subquery, in their order; groups within are not looked into. */
export function clausesOf(nodes: readonly SqlNode[]): Clause[] {
  if (!isQuery(nodes)) return [];
  const clauses: Clause[] = [];
  let position = 0;
  while (position < nodes.length) {
    const start = startAt(nodes, position);
    if (start) {
      const last = clauses.at(-1);
      if (last) last.end = position;
      clauses.push({
        kind: start.kind,
        start: position,
        body: position + start.words.length,
        end: nodes.length,
      });
    }
    position += start?.words.length ?? 1;
  }
  return clauses;
}

function startAt(nodes: readonly SqlNode[], position: number): (typeof STARTS)[number] | undefined {
  if (isOperator(nodes[position - 1], '.')) return undefined;
  // `a IS NOT DISTINCT FROM b` has no FROM clause.
  if (word(nodes[position]) === 'FROM' && word(nodes[position - 1]) === 'DISTINCT') {
    if (['IS', 'NOT'].includes(word(nodes[position - 2]))) return undefined;
  }
  const matching = STARTS.filter(({ words }) => words.every((text, n) => word(nodes[position + n]) === text));
  return matching.sort((a, b) => b.words.length - a.words.length)[0];
}

/** Splits at a separator on this level of nesting; CASE ... END and BETWEEN ... AND stay whole. */
export function splitAt(
  nodes: readonly SqlNode[],
  { from, to }: Span,
  isSeparator: (node: SqlNode) => boolean,
): Span[] {
  const spans: Span[] = [];
  let start = from;
  let cases = 0;
  let betweens = 0;
  for (let position = from; position < to; position += 1) {
    const node = nodes[position];
    if (!node) break;
    const text = word(node);
    if (text === 'CASE') cases += 1;
    if (text === 'END') cases -= 1;
    if (text === 'BETWEEN') betweens += 1;
    if (cases > 0 || !isSeparator(node)) continue;
    if (text === 'AND' && betweens > 0) {
      betweens -= 1;
      continue;
    }
    spans.push({ from: start, to: position });
    start = position + 1;
  }
  spans.push({ from: start, to });
  return spans.filter((span) => span.to > span.from);
}

export function commaList(nodes: readonly SqlNode[], span: Span): Span[] {
  return splitAt(nodes, span, (node) => isOperator(node, ','));
}

export function wordList(nodes: readonly SqlNode[], span: Span, separator: 'AND' | 'OR'): Span[] {
  return splitAt(nodes, span, (node) => word(node) === separator);
}

/** Every list of nodes: the statement's own and those of all groups within. */
export function allLists(nodes: SqlNode[]): SqlNode[][] {
  return [
    nodes,
    ...nodes
      .filter((node): node is SqlGroup => node.kind === 'group')
      .flatMap((group) => allLists(group.nodes)),
  ];
}
