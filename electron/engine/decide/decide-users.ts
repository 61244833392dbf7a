import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Entity } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { NameRule, Step, UserSelection } from '../../../shared/project';
import { constantProblem } from './constant-value';
import type { DecidedExisting, DecidedName, DecidedSelection, LevelColumn, NameListRef } from './decisions';
import type { Problem } from './problem';

/** System.User's association with its roles, in every Mendix version. */
export const USER_ROLES = 'System.UserRoles';

/** Names of a CSV file, as data: old name, and the new one where the file gives it. */
export interface NameList {
  /** Index of the step in the project. */
  step: number;
  use: 'users' | 'name';
  names: (readonly [string, string | null])[];
}

/** Names in one part of a list: they are sent at once. */
export const NAMES_PER_PART = 20_000;

/** Which users move, under which name, and what happens where the target has them. */
export interface DecidedUsers {
  selection: DecidedSelection | null;
  name: DecidedName | null;
  existing: DecidedExisting | null;
  problems: Problem[];
}

/** A step's entities with their generalizations. */
export interface StepEnds {
  /** Index in the project. */
  position: number;
  step: Step;
  source: Entity;
  target: Entity;
  sourceChain: Entity[];
  targetChain: Entity[];
}

/** Looks up what `users`, `name` and `existing` of a step name. */
export function decideUsers(
  index: DomainModelIndex,
  planned: StepEnds,
  lists: readonly NameList[],
): DecidedUsers {
  return new UserRules(index, planned, lists).decide();
}

class UserRules {
  private readonly problems: Problem[] = [];

  constructor(
    private readonly index: DomainModelIndex,
    private readonly planned: StepEnds,
    private readonly lists: readonly NameList[],
  ) {}

  decide(): DecidedUsers {
    const { users, name, existing } = this.planned.step;
    return {
      selection: users === undefined ? null : this.selection(users),
      name: name === undefined ? null : this.name(name),
      existing: existing === undefined ? null : this.existing(existing.then),
      problems: this.problems,
    };
  }

  private selection({
    withRoles = [],
    withoutRoles = [],
    active,
    attribute,
    namesFile,
  }: UserSelection): DecidedSelection {
    const isActive = this.index.attribute(`${SYSTEM_USER}/Active`);
    const compared = attribute === undefined ? null : this.compared(attribute);
    return {
      roles: withRoles.length + withoutRoles.length > 0 ? this.roles() : null,
      withRoles,
      withoutRoles,
      active: active === undefined || isActive === undefined ? null : { column: isActive.column, is: active },
      attribute: compared,
      names: namesFile === undefined ? null : this.list('users'),
    };
  }

  /** The value must be one of the attribute's type: a database refuses to compare anything else. */
  private compared({ name, equals }: NonNullable<UserSelection['attribute']>): DecidedSelection['attribute'] {
    const column = this.column(name, 'source');
    if (column === null) return null;
    const type = this.index.attribute(name)?.type ?? 'String';
    const text = equals === null ? null : String(equals);
    const wanted = text === null || text === '' ? null : constantProblem(type, text);
    const isNothing = text === '' && type !== 'String' && type !== 'Enumeration';
    if (wanted === null && !isNothing) return { ...column, type, equals: text };
    this.problems.push({
      code: 'value-invalid',
      step: this.planned.position,
      subject: name,
      message: isNothing
        ? `${name} is compared with an empty text, which no ${type} is.`
        : `${name} is compared with “${text ?? ''}”; it must be ${wanted ?? ''}.`,
      remedy: 'Correct the value, or give null for users who have none.',
    });
    return null;
  }

  private roles(): DecidedSelection['roles'] {
    const [association] = this.index.associations(USER_ROLES);
    const role = association === undefined ? undefined : this.index.entity(association.childEntity);
    const roleName = role?.attributes.find(({ name }) => name === 'Name');
    if (association?.storage !== 'table' || role === undefined || roleName === undefined) {
      this.problems.push({
        code: 'association-missing',
        step: this.planned.position,
        subject: USER_ROLES,
        message: 'The database does not show the roles of users.',
        remedy: 'Select the users by a file of names or by an attribute.',
      });
      return null;
    }
    return {
      linkTable: association.table,
      userColumn: association.parentColumn,
      roleColumn: association.childColumn,
      roleTable: role.table,
      nameColumn: roleName.column,
    };
  }

  private name({ from, namesFile, case: letters = 'keep', trim = false }: NameRule): DecidedName {
    return {
      from: from === undefined ? null : this.textColumn(from, 'source'),
      names: namesFile === undefined ? null : this.list('name'),
      case: letters,
      trim,
    };
  }

  private existing(then: DecidedExisting['then']): DecidedExisting {
    const {
      match = 'name',
      ignoreCase = false,
      values = 'keep',
      signInWith = 'existing',
    } = this.planned.step.existing ?? {};
    const source = match === 'name' ? null : this.textColumn(match.source, 'source');
    const target = match === 'name' ? null : this.textColumn(match.target, 'target');
    return {
      match: source === null || target === null ? null : { source, target },
      ignoreCase,
      then,
      values,
      signInWith,
    };
  }

  private list(use: NameList['use']): NameListRef {
    const list = this.lists.findIndex((each) => each.step === this.planned.position && each.use === use);
    const names = this.lists[list]?.names.length ?? 0;
    return { list: list < 0 ? null : list, parts: Math.ceil(names / NAMES_PER_PART) };
  }

  /** A column with names, or what they are compared with. */
  private textColumn(qualifiedName: string, end: 'source' | 'target'): LevelColumn | null {
    const type = this.index.attribute(qualifiedName)?.type;
    if (type !== undefined && type !== 'String') {
      this.refuse(
        qualifiedName,
        `${qualifiedName} is of type ${type}, and only texts can name or match users.`,
      );
      return null;
    }
    return this.column(qualifiedName, end);
  }

  private refuse(subject: string, message: string): void {
    this.problems.push({
      code: 'attribute-not-mappable',
      step: this.planned.position,
      subject,
      message,
      remedy: 'Choose another attribute.',
    });
  }

  /** A column of the rows that a user of the source or target has. */
  private column(qualifiedName: string, end: 'source' | 'target'): LevelColumn | null {
    const attribute = this.index.attribute(qualifiedName);
    const entity = this.index.declaringEntity(qualifiedName);
    const chain = end === 'source' ? this.planned.sourceChain : this.planned.targetChain;
    if (attribute === undefined || entity === undefined || !chain.includes(entity)) {
      this.problems.push({
        code: attribute === undefined ? 'attribute-missing' : 'attribute-not-mappable',
        step: this.planned.position,
        subject: qualifiedName,
        message: `${qualifiedName} is not an attribute of the ${end} entity ${this.planned[end].name}.`,
        remedy: 'Choose an attribute of this entity.',
      });
      return null;
    }
    if (qualifiedName === `${SYSTEM_USER}/Password` || attribute.type === 'Binary') {
      this.refuse(
        qualifiedName,
        `${qualifiedName} is never read: users are neither chosen, named nor matched by it.`,
      );
      return null;
    }
    const physical = this.index.table(entity.table)?.columns.find(({ name }) => name === attribute.column);
    return { table: entity.table, column: attribute.column, collation: physical?.collation ?? null };
  }
}
