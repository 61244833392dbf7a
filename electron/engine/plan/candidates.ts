import type {
  Decisions,
  DecidedExisting,
  DecidedSelection,
  DecidedStep,
  LevelColumn,
} from '../decide/decisions';
import type { StatementDialect } from '../dialects/statement-dialect';
import { OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type { Fragment } from '../sql/fragment';
import { and, column, name, sql } from '../sql/fragment';

/** What the users of a step are found by. */
export type UserNames = Pick<Decisions, 'userTable' | 'nameColumn' | 'nameCollation'>;

/** The users whom a step moves, as parts of a query; no value is bound, so that the parts can stand anywhere. */
export interface Candidates {
  /** System.User's table under the alias, and what the new name needs. */
  from: Fragment;
  where: Fragment;
  newName: Fragment;
  /** What the rule for names takes, before an empty one is replaced by the old name; null where there is no such rule. */
  ruled: { name: Fragment; stored: Fragment } | null;
}

/** The one place that says which users of a source move, and under which name. */
export function candidates(
  names: UserNames,
  dialect: StatementDialect,
  step: DecidedStep,
  alias: string,
): Candidates {
  const rules = new CandidateRules(names, dialect, step, alias);
  return {
    from: rules.from(),
    where: and(rules.conditions()),
    newName: rules.newName(),
    ruled: rules.ruled(),
  };
}

/**
 * A step without its rule for names, for whoever asks only who moves: a list of names is not read in vain. Where
 * existing users are found by their names, new names decide who moves.
 */
export function whoMoves(step: DecidedStep): DecidedStep {
  const { existing } = step;
  const byName = existing !== null && existing.then !== 'fail' && existing.match === null;
  return byName ? step : { ...step, name: null };
}

/** The object id of the existing user with whom a candidate is merged, for `JOIN ... AS existing ON`. */
export function existingJoin(
  names: UserNames,
  dialect: StatementDialect,
  step: DecidedStep,
  alias: string,
): Fragment {
  return new CandidateRules(names, dialect, step, alias).existingJoin();
}

/** What of a candidate (`ours`) and of an existing user (`theirs`) is compared, as it is stored. */
export function matchedValues(
  names: UserNames,
  dialect: StatementDialect,
  step: DecidedStep,
  alias: string,
): { ours: Fragment; theirs: Fragment } {
  return new CandidateRules(names, dialect, step, alias).matchedValues();
}

class CandidateRules {
  constructor(
    private readonly names: UserNames,
    private readonly dialect: StatementDialect,
    private readonly step: DecidedStep,
    private readonly alias: string,
  ) {}

  from(): Fragment {
    const users = sql`${name(this.names.userTable)} AS ${name(this.alias)}`;
    const names = this.step.name?.names ?? null;
    if (names === null) return users;
    return sql`${users}
LEFT JOIN ${this.dialect.nameList(names.list, names.parts, this.names.nameCollation)} AS ${name(this.listed())} ON ${column(this.listed(), 'old_name')} = ${this.oldName()}`;
  }

  conditions(): Fragment[] {
    const { step } = this;
    return [
      sql`${column(this.alias, SUBMETAOBJECTNAME)} = ${this.dialect.literal(step.source)}`,
      ...(step.selection === null ? [] : this.selected(step.selection)),
      ...(step.existing === null || step.existing.then === 'fail' ? [] : [this.hasExisting(step.existing)]),
    ];
  }

  newName(): Fragment {
    // Whoever is merged is there for a moment only, under a name that nobody has.
    if (this.step.merges) {
      const { dialect, names } = this;
      return dialect.collate(
        dialect.concat(dialect.asText(column(this.alias, OBJECT_ID)), dialect.literal('+')),
        names.nameCollation,
      );
    }
    return this.signInName();
  }

  private signInName(): Fragment {
    const { step, dialect } = this;
    const ruled = this.ruled();
    // A name that would be empty stays the old one: the check says so, or refuses.
    const named =
      ruled === null ? this.oldName() : sql`COALESCE(NULLIF(${ruled.name}, ''), ${this.oldName()})`;
    return step.namePostfix === ''
      ? named
      : dialect.concat(named, dialect.collate(dialect.literal(step.namePostfix), this.names.nameCollation));
  }

  existingJoin(): Fragment {
    const { existing } = this.step;
    if (existing === null) throw new RangeError('The step merges nobody.');
    return sql`JOIN ${this.existingTables(existing)} ON ${and(this.isMatch(existing))}`;
  }

  matchedValues(): { ours: Fragment; theirs: Fragment } {
    const { existing } = this.step;
    if (existing === null) throw new RangeError('The step matches nobody.');
    const { ours, theirs } = this.matching({ ...existing, ignoreCase: false });
    return { ours, theirs };
  }

  private oldName(): Fragment {
    return column(this.alias, this.names.nameColumn);
  }

  private listed(): string {
    return `${this.alias}_listed`;
  }

  ruled(): Candidates['ruled'] {
    const { name: rule } = this.step;
    if (rule === null) return null;
    const stored =
      rule.from !== null
        ? this.valueOf(rule.from)
        : rule.names !== null
          ? column(this.listed(), 'new_name')
          : this.oldName();
    const raw = rule.from === null ? stored : this.dialect.collate(stored, this.names.nameCollation);
    const trimmed = rule.trim ? sql`TRIM(${raw})` : raw;
    const letters = { keep: trimmed, lower: sql`LOWER(${trimmed})`, upper: sql`UPPER(${trimmed})` };
    return { name: letters[rule.case], stored };
  }

  private valueOf({ table, column: columnName }: LevelColumn): Fragment {
    if (table === this.names.userTable) return column(this.alias, columnName);
    return sql`(SELECT ${column('level', columnName)} FROM ${name(table)} AS level WHERE ${column('level', OBJECT_ID)} = ${column(this.alias, OBJECT_ID)})`;
  }

  private selected({
    roles,
    withRoles,
    withoutRoles,
    active,
    attribute,
    names,
  }: DecidedSelection): Fragment[] {
    const { dialect } = this;
    const hasRole = (
      { linkTable, roleTable, roleColumn, userColumn, nameColumn }: NonNullable<DecidedSelection['roles']>,
      of: readonly string[],
    ): Fragment =>
      sql`EXISTS (SELECT 1 FROM ${name(linkTable)} AS has_role JOIN ${name(roleTable)} AS user_role ON ${column('user_role', OBJECT_ID)} = ${column('has_role', roleColumn)}
    WHERE ${column('has_role', userColumn)} = ${column(this.alias, OBJECT_ID)} AND ${column('user_role', nameColumn)} IN (${sql.join(of.map((each) => dialect.literal(each)))}))`;
    return [
      ...(roles !== null && withRoles.length > 0 ? [hasRole(roles, withRoles)] : []),
      ...(roles !== null && withoutRoles.length > 0 ? [sql`NOT ${hasRole(roles, withoutRoles)}`] : []),
      ...(active === null
        ? []
        : [
            sql`COALESCE(${column(this.alias, active.column)}, FALSE) = ${active.is ? sql`TRUE` : sql`FALSE`}`,
          ]),
      ...(attribute === null ? [] : [this.hasValue(attribute)]),
      ...(names === null
        ? []
        : [
            sql`${this.oldName()} IN (SELECT listed.old_name FROM ${dialect.nameList(names.list, names.parts, this.names.nameCollation)} AS listed)`,
          ]),
    ];
  }

  /** An empty text counts as no value, as in Mendix. */
  private hasValue(attribute: NonNullable<DecidedSelection['attribute']>): Fragment {
    const { dialect } = this;
    const value = this.valueOf(attribute);
    const { type, equals } = attribute;
    const isText = type === 'String' || type === 'Enumeration';
    if (equals === null || (isText && equals === '')) {
      return isText ? sql`COALESCE(${value}, '') = ''` : sql`${value} IS NULL`;
    }
    if (type === 'Boolean') {
      return sql`COALESCE(${value}, FALSE) = ${equals === 'true' ? sql`TRUE` : sql`FALSE`}`;
    }
    const compared = dialect.literal(equals);
    return isText
      ? sql`${value} = ${dialect.collate(compared, attribute.collation)}`
      : sql`${value} = ${dialect.cast(compared, type)}`;
  }

  /**
   * Of a step that merges, its two halves: who is there already, and who is not. CASE keeps MariaDB 10.11 from turning
   * the subquery into a join, in which it loses columns of the list of names.
   */
  private hasExisting(existing: DecidedExisting): Fragment {
    const { theirs, ours, others } = this.matching(existing);
    const found = sql`CASE WHEN ${ours} IN (SELECT ${theirs} FROM ${this.existingTables(existing)} WHERE ${and([...others, sql`${theirs} IS NOT NULL`])}) THEN 1 ELSE 0 END`;
    return sql`${found} = ${this.step.merges ? sql`1` : sql`0`}`;
  }

  private existingTables({ match }: DecidedExisting): Fragment {
    const users = sql`${name(this.names.userTable)} AS existing`;
    if (match === null || match.target.table === this.names.userTable) return users;
    return sql`(${users} JOIN ${name(match.target.table)} AS existing_level ON ${column('existing_level', OBJECT_ID)} = ${column('existing', OBJECT_ID)})`;
  }

  private isMatch(existing: DecidedExisting): Fragment[] {
    const { theirs, ours, others } = this.matching(existing);
    return [...others, sql`${theirs} = ${ours}`];
  }

  /** What of an existing user is compared with what of ours, and what else must be true of both. */
  private matching({ match, ignoreCase }: DecidedExisting): {
    theirs: Fragment;
    ours: Fragment;
    others: Fragment[];
  } {
    const { dialect, names, step } = this;
    const collation = match === null ? names.nameCollation : match.target.collation;
    const theirs =
      match === null
        ? column('existing', names.nameColumn)
        : column(match.target.table === names.userTable ? 'existing' : 'existing_level', match.target.column);
    const ours = match === null ? this.signInName() : dialect.collate(this.valueOf(match.source), collation);
    const compared = (value: Fragment): Fragment =>
      ignoreCase ? dialect.ignoringCase(value, collation) : value;
    return {
      theirs: compared(theirs),
      ours: compared(ours),
      others: [
        sql`${column('existing', SUBMETAOBJECTNAME)} = ${dialect.literal(step.target)}`,
        ...(match === null ? [] : [sql`${theirs} <> ''`]),
      ],
    };
  }
}
