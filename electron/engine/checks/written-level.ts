import type { Column, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Creation, Decisions, ValueSource } from '../decide/decisions';
import { levelOf, placeOf } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { smallestId } from '../mendix/id-scheme';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, lines, name, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { hasOwnRule } from './unknown-columns';

/** What the new users' rows of one level will be, as far as it can be told before: SELECT `values` FROM `from` WHERE `where`. */
export interface WrittenLevel {
  /** The old users with all their levels; `u` is System.User's row. */
  from: Fragment;
  where: Fragment;
  /** By column. */
  values: ReadonlyMap<string, Fragment>;
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
): WrittenLevel {
  const creation = levelOf(decisions, level.table).creations.find(({ step }) => step === planned.index);
  return new LevelWriter(context, decisions, planned, level).write(creation);
}

class LevelWriter {
  private readonly values = new Map<string, Fragment>();
  private readonly carried = new Set<string>();
  private readonly left = new Set<string>();

  constructor(
    private readonly context: CheckContext,
    private readonly decisions: Decisions,
    private readonly planned: PlannedStep,
    private readonly level: Entity,
  ) {}

  write(creation: Creation | undefined): WrittenLevel {
    const { context, planned } = this;
    const decided = new Map(creation?.values.map((each) => [each.column, each.value]));
    for (const each of context.index.table(this.level.table)?.columns ?? []) {
      const value = decided.get(each.name);
      if (value !== undefined) this.decidedColumn(each, value);
      else if (hasOwnRule(each) || each.hasDefault) this.left.add(each.name);
      else this.values.set(each.name, this.asStored(each, sql`NULL`));
    }
    const levels = planned.sourceChain
      .filter((level) => level.name !== SYSTEM_USER)
      .map(({ table }) => {
        const alias = this.aliasOf(table);
        return sql`LEFT JOIN ${name(table)} AS ${name(alias)} ON ${idOf(alias)} = ${idOf('u')}`;
      });
    const names =
      planned.rules.name === null
        ? []
        : [sql`LEFT JOIN (${context.namedUsers(planned)}) AS renamed ON ${idOf('renamed')} = ${idOf('u')}`];
    return {
      from: lines([sql`${context.users} AS u`, ...levels, ...names]),
      where: context.isMoved(planned, 'u', 'creating'),
      values: this.values,
      carried: this.carried,
      left: this.left,
    };
  }

  private decidedColumn(target: Column, value: ValueSource): void {
    if (this.isCarried(value)) {
      this.carried.add(target.name);
      this.values.set(target.name, this.old(this.level.table, target.name));
      return;
    }
    const written = this.written(target, value);
    if (written !== null) this.values.set(target.name, this.asStored(target, written));
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
  private written(target: Column, value: ValueSource): Fragment | null {
    const { statements } = this.context;
    switch (value.kind) {
      case 'new-id':
        return this.newId();
      case 'entity-name':
        return statements.literal(this.planned.target.name);
      case 'new-name':
        return this.newName(target);
      case 'version':
        return value.table === null ? sql`1` : sql`COALESCE(${this.old(value.table, value.column)}, 1)`;
      case 'mapped':
        return this.old(value.table, value.column);
      case 'constant': {
        const text = value.type === 'Boolean' ? (value.text === 'true' ? '1' : '0') : value.text;
        return statements.cast(sql`${text}`, value.type);
      }
      case 'link':
        return !value.carried && value.mappings.length === 0 ? sql`NULL` : null;
      case 'nothing':
        return sql`NULL`;
      case 'carried':
      case 'auto-number':
        return null;
    }
  }

  /** As the column has it, so that it meets what is there already. */
  private asStored(target: Column, value: Fragment): Fragment {
    const { statements } = this.context;
    return statements.asColumnType(statements.collate(value, target.collation), target.type);
  }

  /** As the run counts them, without the random bits: other steps with the same target may come before. */
  private newId(): Fragment {
    const { target } = this.planned;
    const { idScheme } = this.context.index.model;
    const number = BigInt(target.objectSequence ?? '1');
    const [first, second] = [
      smallestId(target.shortId ?? 0, number, idScheme),
      smallestId(target.shortId ?? 0, number + 1n, idScheme),
    ];
    return sql`${sql.raw(String(first))} + (ROW_NUMBER() OVER (ORDER BY ${idOf('u')}) - 1) * ${sql.raw(String(second - first))}`;
  }

  private newName(target: Column): Fragment {
    const { context, planned } = this;
    if (planned.rules.name !== null) return column('renamed', 'new_name');
    const { statements } = context;
    const postfix = statements.cast(sql`${planned.namePostfix}`, 'String');
    return statements.concat(
      this.old(this.level.table, target.name),
      statements.collate(postfix, target.collation),
    );
  }

  private old(table: string, columnName: string): Fragment {
    return column(this.aliasOf(table), columnName);
  }

  private aliasOf(table: string): string {
    const position = this.planned.sourceChain.findIndex((level) => level.table === table);
    return position === this.planned.sourceChain.length - 1 ? 'u' : `l${String(position)}`;
  }
}
