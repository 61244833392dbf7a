import type { Attribute, Column, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { PlannedStep } from '../decide/planned-step';
import type { MappedAttribute } from '../decide/resolve-mappings';
import { userNameColumn } from '../decide/user-table';
import { MXOBJECTVERSION, OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type { Bind } from '../plan/statement-text';
import type { CheckContext } from './check-context';
import { hasOwnRule, isUniqueAlone, unknownColumns } from './unknown-columns';

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

/** What happens to a column. */
type Written = { value: string } | 'left' | 'unknown';

export function writtenLevel(
  context: CheckContext,
  planned: PlannedStep,
  level: Entity,
  mappings: readonly MappedAttribute[],
  bind: Bind,
): WrittenLevel {
  return new LevelWriter(context, planned, level, mappings, bind).write();
}

/** Bits of an object id below the type part, and those of them that are random in the newer scheme. */
const LOW_BITS = 48n;
const RANDOM_BITS = 7n;

class LevelWriter {
  private readonly values = new Map<string, string>();
  private readonly carried = new Set<string>();
  private readonly left = new Set<string>();
  private readonly unknown: ReadonlySet<string>;
  private readonly isCommon: boolean;

  constructor(
    private readonly context: CheckContext,
    private readonly planned: PlannedStep,
    private readonly level: Entity,
    private readonly mappings: readonly MappedAttribute[],
    private readonly bind: Bind,
  ) {
    this.unknown = new Set(unknownColumns(context.index, level.table).map(({ name }) => name));
    this.isCommon = planned.analysis.common.includes(level);
  }

  write(): WrittenLevel {
    const { context, planned } = this;
    const { sql } = context;
    for (const column of context.index.table(this.level.table)?.columns ?? []) {
      const written = hasOwnRule(column) ? 'left' : this.writtenTo(column);
      if (written === 'left') this.left.add(column.name);
      else if (written !== 'unknown') this.values.set(column.name, this.asStored(column, written.value));
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

  /** As the column has it, so that it meets what is there already. */
  private asStored(column: Column, value: string): string {
    if (this.carried.has(column.name)) return value;
    const { sql, dialect } = this.context;
    return dialect.catalog.asColumnType(sql.inCollation(value, column.collation), column.type);
  }

  private writtenTo(column: Column): Written {
    const { context, planned, level } = this;
    const { name } = column;
    if (name === OBJECT_ID) return { value: this.newId() };
    if (name === SUBMETAOBJECTNAME) return { value: context.dialect.catalog.literal(planned.target.name) };
    if (name === MXOBJECTVERSION) return { value: this.objectVersion() };
    const attribute = level.attributes.find((candidate) => candidate.column === name);
    const mapped = attribute === undefined ? null : this.mappedValue(attribute);
    if (mapped !== null) return { value: mapped };
    if (level.name === SYSTEM_USER && name === userNameColumn(context.index)) {
      return { value: this.newName(column) };
    }
    if (this.isCommon) return this.commonValue(column);
    if (attribute !== undefined) return this.defaultValue(attribute);
    if (this.isMappedEnd(name)) return 'unknown';
    return column.hasDefault ? 'left' : { value: 'NULL' };
  }

  /** As the run counts them, without the random bits: other steps with the same target may come before. */
  private newId(): string {
    const { target } = this.planned;
    const shift = this.context.index.model.idScheme === 'randomized' ? RANDOM_BITS : 0n;
    const first = (BigInt(target.shortId ?? 0) << LOW_BITS) + (BigInt(target.objectSequence ?? '1') << shift);
    return `${String(first)} + (ROW_NUMBER() OVER (ORDER BY u.${OBJECT_ID}) - 1) * ${String(1n << shift)}`;
  }

  private objectVersion(): string {
    const { index } = this.context;
    const level = this.isCommon
      ? this.level
      : this.planned.sourceChain.find(({ name }) => name === SYSTEM_USER);
    const hasVersion = index.table(level?.table ?? '')?.columns.some(({ name }) => name === MXOBJECTVERSION);
    return level !== undefined && hasVersion === true
      ? `COALESCE(${this.old(level, MXOBJECTVERSION)}, 1)`
      : '1';
  }

  private mappedValue(attribute: Attribute): string | null {
    const mapping = this.mappings.find(
      ({ planned, target }) => planned === this.planned && target.attribute === attribute,
    );
    if (mapping === undefined) return null;
    const { from } = mapping;
    return from.kind === 'constant'
      ? this.constant(attribute, from.value)
      : this.old(from.source.entity, from.source.attribute.column);
  }

  private newName(column: Column): string {
    const { context, planned } = this;
    if (planned.rules.name !== null) return 'renamed.new_name';
    const old = this.old(this.level, column.name);
    if (planned.namePostfix === '') {
      this.carried.add(column.name);
      return old;
    }
    const postfix = context.sql.castParameter(this.bind(planned.namePostfix), 'String');
    return context.sql.concat(old, context.sql.inCollation(postfix, column.collation));
  }

  /** What the old row has, unless it leads to a user who may move, or must be unique. */
  private commonValue(column: Column): Written {
    const { index, steps } = this.context;
    const { name } = column;
    const { table } = this.level;
    const isUnique = isUniqueAlone(index, table, name);
    if (this.unknown.has(name) && isUnique && column.hasDefault) return 'left';
    const association = index.model.associations.find(
      (each) => each.storage === 'column' && each.table === table && each.childColumn === name,
    );
    const leadsToUsers =
      association !== undefined &&
      steps.some(({ source }) => index.isOrSpecializes(source.name, association.childEntity));
    if (leadsToUsers) return 'unknown';
    const stays = association !== undefined || this.unknown.has(name);
    if (this.planned.step.keepOldUsers && isUnique && stays) return { value: 'NULL' };
    this.carried.add(name);
    return { value: this.old(this.level, name) };
  }

  private defaultValue(attribute: Attribute): Written {
    const { type, defaultValue } = attribute;
    if (type === 'AutoNumber') return 'unknown';
    if (type === 'DateTime' && defaultValue.startsWith('[%CurrentDateTime%')) {
      return { value: this.context.sql.utcNow() };
    }
    const isEmpty = type === 'DateTime' || type === 'Binary' || (defaultValue === '' && type !== 'Boolean');
    return { value: isEmpty ? 'NULL' : this.constant(attribute, defaultValue) };
  }

  private constant({ type }: Attribute, text: string): string {
    const value = type === 'Boolean' ? (text === 'true' ? '1' : '0') : text;
    return this.context.sql.castParameter(this.bind(value), type);
  }

  /** A mapped association is written into this column. */
  private isMappedEnd(name: string): boolean {
    const { step, analysis } = this.planned;
    return analysis.targetAssociations.some(
      ({ association }) =>
        association.storage === 'column' &&
        association.table === this.level.table &&
        association.childColumn === name &&
        step.associations.some(({ target }) => target === association.name),
    );
  }

  private old(level: Entity, column: string): string {
    return `${this.aliasOf(level.table)}.${this.context.sql.quote(column)}`;
  }

  private aliasOf(table: string): string {
    const position = this.planned.sourceChain.findIndex((level) => level.table === table);
    return position === this.planned.sourceChain.length - 1 ? 'u' : `l${String(position)}`;
  }
}
