import type { SqlParameter } from '../../shared/plan';
import { aliases, constants, identifier } from './column-types';
import type { ColumnTypes, TypeClass } from './column-types';
import { allLists, clausesOf, commaList, isQuery, splitAt, wordList } from './sql-clauses';
import type { Clause, Span } from './sql-clauses';
import { describeNodes, isOperator, parseSql, renderSql, replaceLists, word } from './sql-nodes';
import type { SqlGroup, SqlNode, SqlText } from './sql-nodes';

export const MUTANT_KINDS = [
  'statement dropped',
  'statement done twice',
  'column dropped',
  'column set to NULL',
  'column set to a constant',
  'column set to another column',
  'columns swapped',
  'condition dropped',
  'condition negated',
  'condition narrowed',
  'comparison changed',
  'other column read',
  'join changed',
  'union branch dropped',
  'duplicates kept',
  'parameter changed',
  'literal changed',
  'arithmetic changed',
  'function changed',
] as const;

export type MutantKind = (typeof MUTANT_KINDS)[number];

/** One deliberate mistake in one statement. */
export interface Mutant {
  kind: MutantKind;
  /** What was done, for people. */
  what: string;
  /** The statements that take its place. */
  statements: SqlText[];
}

/** What the mutator has to know about the database and the whole plan. */
export interface MutationContext {
  type: 'postgres' | 'mysql';
  types: ColumnTypes;
  /** Bound texts of all statements, to be exchanged for each other. */
  texts: readonly string[];
}

type Emit = (kind: MutantKind, what: string, replacements: [SqlNode[], SqlNode[]][]) => void;

/** All deliberate mistakes in one statement, each different from it and from the others. */
export function mutantsOf(statement: SqlText, context: MutationContext): Mutant[] {
  const original = { sql: statement.sql, parameters: statement.parameters };
  const mutants: Mutant[] = [
    { kind: 'statement dropped', what: 'the whole statement', statements: [] },
    { kind: 'statement done twice', what: 'the whole statement', statements: [original, original] },
  ];
  const known = new Set([JSON.stringify(renderSql(parseSql(original)))]);
  const root = parseSql(original);
  new Mutator(root, context, (kind, what, replacements) => {
    const text = renderSql(replaceLists(root, new Map(replacements)));
    const key = JSON.stringify(text);
    if (known.has(key)) return;
    known.add(key);
    mutants.push({ kind, what, statements: [text] });
  }).run();
  return mutants;
}

class Mutator {
  private readonly lists: SqlNode[][];
  private readonly tableOf: Map<string, string>;
  /** Mistakes that would be the same in each of many expressions, such as those of a digest. */
  private readonly repeated = new Set<string>();

  constructor(
    root: SqlNode[],
    private readonly context: MutationContext,
    private readonly emit: Emit,
  ) {
    this.lists = allLists(root);
    this.tableOf = aliases(this.lists, context.types);
  }

  run(): void {
    for (const nodes of this.lists) {
      const clauses = clausesOf(nodes);
      this.writtenColumns(nodes, clauses);
      for (const clause of clauses) this.clause(nodes, clauses, clause);
      if (clauses.length === 0) this.expression(nodes, { from: 0, to: nodes.length });
      this.tokens(nodes);
    }
  }

  /** What an INSERT or UPDATE writes. */
  private writtenColumns(nodes: SqlNode[], clauses: Clause[]): void {
    const insert = clauses.find(({ kind }) => kind === 'INSERT INTO');
    if (insert) this.insertedColumns(nodes, clauses, insert);
    for (const clause of clauses.filter(({ kind }) => kind === 'SET')) {
      const items = commaList(nodes, { from: clause.body, to: clause.end }).map((span) => {
        const equals = nodes.findIndex(
          (node, at) => at >= span.from && at < span.to && isOperator(node, '='),
        );
        const column = identifier(nodes[equals - 1]) ?? '';
        const table =
          this.tableOf.get(identifier(nodes[equals - 3]) ?? '') ?? this.updatedTable(nodes, clauses);
        return { span, value: { from: equals + 1, to: span.to }, column, type: this.typeOf(table, column) };
      });
      if (items.length > 1) {
        for (const { span, column } of items) {
          this.emit('column dropped', column, [
            [
              nodes,
              withoutItem(
                nodes,
                span,
                items.map((each) => each.span),
              ),
            ],
          ]);
        }
      }
      this.values(items.map((item) => ({ ...item, nodes })));
    }
  }

  private updatedTable(nodes: SqlNode[], clauses: Clause[]): string {
    const update = clauses.find(({ kind }) => kind === 'UPDATE');
    const names = nodes.slice(update?.body, update?.end).map(identifier);
    return names.find((name) => name !== null && this.context.types.has(name)) ?? '';
  }

  private insertedColumns(nodes: SqlNode[], clauses: Clause[], insert: Clause): void {
    const at = nodes.findIndex((node, n) => n >= insert.body && n < insert.end && node.kind === 'group');
    const group = nodes[at];
    if (group?.kind !== 'group') return;
    const table = nodes
      .slice(insert.body, at)
      .map(identifier)
      .findLast((name) => name !== null && this.context.types.has(name));
    const columns = commaList(group.nodes, { from: 0, to: group.nodes.length });
    const branches = clauses
      .filter(({ kind }) => kind === 'SELECT')
      .map((select) => commaList(nodes, { from: select.body, to: select.end }))
      .filter((items) => items.length === columns.length);
    if (branches.length === 0) return;
    columns.forEach((column, position) => {
      const spans = branches.flatMap((items) => items[position] ?? []);
      if (columns.length < 2) return;
      const kept = spans
        .map((span, n) => ({ span, items: branches[n] ?? [] }))
        .reverse()
        .reduce((list, { span, items }) => withoutItem(list, span, items), nodes);
      // The list of columns is inside: both lists change.
      const changed = kept.map((node) =>
        node === group ? { ...group, nodes: withoutItem(group.nodes, column, columns) } : node,
      );
      this.emit('column dropped', describeNodes(slice(group.nodes, column)), [[nodes, changed]]);
    });
    for (const items of branches) {
      this.values(
        items.map((span, position) => {
          const name = columns[position];
          const column = name ? (identifier(group.nodes[name.from]) ?? '') : '';
          return { nodes, span, value: valueOf(nodes, span), column, type: this.typeOf(table ?? '', column) };
        }),
      );
    }
  }

  /** What each written column gets: NULL, a constant, what a sibling gets. */
  private values(items: { nodes: SqlNode[]; value: Span; column: string; type: TypeClass | null }[]): void {
    items.forEach(({ nodes, value, column, type }, position) => {
      const to = (replacement: SqlNode[]): [SqlNode[], SqlNode[]][] => [
        [nodes, spliced(nodes, value, replacement)],
      ];
      this.emit('column set to NULL', column, to(raw('NULL')));
      if (type === null) return;
      for (const constant of constants(this.context.type, type)) {
        this.emit('column set to a constant', `${column} = ${constant}`, to(raw(constant)));
      }
      const siblings = [...items.slice(position + 1), ...items.slice(0, position)];
      const sibling = siblings.find((each) => each.type === type);
      if (!sibling) return;
      const own = slice(nodes, value);
      const other = slice(nodes, sibling.value);
      this.emit('column set to another column', `${column} = ${describeNodes(other)}`, to(spaced(other)));
      const [first, second] =
        value.from < sibling.value.from ? [value, sibling.value] : [sibling.value, value];
      const [forSecond, forFirst] = first === value ? [own, other] : [other, own];
      this.emit('columns swapped', `${column} and ${sibling.column}`, [
        [nodes, spliced(spliced(nodes, second, spaced(forSecond)), first, spaced(forFirst))],
      ]);
    });
  }

  private typeOf(table: string, column: string): TypeClass | null {
    return this.context.types.get(table)?.get(column) ?? null;
  }

  private clause(nodes: SqlNode[], clauses: Clause[], clause: Clause): void {
    const body = { from: clause.body, to: clause.end };
    switch (clause.kind) {
      case 'WHERE':
      case 'HAVING':
        this.condition(nodes, body, { from: clause.start, to: clause.end });
        break;
      case 'ON':
        this.condition(nodes, body, null);
        break;
      case 'JOIN':
        this.join(nodes, clause, clauses[clauses.indexOf(clause) + 1]);
        break;
      case 'UNION':
        this.union(nodes, clauses, clause);
        break;
      case 'SELECT':
        if (word(nodes[clause.start + 1]) === 'DISTINCT') {
          const distinct = { from: clause.start + 1, to: clause.start + 2 };
          this.emit('duplicates kept', 'DISTINCT', [[nodes, spliced(nodes, distinct, [])]]);
        }
        for (const item of commaList(nodes, body)) this.expression(nodes, item);
        break;
      case 'ORDER BY':
        this.emit('function changed', 'the order', [
          [nodes, spliced(nodes, { from: clause.end, to: clause.end }, raw('DESC'))],
        ]);
        break;
      case 'SET':
      case 'VALUES':
        for (const item of commaList(nodes, body)) this.expression(nodes, item);
        break;
      default:
    }
  }

  /** @param whole what to leave out when nothing is left of the condition; null = it becomes TRUE. */
  private condition(nodes: SqlNode[], body: Span, whole: Span | null): void {
    const alternatives = wordList(nodes, body, 'OR');
    if (alternatives.length > 1) {
      for (const span of alternatives) {
        this.emit('condition narrowed', describeNodes(slice(nodes, span)), [
          [nodes, spliced(nodes, span, raw('FALSE'))],
        ]);
        this.insideCondition(nodes, span);
      }
      return;
    }
    const parts = wordList(nodes, body, 'AND');
    for (const span of parts) {
      const part = slice(nodes, span);
      const what = describeNodes(part);
      const dropped =
        parts.length === 1 && whole !== null ? spliced(nodes, whole, []) : spliced(nodes, span, raw('TRUE'));
      this.emit('condition dropped', what, [[nodes, dropped]]);
      const group: SqlGroup = { kind: 'group', before: ' ', open: '(', nodes: part, tail: '', close: ')' };
      this.emit('condition negated', what, [[nodes, spliced(nodes, span, [...raw('NOT'), group])]]);
      this.insideCondition(nodes, span);
    }
  }

  private insideCondition(nodes: SqlNode[], span: Span): void {
    for (const node of slice(nodes, span)) {
      if (node.kind !== 'group' || isQuery(node.nodes)) continue;
      if (/\b(AND|OR|IS|EXISTS|NOT)\b|[=<>]/.test(describeNodes(node.nodes))) {
        this.condition(node.nodes, { from: 0, to: node.nodes.length }, null);
      }
    }
    for (let position = span.from; position < span.to; position += 1) {
      const node = nodes[position];
      const text = word(nodes[position - 1]);
      if (node?.kind !== 'group' || text !== 'IN' || isQuery(node.nodes)) continue;
      const items = commaList(node.nodes, { from: 0, to: node.nodes.length });
      for (const item of items.length > 1 ? items : []) {
        this.emit(
          'condition narrowed',
          `${describeNodes(slice(node.nodes, item))} in ${describeNodes([node])}`,
          [[node.nodes, withoutItem(node.nodes, item, items)]],
        );
      }
    }
    this.expression(nodes, span);
  }

  private join(nodes: SqlNode[], clause: Clause, next: Clause | undefined): void {
    if (next?.kind !== 'ON') return;
    const keywords = { from: clause.start, to: clause.body };
    const text = describeNodes(slice(nodes, keywords)).toUpperCase();
    const other = text.startsWith('LEFT') ? 'JOIN' : 'LEFT JOIN';
    this.emit('join changed', `${text} ${describeNodes(nodes.slice(clause.body, next.start))} to ${other}`, [
      [nodes, spliced(nodes, keywords, raw(other))],
    ]);
  }

  private union(nodes: SqlNode[], clauses: Clause[], clause: Clause): void {
    const unions = clauses.filter(({ kind }) => kind === 'UNION');
    const position = unions.indexOf(clause);
    const end = unions[position + 1]?.start ?? nodes.length;
    const later = { from: clause.start, to: end };
    this.emit('union branch dropped', describeNodes(slice(nodes, later)), [
      [nodes, spliced(nodes, later, [])],
    ]);
    if (position === 0) {
      const first = clauses.find(({ kind }) => kind === 'SELECT')?.start ?? 0;
      this.emit('union branch dropped', describeNodes(nodes.slice(first, clause.start)), [
        [nodes, spliced(nodes, { from: first, to: clause.body }, [])],
      ]);
    }
    const all = clause.body - clause.start === 2;
    this.emit('duplicates kept', all ? 'UNION' : 'UNION ALL', [
      [nodes, spliced(nodes, { from: clause.start, to: clause.body }, raw(all ? 'UNION' : 'UNION ALL'))],
    ]);
  }

  /** Columns read, CASE, operators and functions on one level of an expression. */
  private expression(nodes: SqlNode[], span: Span): void {
    this.readColumns(nodes, span);
    this.cases(nodes, span);
    const parts = splitAt(nodes, span, (node) => isOperator(node, '||'));
    if (parts.length > 1) {
      for (const part of parts) {
        this.once('function changed', `${describeNodes(slice(nodes, part))} left out of ||`, [
          [nodes, spliced(nodes, part, raw(`''`))],
        ]);
      }
    }
  }

  /** `alias.column`: another column of the same table and class. */
  private readColumns(nodes: SqlNode[], span: Span): void {
    for (let position = span.from + 2; position < span.to; position += 1) {
      if (!isOperator(nodes[position - 1], '.')) continue;
      const alias = identifier(nodes[position - 2]);
      const column = identifier(nodes[position]);
      const node = nodes[position];
      if (alias === null || column === null || node?.kind === 'group') continue;
      const types = this.context.types.get(this.tableOf.get(alias) ?? '');
      const own = types?.get(column);
      if (!types || !own) continue;
      const names = [...types].filter(([, type]) => type === own).map(([name]) => name);
      const other = names[(names.indexOf(column) + 1) % names.length];
      if (other === undefined || other === column) continue;
      const mark = this.context.type === 'postgres' ? '"' : '`';
      const quoted = mark + other.replaceAll(mark, mark + mark) + mark;
      this.once(
        'other column read',
        `${alias}.${other} for ${alias}.${column} in ${describeNodes(slice(nodes, span)).slice(0, 80)}`,
        [
          [
            nodes,
            spliced(nodes, { from: position, to: position + 1 }, [
              { kind: 'quoted', before: '', text: quoted },
            ]),
          ],
        ],
      );
    }
  }

  private cases(nodes: SqlNode[], span: Span): void {
    for (let start = span.from; start < span.to; start += 1) {
      if (word(nodes[start]) !== 'CASE') continue;
      let depth = 0;
      let end = start;
      const marks: { text: string; at: number }[] = [];
      for (; end < span.to; end += 1) {
        const text = word(nodes[end]);
        if (text === 'CASE') depth += 1;
        if (text === 'END') depth -= 1;
        if (depth === 1 && ['WHEN', 'THEN', 'ELSE'].includes(text)) marks.push({ text, at: end });
        if (depth === 0) break;
      }
      marks.forEach(({ text, at }, n) => {
        const part = { from: at + 1, to: marks[n + 1]?.at ?? end };
        if (text === 'WHEN') this.condition(nodes, part, null);
        else {
          this.emit('function changed', `CASE is always ${describeNodes(slice(nodes, part))}`, [
            [nodes, spliced(nodes, { from: start, to: end + 1 }, spaced(slice(nodes, part)))],
          ]);
        }
      });
    }
  }

  /** Numbers, texts, bound values, operators and calls. */
  private tokens(nodes: SqlNode[]): void {
    nodes.forEach((node, position) => {
      const replace = (replacement: SqlNode[]): [SqlNode[], SqlNode[]][] => [
        [nodes, spliced(nodes, { from: position, to: position + 1 }, replacement)],
      ];
      const near = describeNodes(nodes.slice(Math.max(0, position - 3), position + 2));
      if (node.kind === 'parameter')
        this.parameter(node.value ?? null, near, (value) => {
          return replace([{ ...node, value, slot: `${node.slot ?? ''}-mutant` }]);
        });
      if (node.kind === 'number' && /^\d+$/.test(node.text)) {
        for (const change of [1n, -1n]) {
          const text = String(BigInt(node.text) + change);
          this.once('arithmetic changed', `${text} in ${near}`, replace([{ ...node, text }]));
        }
      }
      if (node.kind === 'string' && node.text.startsWith(`'`)) {
        const text = `${node.text.slice(0, -1)}x'`;
        this.once('literal changed', `${text} in ${near}`, replace([{ ...node, text }]));
      }
      if (node.kind === 'operator') {
        const others = OTHER_OPERATORS[node.text];
        if (others) {
          const kind = ['+', '-', '*'].includes(node.text) ? 'arithmetic changed' : 'comparison changed';
          this.once(kind, `${others} in ${near}`, replace([{ ...node, text: others }]));
        }
      }
      const next = nodes[position + 1];
      if (node.kind !== 'word' || next?.kind !== 'group') return;
      const other = OTHER_FUNCTIONS[word(node)];
      if (other !== undefined)
        this.once('function changed', `${other} for ${near}`, replace([{ ...node, text: other }]));
      if (!LIST_FUNCTIONS.includes(word(node))) return;
      const items = commaList(next.nodes, { from: 0, to: next.nodes.length });
      for (const item of items.length > 1 ? items : []) {
        this.once('function changed', `${describeNodes(slice(next.nodes, item))} left out of ${word(node)}`, [
          [next.nodes, withoutItem(next.nodes, item, items)],
        ]);
      }
    });
  }

  private parameter(
    value: SqlParameter,
    near: string,
    replace: (value: SqlParameter) => [SqlNode[], SqlNode[]][],
  ): void {
    if (value === null) return;
    if (typeof value === 'number' || /^-?\d+$/.test(value)) {
      const changed = BigInt(value) + 1n;
      const other = typeof value === 'number' ? Number(changed) : String(changed);
      this.emit('parameter changed', `${String(other)} in ${near}`, replace(other));
      return;
    }
    const alike = this.context.texts.filter((text) => shapeOf(text) === shapeOf(value));
    const other = alike[(alike.indexOf(value) + 1) % alike.length];
    for (const text of [`${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`, other ?? value]) {
      this.emit('parameter changed', `${text} in ${near}`, replace(text));
    }
  }

  private once(kind: MutantKind, what: string, replacements: [SqlNode[], SqlNode[]][]): void {
    const key = `${kind}: ${what}`;
    if (this.repeated.has(key)) return;
    this.repeated.add(key);
    this.emit(kind, what, replacements);
  }
}

const OTHER_OPERATORS: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '<<': '>>',
  '>>': '<<',
};

const OTHER_FUNCTIONS: Readonly<Record<string, string>> = {
  MAX: 'MIN',
  MIN: 'MAX',
  GREATEST: 'LEAST',
  LEAST: 'GREATEST',
  SUM: 'MAX',
};

/** Functions of any number of arguments. */
const LIST_FUNCTIONS = ['COALESCE', 'GREATEST', 'LEAST', 'CONCAT'];

/** Texts of one shape can stand for each other: entities, GUIDs, anything else. */
function shapeOf(text: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)) return 'guid';
  return /^\w+\.\w+$/.test(text)
    ? 'entity'
    : `text ${text.split(':', 1)[0]?.length === text.length ? '' : 'keyed'}`;
}

function slice(nodes: readonly SqlNode[], { from, to }: Span): SqlNode[] {
  return nodes.slice(from, to);
}

function spliced(nodes: readonly SqlNode[], { from, to }: Span, replacement: SqlNode[]): SqlNode[] {
  return [...nodes.slice(0, from), ...replacement, ...nodes.slice(to)];
}

function raw(text: string): SqlNode[] {
  return [{ kind: 'word', before: ' ', text }];
}

/** The same nodes with white space before the first. */
function spaced(nodes: SqlNode[]): SqlNode[] {
  return nodes.map((node, position) => (position === 0 ? { ...node, before: ' ' } : node));
}

/** A list without one of its items and without its comma. */
function withoutItem(nodes: readonly SqlNode[], item: Span, items: readonly Span[]): SqlNode[] {
  const isFirst = items[0] === item;
  const span = isFirst ? { from: item.from, to: item.to + 1 } : { from: item.from - 1, to: item.to };
  const left = spliced(nodes, span, []);
  const next = left[item.from];
  if (isFirst && next) left[item.from] = { ...next, before: ' ' };
  return left;
}

/** An item of a SELECT without its name. */
function valueOf(nodes: readonly SqlNode[], span: Span): Span {
  return word(nodes[span.to - 2]) === 'AS' ? { from: span.from, to: span.to - 2 } : span;
}
