import type { Step } from '../../shared/project';
import { MendixContent } from './mendix-content';
import type { MendixAssociation, MendixAttribute, MendixEntity, ContentRow } from './mendix-content';
import type { Snapshot } from './snapshot';

/** A step with its users' ids before and after, as the run gave them. */
export interface MigratedStep {
  step: Step;
  /** Old object id to new object id, decimal texts. */
  ids: Map<string, string>;
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

  constructor(
    private readonly old: MendixContent,
    private readonly now: MendixContent,
    private readonly steps: MigratedStep[],
  ) {
    for (const migrated of steps) {
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
    for (const association of this.old.associations) this.moveLinks(association);
    for (const association of this.old.associations) this.mapLinks(association);
    this.removeSessions();
    this.raiseVersions();
    for (const { step, ids } of this.steps) {
      if (step.keepOldUsers) continue;
      for (const { table } of this.old.chain(step.source)) {
        this.now.remove(table, (row) => ids.has(row.get('id') ?? ''));
      }
    }
    return this.now.toSnapshot();
  }

  /** New ids: the target's type, and the next numbers in the order of the old ids. */
  private takeIds({ step, ids }: MigratedStep, randomized: boolean): void {
    const target = this.old.entity(step.target);
    const identifier = this.now
      .rows('mendixsystem$entityidentifier')
      .find((row) => row.get('id') === target.id);
    let next = BigInt(identifier?.get('object_sequence') ?? '1');
    const moved = this.old
      .rows(this.old.entity('System.User').table)
      .filter((row) => row.get('submetaobjectname') === step.source)
      .map((row) => row.get('id') ?? '');
    if (moved.length !== ids.size)
      throw new Error(`${String(ids.size)} of ${String(moved.length)} users moved`);
    for (const oldId of moved.sort(byNumber)) {
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
    identifier?.set('object_sequence', String(next));
  }

  /** The rows of one level of the target's chain. */
  private createLevel({ step, ids }: MigratedStep, level: MendixEntity): void {
    const isCommon = this.old.isA(step.source, level.name);
    const numbers = new Map<MendixAttribute, AutoNumber>();
    for (const oldId of [...ids.keys()].sort(byNumber)) {
      const user = this.userRow(oldId);
      const row: ContentRow = new Map(isCommon ? this.old.find(level.table, oldId) : []);
      row.set('id', ids.get(oldId) ?? null);
      // The new level is as old as the user; a level whose row was missing starts anew.
      const version = isCommon ? row.get('mxobjectversion') : user.get('mxobjectversion');
      row.set('mxobjectversion', version ?? '1');
      if (this.old.hasColumn(level.table, 'submetaobjectname')) row.set('submetaobjectname', step.target);
      if (level.name === 'System.User') row.set('name', newName(step, user.get('name') ?? null));
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

  /** Users who are not kept have to sign in anew. */
  private removeSessions(): void {
    const sessionUser = this.old.associations.find(({ name }) => name === SESSION_USER);
    if (!sessionUser) return;
    const gone = new Set(
      this.links(sessionUser)
        .filter(({ child }) => this.moves.get(child)?.kept === false)
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

function newName({ keepOldUsers, newNamePostfix }: Step, name: string | null): string | null {
  return name !== null && keepOldUsers ? name + (newNamePostfix ?? '_new') : name;
}

function byNumber(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

function largest(first: bigint, ...others: bigint[]): bigint {
  return others.reduce((a, b) => (a > b ? a : b), first);
}
