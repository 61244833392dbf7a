import type { Column, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Creation, Decisions, ValueSource } from '../decide/decisions';
import { levelOf, placeOf } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import type { Bind } from '../plan/statement-text';
import type { CheckContext } from './check-context';
import { hasOwnRule } from './unknown-columns';

/** What the new users' rows of one level will be, as far as it can be told before: SELECT `values` FROM `from` WHERE `where`. */
export interface WrittenLevel {
  /** The old users with all their levels; `u` is System.User's row. */
  from: string;
  where: string;
  /** By column. */
  values: ReadonlyMap<string, string>;
  /** Those of these columns whose value is that of the old user's row of the same level. */
  carried: ReadonlySet<string>;
  /** Columns that are left to the database; what is neither there nor among the values only the run knows. */
  left: ReadonlySet<string>;
}

/** What was decided for a level, as SQL for a check. */
export function writtenLevel(
  context: CheckContext,
  decisions: Decisions,
  planned: PlannedStep,
  level: Entity,
  bind: Bind,
): WrittenLevel {
  const creation = levelOf(decisions, level.table).creations.find(({ step }) => step === planned.index);
  return new LevelWriter(context, decisions, planned, level, bind).write(creation);
}

/** Bits of an object id below the type part, and those of them that are random in the newer scheme. */
const LOW_BITS = 48n;
const RANDOM_BITS = 7n;

class LevelWriter {
  private readonly values = new Map<string, string>();
  private readonly carried = new Set<string>();
  private readonly left = new Set<string>();

  constructor(
    private readonly context: CheckContext,
    private readonly decisions: Decisions,
    private readonly planned: PlannedStep,
    private readonly level: Entity,
    private readonly bind: Bind,
  ) {}

  write(creation: Creation | undefined): WrittenLevel {
    const { context, planned } = this;
    const { sql } = context;
    const decided = new Map(creation?.values.map(({ column, value }) => [column, value]));
    for (const column of context.index.table(this.level.table)?.columns ?? []) {
      const value = decided.get(column.name);
      if (value !== undefined) this.decidedColumn(column, value);
      else if (hasOwnRule(column) || column.hasDefault) this.left.add(column.name);
      else this.values.set(column.name, this.asStored(column, 'NULL'));
    }
    const joins = planned.sourceChain
      .filter(({ name }) => name !== SYSTEM_USER)
      .map(({ table }) => {
        const alias = this.aliasOf(table);
        return `\n  LEFT JOIN ${sql.quote(table)} AS ${alias} ON ${alias}.${OBJECT_ID} = u.${OBJECT_ID}`;
      });
    const names =
      planned.rules.name === null
        ? ''
        : `\n  LEFT JOIN (${context.namedUsers(planned)}) AS renamed ON renamed.${OBJECT_ID} = u.${OBJECT_ID}`;
    return {
      from: `${context.users} AS u${joins.join('')}${names}`,
      where: context.isMoved(planned, 'u', 'creating'),
      values: this.values,
      carried: this.carried,
      left: this.left,
    };
  }

  private decidedColumn(column: Column, value: ValueSource): void {
    if (this.isCarried(value)) {
      this.carried.add(column.name);
      this.values.set(column.name, this.old(this.level.table, column.name));
      return;
    }
    const text = this.valueText(column, value);
    if (text !== null) this.values.set(column.name, this.asStored(column, text));
  }

  private isCarried(value: ValueSource): boolean {
    const { rules, namePostfix } = this.planned;
    if (value.kind === 'new-name') return rules.name === null && namePostfix === '';
    return value.kind === 'carried' || (value.kind === 'link' && value.carried && this.isFixed(value));
  }

  /** A link in the user's row that leads to no user who moves, and that no mapping writes. */
  private isFixed({ place, mappings }: ValueSource & { kind: 'link' }): boolean {
    if (mappings.length > 0) return false;
    const { repoint, copy, unlink, stay, row } = placeOf(this.decisions, place).child;
    return [repoint, copy, unlink, stay, row].every((steps) => steps.length === 0);
  }

  /** Null for what only the run knows. */
  private valueText(column: Column, value: ValueSource): string | null {
    const { context } = this;
    switch (value.kind) {
      case 'new-id':
        return this.newId();
      case 'entity-name':
        return context.dialect.catalog.literal(this.planned.target.name);
      case 'new-name':
        return this.newName(column);
      case 'version':
        return value.table === null ? '1' : `COALESCE(${this.old(value.table, value.column)}, 1)`;
      case 'mapped':
        return this.old(value.table, value.column);
      case 'constant': {
        const text = value.type === 'Boolean' ? (value.text === 'true' ? '1' : '0') : value.text;
        return context.sql.castParameter(this.bind(text), value.type);
      }
      case 'link':
        return !value.carried && value.mappings.length === 0 ? 'NULL' : null;
      case 'nothing':
        return 'NULL';
      case 'carried':
      case 'auto-number':
        return null;
    }
  }

  /** As the column has it, so that it meets what is there already. */
  private asStored(column: Column, value: string): string {
    const { sql, dialect } = this.context;
    return dialect.catalog.asColumnType(sql.inCollation(value, column.collation), column.type);
  }

  /** As the run counts them, without the random bits: other steps with the same target may come before. */
  private newId(): string {
    const { target } = this.planned;
    const shift = this.decisions.randomizedIds ? RANDOM_BITS : 0n;
    const first = (BigInt(target.shortId ?? 0) << LOW_BITS) + (BigInt(target.objectSequence ?? '1') << shift);
    return `${String(first)} + (ROW_NUMBER() OVER (ORDER BY u.${OBJECT_ID}) - 1) * ${String(1n << shift)}`;
  }

  private newName(column: Column): string {
    const { context, planned } = this;
    if (planned.rules.name !== null) return 'renamed.new_name';
    const old = this.old(this.level.table, column.name);
    const postfix = context.sql.castParameter(this.bind(planned.namePostfix), 'String');
    return context.sql.concat(old, context.sql.inCollation(postfix, column.collation));
  }

  private old(table: string, column: string): string {
    return `${this.aliasOf(table)}.${this.context.sql.quote(column)}`;
  }

  private aliasOf(table: string): string {
    const position = this.planned.sourceChain.findIndex((level) => level.table === table);
    return position === this.planned.sourceChain.length - 1 ? 'u' : `l${String(position)}`;
  }
}
