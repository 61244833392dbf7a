import type { Step } from '../../shared/project';
import { MendixContent } from './mendix-content';
import type { MendixAssociation, MendixAttribute, MendixEntity, ContentRow } from './mendix-content';
import type { Snapshot } from './snapshot';

/** A step with its users' ids before and after, as the run gave them. */
export interface MigratedStep {
  step: Step;
  /** Old object id to new object id, decimal texts; a user who is merged has the existing one's. */
  ids: Map<string, string>;
  /** Names of the files: who moves, and old to new names. */
  files?: { users?: Set<string>; names?: Map<string, string> } | undefined;
}

/** What the model knows about one moved user. */
interface Move extends MigratedStep {
  newId: string;
  kept: boolean;
}

/** One stored link. */
interface Link {
  parent: string;
  child: string;
}

const SESSION_USER = 'System.Session_User';
const LOW_48 = (1n << 48n) - 1n;

/** Codes of `mendixsystem$attribute.type`. */
const AUTO_NUMBER = 0;
const DECIMAL = 5;
const BOOLEAN = 10;
const DATE_TIME = 20;
const BINARY = 50;

/**
 * A migration on objects in memory: slow, obvious, and written from the specification alone.
 *
 * @param before whole content of the database.
 * @param steps in the order in which they are carried out.
 * @param randomized the database's scheme of object ids.
 * @returns the whole content that the run must leave.
 * @throws Error when the new ids break the scheme or their order.
 */
export function migrateInMemory(
  type: 'postgres' | 'mysql',
  before: Snapshot,
  steps: MigratedStep[],
  randomized: boolean,
): Snapshot {
  return new Migration(new MendixContent(type, before), new MendixContent(type, before), steps).carryOut(
    randomized,
  );
}

class Migration {
  private readonly moves = new Map<string, Move>();
  /** New object that is there for a moment to the existing user that it becomes part of. */
  private readonly merged = new Map<string, { existing: string; step: Step }>();

  private readonly steps: MigratedStep[];

  constructor(
    private readonly old: MendixContent,
    private readonly now: MendixContent,
    given: MigratedStep[],
  ) {
    this.steps = given.map((migrated) => this.apart(migrated));
    for (const migrated of this.steps) {
      for (const [oldId, newId] of migrated.ids) {
        this.moves.set(oldId, { ...migrated, newId, kept: migrated.step.keepOldUsers });
      }
    }
  }

  carryOut(randomized: boolean): Snapshot {
    for (const migrated of this.steps) {
      this.takeIds(migrated, randomized);
      for (const level of this.old.chain(migrated.step.target)) this.createLevel(migrated, level);
    }
    for (const place of this.old.places) this.moveLinks(place);
    for (const association of this.old.associations) this.mapLinks(association);
    this.removeSessions();
    this.raiseVersions();
    for (const { step, ids } of this.steps) {
      if (step.keepOldUsers) continue;
      for (const { table } of this.old.chain(step.source)) {
        this.now.remove(table, (row) => ids.has(row.get('id') ?? ''));
      }
    }
    this.mergeUsers();
    this.raiseVersions();
    return this.now.toSnapshot();
  }

  /** Gives users who are merged a new object of their own, as far as the id is concerned. */
  private apart(migrated: MigratedStep): MigratedStep {
    if (migrated.step.existing?.then !== 'merge') return migrated;
    const ids = new Map(migrated.ids);
    for (const oldId of ids.keys()) {
      const existing = this.existingOf(migrated, oldId);
      if (existing === null) continue;
      if (existing !== ids.get(oldId))
        throw new Error(`${oldId} is merged with ${String(ids.get(oldId))} instead of ${existing}`);
      const apart = `merged-${oldId}`;
      ids.set(oldId, apart);
      this.merged.set(apart, { existing, step: migrated.step });
    }
    return { ...migrated, ids };
  }

  /** Who of the source moves. */
  private isSelected({ step, files }: MigratedStep, user: ContentRow): boolean {
    const { users } = step;
    if (user.get('submetaobjectname') !== step.source) return false;
    const id = user.get('id') ?? '';
    const roles = this.rolesOf(id);
    const isTrue = (value: string | null | undefined): boolean => value === 't' || value === '1';
    return (
      (users?.withRoles === undefined || users.withRoles.some((role) => roles.has(role))) &&
      !(users?.withoutRoles ?? []).some((role) => roles.has(role)) &&
      (users?.active === undefined || isTrue(user.get('active')) === users.active) &&
      (users?.namesFile === undefined || files?.users?.has(user.get('name') ?? '') === true) &&
      !(step.existing?.then === 'skip' && this.existingOf({ step, ids: new Map(), files }, id) !== null)
    );
  }

  private rolesOf(id: string): Set<string> {
    const roles = this.old.association('System.UserRoles');
    const names = this.links(roles)
      .filter(({ parent }) => parent === id)
      .map(({ child }) => this.old.find(this.old.entity('System.UserRole').table, child)?.get('name') ?? '');
    return new Set(names);
  }

  private signInName({ step, files }: MigratedStep, name: string | null, oldId: string): string | null {
    const { name: rule } = step;
    let found = name;
    if (rule?.from !== undefined) found = this.attributeValue(oldId, rule.from);
    if (rule?.namesFile !== undefined) found = files?.names?.get(name ?? '') ?? null;
    if (rule?.trim === true) found = found?.replace(/^ +| +$/g, '') ?? null;
    if (rule?.case === 'lower') found = found?.toLowerCase() ?? null;
    if (rule?.case === 'upper') found = found?.toUpperCase() ?? null;
    const named = found === null || found === '' ? name : found;
    const postfix = step.keepOldUsers ? (step.newNamePostfix ?? (rule === undefined ? '_new' : '')) : '';
    return named === null ? null : named + postfix;
  }

  private existingOf(migrated: MigratedStep, oldId: string): string | null {
    const { existing, target } = migrated.step;
    if (existing === undefined) return null;
    const match = existing.match;
    const same = (a: string | null, b: string | null): boolean =>
      a !== null &&
      b !== null &&
      (existing.ignoreCase === true || this.old.type === 'mysql'
        ? a.toLowerCase() === b.toLowerCase()
        : a === b);
    const mine =
      match === 'name'
        ? this.signInName(migrated, this.userRow(oldId).get('name') ?? null, oldId)
        : this.attributeValue(oldId, match.source);
    if (match !== 'name' && mine === '') return null;
    const found = this.old
      .rows(this.old.entity('System.User').table)
      .filter((row) => row.get('submetaobjectname') === target)
      .filter((row) =>
        same(
          mine,
          match === 'name'
            ? (row.get('name') ?? null)
            : this.attributeValue(row.get('id') ?? '', match.target),
        ),
      );
    if (found.length > 1) throw new Error(`${oldId} matches ${String(found.length)} users`);
    return found[0]?.get('id') ?? null;
  }

  /** What hangs on the new objects hangs on the existing users, who win where there is room for one. */
  private mergeUsers(): void {
    if (this.merged.size === 0) return;
    const to = (id: string): string => this.merged.get(id)?.existing ?? id;
    const isAway = (id: string): boolean => this.merged.has(id);
    for (const [id, { existing, step }] of this.merged) this.mergeValues(id, existing, step);
    for (const association of this.old.places) {
      const { inTable, table, parentColumn, childColumn, name } = association;
      const isWriter = name === 'System.owner' || name === 'System.changedBy';
      const links = this.now.rows(table).flatMap((row): Link[] => {
        const parent = row.get(inTable ? parentColumn : 'id');
        const child = row.get(childColumn);
        return typeof parent === 'string' && typeof child === 'string' ? [{ parent, child }] : [];
      });
      const stay = links.filter(({ parent, child }) => !isAway(parent) && !isAway(child));
      const come = links
        .filter(({ parent, child }) => isAway(parent) || isAway(child))
        .filter(({ parent }) => !(isWriter && isAway(parent)))
        .map(({ parent, child }) => ({
          parent: to(parent),
          child: to(child),
          // The existing user's own link comes first.
          parentMerged: isAway(parent),
          childMerged: isAway(child),
        }));
      // Mendix 6 does not record it: these two are single links.
      const isSingle = ['System.User_Language', 'System.User_TimeZone'].includes(name);
      const isRecorded = this.old.tables.has('mendixsystem$unique_constraint');
      const isParentUnique = !inTable || (isRecorded ? !this.old.allowsMany(association) : isSingle);
      const isChildUnique = association.oneToOne;
      const free = come.filter(
        (link) =>
          !stay.some(
            ({ parent, child }) =>
              (parent === link.parent && child === link.child) ||
              (isParentUnique && parent === link.parent) ||
              (isChildUnique && child === link.child),
          ),
      );
      const pairs = new Map<string, (typeof free)[number]>();
      for (const link of free) {
        const key = `${link.parent} ${link.child}`;
        const known = pairs.get(key);
        pairs.set(key, {
          ...link,
          parentMerged: link.parentMerged && (known?.parentMerged ?? true),
          childMerged: link.childMerged && (known?.childMerged ?? true),
        });
      }
      const candidates = [...pairs.values()];
      const isFirst = (
        link: (typeof free)[number],
        end: 'parent' | 'child',
        flag: 'parentMerged' | 'childMerged',
      ): boolean => {
        const other = end === 'parent' ? 'child' : 'parent';
        return candidates
          .filter((each) => each[end] === link[end])
          .every(
            (each) =>
              each === link ||
              Number(link[flag]) < Number(each[flag]) ||
              (link[flag] === each[flag] && BigInt(link[other]) < BigInt(each[other])),
          );
      };
      const added = candidates.filter(
        (link) =>
          (!isParentUnique || isFirst(link, 'parent', 'parentMerged')) &&
          (!isChildUnique || isFirst(link, 'child', 'childMerged')),
      );
      this.writeLinks(association, [...stay, ...added]);
    }
    for (const { table, name } of this.old.entities.values()) {
      if (this.old.isA(name, 'System.User')) this.now.remove(table, (row) => isAway(row.get('id') ?? ''));
    }
  }

  private mergeValues(id: string, existing: string, step: Step): void {
    const { values = 'keep', signInWith = 'existing' } = step.existing ?? { then: 'merge' };
    for (const level of this.old.chain(step.target)) {
      const gone = this.now.find(level.table, id);
      const kept = this.now.find(level.table, existing);
      for (const attribute of level.attributes) {
        const isSecret = level.name === 'System.User' && attribute.name === 'Password';
        const isMapped = step.attributes.some(({ target }) => target === `${level.name}/${attribute.name}`);
        const isTaken =
          level.name === 'System.User'
            ? isSecret && signInWith === 'old'
            : (isMapped || this.old.isA(step.source, level.name)) &&
              attribute.type !== AUTO_NUMBER &&
              !this.old.isUnique(attribute);
        const value = gone?.get(attribute.column) ?? null;
        const had = kept?.get(attribute.column) ?? null;
        if (!isTaken || value === null || (isText(attribute) && value === '')) continue;
        const isEmpty = had === null || (isText(attribute) && had === '');
        if (isSecret || values === 'overwrite' || (values === 'fill-empty' && isEmpty)) {
          kept?.set(attribute.column, value);
        }
      }
    }
  }

  /** New ids: the target's type, and the next numbers in the order of the old ids. */
  private takeIds(migrated: MigratedStep, randomized: boolean): void {
    const { step, ids } = migrated;
    const target = this.old.entity(step.target);
    const identifier = this.now
      .rows('mendixsystem$entityidentifier')
      .find((row) => row.get('id') === target.id);
    let next = BigInt(identifier?.get('object_sequence') ?? '1');
    const moved = this.old
      .rows(this.old.entity('System.User').table)
      .filter((row) => this.isSelected(migrated, row))
      .map((row) => row.get('id') ?? '');
    if (moved.length !== ids.size)
      throw new Error(`${String(ids.size)} of ${String(moved.length)} users moved`);
    // Those who are merged take the numbers after those of the others.
    const isApart = (oldId: string): boolean => this.merged.has(ids.get(oldId) ?? '');
    for (const oldId of moved.filter((each) => !isApart(each)).sort(byNumber)) {
      const newId = BigInt(ids.get(oldId) ?? '0');
      const low = newId & LOW_48;
      const number = randomized ? low >> 7n : low;
      if (String(newId >> 48n) !== identifier?.get('short_id') || number !== next) {
        throw new Error(
          `${oldId} became ${String(newId)}, number ${String(number)} instead of ${String(next)}`,
        );
      }
      next += 1n;
    }
    identifier?.set('object_sequence', String(next + BigInt(moved.filter(isApart).length)));
  }

  /** The rows of one level of the target's chain. */
  private createLevel(migrated: MigratedStep, level: MendixEntity): void {
    const { step, ids } = migrated;
    const isCommon = this.old.isA(step.source, level.name);
    const numbers = new Map<MendixAttribute, AutoNumber>();
    // Those who are merged come after the others.
    const isApart = (oldId: string): boolean => this.merged.has(ids.get(oldId) ?? '');
    const ordered = [...ids.keys()].sort(byNumber);
    for (const oldId of [...ordered.filter((each) => !isApart(each)), ...ordered.filter(isApart)]) {
      const user = this.userRow(oldId);
      const row: ContentRow = new Map(isCommon ? this.old.find(level.table, oldId) : []);
      row.set('id', ids.get(oldId) ?? null);
      // The new level is as old as the user; a level whose row was missing starts empty.
      const version = isCommon ? row.get('mxobjectversion') : user.get('mxobjectversion');
      row.set('mxobjectversion', version ?? '1');
      if (this.old.hasColumn(level.table, 'submetaobjectname')) row.set('submetaobjectname', step.target);
      if (level.name === 'System.User') {
        row.set('name', this.signInName(migrated, user.get('name') ?? null, oldId));
      }
      // Links are written afterwards, all of them.
      for (const { inTable, parent, childColumn } of this.old.associations) {
        if (!inTable && parent === level.name) row.set(childColumn, null);
      }
      for (const attribute of level.attributes) {
        const mapping = step.attributes.find(({ target }) => target === `${level.name}/${attribute.name}`);
        if (mapping) {
          row.set(
            attribute.column,
            'value' in mapping
              ? this.stored(attribute, mapping.value)
              : this.converted(attribute, this.attributeValue(oldId, mapping.source)),
          );
        } else if (!isCommon) {
          row.set(
            attribute.column,
            attribute.type === AUTO_NUMBER
              ? this.autoNumber(numbers, level, attribute).take()
              : this.defaultValue(attribute),
          );
        }
      }
      this.now.insert(level.table, row);
    }
    if (isCommon) return;
    for (const attribute of level.attributes) {
      if (attribute.type === AUTO_NUMBER) this.autoNumber(numbers, level, attribute).store();
    }
  }

  private autoNumber(
    known: Map<MendixAttribute, AutoNumber>,
    level: MendixEntity,
    attribute: MendixAttribute,
  ): AutoNumber {
    const found = known.get(attribute) ?? new AutoNumber(this.now, level, attribute);
    known.set(attribute, found);
    return found;
  }

  /** Value of `Module.Entity/Attribute` of an old user; null where its row is missing. */
  private attributeValue(oldId: string, qualifiedName: string): string | null {
    const [entityName = '', attributeName = ''] = qualifiedName.split('/');
    const entity = this.old.entity(entityName);
    const column = entity.attributes.find(({ name }) => name === attributeName)?.column ?? '';
    return this.old.find(entity.table, oldId)?.get(column) ?? null;
  }

  private defaultValue(attribute: MendixAttribute): string | null {
    const { type, defaultValue } = attribute;
    if (type === DATE_TIME || type === BINARY) return null;
    if (defaultValue === '') return type === BOOLEAN ? this.stored(attribute, 'false') : null;
    return this.stored(attribute, defaultValue);
  }

  /** A text of Mendix's as the database shows the value. */
  private stored({ type }: MendixAttribute, text: string): string {
    if (type === BOOLEAN) {
      const [yes, no] = this.old.type === 'postgres' ? ['t', 'f'] : ['1', '0'];
      return text === 'true' ? yes : no;
    }
    if (type !== DECIMAL) return text;
    const [whole = '', digits = ''] = text.split('.');
    return `${whole}.${digits.padEnd(8, '0')}`;
  }

  /** A stored value in the target's column: only an Integer or Long looks different as a Decimal. */
  private converted(attribute: MendixAttribute, value: string | null): string | null {
    return value !== null && attribute.type === DECIMAL && !value.includes('.')
      ? this.stored(attribute, value)
      : value;
  }

  private links({ inTable, table, parentColumn, childColumn }: MendixAssociation): Link[] {
    return this.old.rows(table).flatMap((row) => {
      const parent = row.get(inTable ? parentColumn : 'id');
      const child = row.get(childColumn);
      return typeof parent === 'string' && typeof child === 'string' ? [{ parent, child }] : [];
    });
  }

  /** The move of the object at an end, if it is a moved user. */
  private moveAt(entity: string, id: string): (Move & { carried: boolean }) | undefined {
    const move = this.moves.get(id);
    if (!move || !this.old.isA(move.step.source, entity)) return undefined;
    return { ...move, carried: this.old.isA(move.step.target, entity) };
  }

  /** Links of an association that stay in this association: kept, re-pointed, copied or gone. */
  private moveLinks(association: MendixAssociation): void {
    const result: Link[] = [];
    for (const link of this.links(association)) {
      const parent = this.moveAt(association.parent, link.parent);
      const child = this.moveAt(association.child, link.child);
      const leaves = [parent, child].some((move) => move && !move.kept && !move.carried);
      if (!leaves) {
        const parentStays = !parent || parent.kept;
        const childMoves = child?.carried === true && this.referencesMove(association, child, parent);
        result.push({
          parent: parentStays ? link.parent : parent.newId,
          child: childMoves ? child.newId : link.child,
        });
      }
      const isCopied = parent?.kept === true && parent.carried && !association.oneToOne;
      const childIsGone = child && !child.carried && !child.kept;
      if (isCopied && !childIsGone) {
        result.push({ parent: parent.newId, child: child?.carried === true ? child.newId : link.child });
      }
    }
    this.writeLinks(association, result);
  }

  /** Does what points at this user point at the new one afterwards? */
  private referencesMove(association: MendixAssociation, child: Move, parent: Move | undefined): boolean {
    if (!child.kept) return true;
    // Sessions stay with those who are signed in.
    if (association.name === SESSION_USER) return false;
    if (parent && !association.inTable) {
      // Columns of users' own rows: new rows name new users, rows of users who are kept stay as they are.
      return !parent.kept;
    }
    return child.step.moveReferences === true;
  }

  private writeLinks(association: MendixAssociation, links: Link[]): void {
    const { inTable, table, parentColumn, childColumn } = association;
    if (inTable) {
      this.now.remove(table, () => true);
      for (const { parent, child } of links) {
        this.now.insert(
          table,
          new Map([
            [parentColumn, parent],
            [childColumn, child],
          ]),
        );
      }
      return;
    }
    for (const row of this.now.rows(table)) row.set(childColumn, null);
    const rows = new Map(this.now.rows(table).map((row) => [row.get('id'), row]));
    for (const { parent, child } of links) rows.get(parent)?.set(childColumn, child);
  }

  /** Links of mapped associations, added to the target associations. */
  private mapLinks(association: MendixAssociation): void {
    for (const link of this.links(association)) {
      const parent = this.moveAt(association.parent, link.parent);
      const child = this.moveAt(association.child, link.child);
      const targets = [parent, child].flatMap((move) =>
        (move && !move.carried ? move.step.associations : [])
          .filter(({ source }) => source === association.name)
          .map(({ target }) => target),
      );
      for (const name of new Set(targets)) {
        const target = this.old.association(name);
        const newLink = { parent: parent?.newId ?? link.parent, child: child?.newId ?? link.child };
        this.requireType(target.parent, parent, target.name);
        this.requireType(target.child, child, target.name);
        if (!parent) this.requireUserType(target.parent, link.parent, target.name);
        if (!child) this.requireUserType(target.child, link.child, target.name);
        if (target.inTable) {
          this.now.insert(
            target.table,
            new Map([
              [target.parentColumn, newLink.parent],
              [target.childColumn, newLink.child],
            ]),
          );
        } else {
          this.now.find(target.table, newLink.parent)?.set(target.childColumn, newLink.child);
        }
      }
    }
  }

  /** The checks must have refused a mapping that would link a new user of another entity. */
  private requireType(entity: string, move: Move | undefined, association: string): void {
    if (move && !this.old.isA(move.step.target, entity)) {
      throw new Error(`${move.newId} is a ${move.step.target} and cannot be linked by ${association}`);
    }
  }

  /** The same of users who stay what they are. */
  private requireUserType(entity: string, id: string, association: string): void {
    const user = this.old.find(this.old.entity('System.User').table, id);
    const is = user?.get('submetaobjectname') ?? null;
    if (is !== null && !this.old.isA(is, entity)) {
      throw new Error(`${id} is a ${is} and cannot be linked by ${association}`);
    }
  }

  /** Users who are not kept have to sign in again. */
  private removeSessions(): void {
    const sessionUser = this.old.associations.find(({ name }) => name === SESSION_USER);
    if (!sessionUser) return;
    // Whoever takes over from a removed user has other roles now.
    const signedOut = new Set(
      [...this.merged.values()].filter(({ step }) => !step.keepOldUsers).map(({ existing }) => existing),
    );
    const gone = new Set(
      this.links(sessionUser)
        .filter(({ child }) => this.moves.get(child)?.kept === false || signedOut.has(child))
        .map(({ parent }) => parent),
    );
    const isGone = (id: string | null | undefined): boolean => gone.has(id ?? '');
    for (const { parent, child, inTable, table, parentColumn, childColumn } of this.old.associations) {
      const [atParent, atChild] = [parent, child].map((end) => this.isSession(end));
      if (inTable) {
        this.now.remove(
          table,
          (row) =>
            (atParent === true && isGone(row.get(parentColumn))) ||
            (atChild === true && isGone(row.get(childColumn))),
        );
      } else if (atChild === true) {
        for (const row of this.now.rows(table)) {
          if (isGone(row.get(childColumn))) row.set(childColumn, null);
        }
      }
    }
    for (const { name, table } of this.old.entities.values()) {
      if (this.isSession(name)) this.now.remove(table, (row) => isGone(row.get('id')));
    }
  }

  /** An object that changes is committed once, which raises its version; moved users are deleted or created. */
  private raiseVersions(): void {
    const removed = new Set([...this.moves].filter(([, { kept }]) => !kept).map(([id]) => id));
    for (const { table } of this.old.entities.values()) {
      if (!this.old.hasColumn(table, 'mxobjectversion')) continue;
      for (const row of this.now.rows(table)) {
        const id = row.get('id') ?? '';
        const before = this.old.find(table, id);
        if (!before || removed.has(id)) continue;
        if (![...row].some(([column, value]) => (before.get(column) ?? null) !== value)) continue;
        row.set('mxobjectversion', String(BigInt(before.get('mxobjectversion') ?? '0') + 1n));
      }
    }
  }

  private isSession(entity: string): boolean {
    return this.old.isA(entity, 'System.Session') || this.old.isA('System.Session', entity);
  }

  private userRow(id: string): ContentRow {
    const row = this.old.find(this.old.entity('System.User').table, id);
    if (!row) throw new Error(`There is no user ${id}`);
    return row;
  }
}

/** The numbers of one AutoNumber during one step. */
class AutoNumber {
  private next: bigint;

  constructor(
    private readonly content: MendixContent,
    private readonly level: MendixEntity,
    private readonly attribute: MendixAttribute,
  ) {
    const row = this.sequenceRow();
    this.next =
      content.type === 'postgres'
        ? BigInt(content.sequences.get(attribute.sequence?.name ?? '') ?? '1')
        : largest(
            attribute.sequence?.start ?? 1n,
            BigInt(row?.get('current_value') ?? '0') + 1n,
            this.highest() + 1n,
          );
  }

  take(): string {
    const number = this.next;
    this.next += 1n;
    return String(number);
  }

  /** Writes where the numbers go on. */
  store(): void {
    const after = largest(this.next, this.highest() + 1n);
    if (this.content.type === 'postgres') {
      this.content.sequences.set(this.attribute.sequence?.name ?? '', String(after));
      return;
    }
    const row = this.sequenceRow();
    row?.set('current_value', String(largest(BigInt(row.get('current_value') ?? '0'), this.highest())));
  }

  private highest(): bigint {
    const numbers = this.content
      .rows(this.level.table)
      .map((row) => BigInt(row.get(this.attribute.column) ?? '0'));
    return largest(0n, ...numbers);
  }

  private sequenceRow(): ContentRow | undefined {
    return this.content
      .rows('mendixsystem$sequence')
      .find((row) => row.get('attribute_id') === this.attribute.id);
  }
}

/** Codes of String and Enumeration. */
function isText({ type }: MendixAttribute): boolean {
  return type === 30 || type === 40;
}

function byNumber(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

function largest(first: bigint, ...others: bigint[]): bigint {
  return others.reduce((a, b) => (a > b ? a : b), first);
}
