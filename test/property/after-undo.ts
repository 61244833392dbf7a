import { MendixContent } from '../support/mendix-content';
import type { ContentRow, MendixAssociation } from '../support/mendix-content';
import type { MigratedStep } from '../support/reference-model';
import type { Snapshot } from '../support/snapshot';

/** The content of a database at four times, and what the run and the forced undo said. */
export interface Story {
  type: 'postgres' | 'mysql';
  before: Snapshot;
  migrated: Snapshot;
  lived: Snapshot;
  undone: Snapshot;
  steps: readonly MigratedStep[];
  /** `row` of everything that the undo says it could not restore. */
  notRestored: readonly string[];
}

interface Link {
  parent: string;
  child: string;
}

/** Old users of steps that keep them, who are not there any more or have become something else. */
export function missingOldUsers({ type, lived, steps }: Pick<Story, 'type' | 'lived' | 'steps'>): string[] {
  const content = new MendixContent(type, lived);
  const users = content.rows('system$user');
  return steps
    .filter(({ step }) => step.keepOldUsers)
    .flatMap(({ ids }) => [...ids.keys()])
    .filter((id) => !users.some((row) => row.get('id') === id));
}

/**
 * What an undo after the app lived on left wrong, a line each: something of before the run, or of the app's life
 * since, that is neither there nor reported. Written from the promise, knows nothing of how undo works.
 */
export function silentLosses(story: Story): string[] {
  return new Reckoning(story).all();
}

class Reckoning {
  private readonly before: MendixContent;
  private readonly migrated: MendixContent;
  private readonly lived: MendixContent;
  private readonly undone: MendixContent;
  private readonly toNew = new Map<string, string>();
  private readonly toOld = new Map<string, string>();
  private readonly kept = new Set<string>();
  private readonly removedSessions: Set<string>;
  private readonly said: Set<string>[];
  /** Names of entities before, and now. */
  private readonly names = new Map<string, string>();
  private readonly wrong: string[] = [];

  constructor({ type, before, migrated, lived, undone, steps, notRestored }: Story) {
    this.before = new MendixContent(type, before);
    this.migrated = new MendixContent(type, migrated);
    this.lived = new MendixContent(type, lived);
    this.undone = new MendixContent(type, undone);
    for (const { step, ids } of steps) {
      for (const [oldId, newId] of ids) {
        this.toNew.set(oldId, newId);
        this.toOld.set(newId, oldId);
        if (step.keepOldUsers) this.kept.add(oldId);
      }
    }
    this.removedSessions = new Set(
      this.before
        .rows('system$session')
        .flatMap((row) => row.get('id') ?? [])
        .filter((id) => this.migrated.find('system$session', id) === undefined),
    );
    for (const { id, name } of this.undone.entities.values()) {
      const was = [...this.before.entities.values()].find((entity) => entity.id === id);
      if (was !== undefined) this.names.set(was.name, name);
    }
    this.said = notRestored.map((row) => new Set(row.split(' -> ')));
  }

  all(): string[] {
    for (const { table } of this.undone.entities.values()) this.objects(table);
    for (const place of this.undone.places) this.links(place);
    return this.wrong;
  }

  /** The report names this object, or this link, by old ids or new ones. */
  private isSaid(...ids: string[]): boolean {
    const names = ids.map((id) => [id, this.toNew.get(id) ?? id, this.toOld.get(id) ?? id]);
    return this.said.some((row) => names.every((each) => each.some((id) => row.has(id))));
  }

  private back(id: string): string {
    return this.toOld.get(id) ?? id;
  }

  private objects(table: string): void {
    const ids = [this.before, this.lived, this.undone].flatMap((content) =>
      content.rows(table).flatMap((row) => row.get('id') ?? []),
    );
    for (const id of new Set(ids)) this.object(table, id);
  }

  private object(table: string, id: string): void {
    const [was, moved, now, result] = [this.before, this.migrated, this.lived, this.undone].map((content) =>
      content.find(table, id),
    );
    if (this.toOld.has(id)) {
      if (result) this.wrong.push(`${table}: new user ${id} is still there`);
      const isSame =
        moved !== undefined && now !== undefined && this.differing(table, moved, now).length === 0;
      if (moved && !isSame && !this.isSaid(id))
        this.wrong.push(`${table}: new user ${id} was changed, not reported`);
      return;
    }
    const isBack = (this.toNew.has(id) && !this.kept.has(id)) || this.removedSessions.has(id);
    if (isBack) {
      if (was && !result) this.wrong.push(`${table}: ${id} is not back`);
      if (was && result) {
        const leaf = result.get('submetaobjectname') ?? null;
        if (leaf !== this.present('submetaobjectname', leaf))
          this.wrong.push(`${table}: ${id} is of ${String(leaf)}, which has another name now`);
        for (const column of this.differing(table, was, result)) {
          this.wrong.push(
            `${table}: ${id} has another ${column}: ${String(was.get(column))}, ${String(result.get(column))}`,
          );
        }
      }
      return;
    }
    if (now && !result) {
      if (!this.isSessionOfNewUser(id)) this.wrong.push(`${table}: ${id} is gone`);
      return;
    }
    if (!now && result) this.wrong.push(`${table}: ${id} was deleted since, and is there`);
    if (!now || !result) return;
    for (const column of this.differing(table, now, result)) {
      const isAsBefore =
        was && moved && was.get(column) === result.get(column) && moved.get(column) === now.get(column);
      if (!isAsBefore)
        this.wrong.push(
          `${table}: ${id} has another ${column}: ${String(now.get(column))}, ${String(result.get(column))}`,
        );
    }
  }

  private isSessionOfNewUser(id: string): boolean {
    const sessions = this.lived.associations.find(({ name }) => name === 'System.Session_User');
    return (
      sessions !== undefined &&
      this.linksIn(this.lived, sessions).some(({ parent, child }) => parent === id && this.toOld.has(child))
    );
  }

  /** Columns of values, not of links; versions are as they may be. */
  private differing(table: string, a: ContentRow, b: ContentRow): string[] {
    const links = new Set(
      this.undone.places
        .filter((association) => !association.inTable && association.table === table)
        .map(({ childColumn }) => childColumn),
    );
    return [...b.keys()].filter(
      (column) =>
        a.has(column) &&
        !links.has(column) &&
        column !== 'mxobjectversion' &&
        this.present(column, a.get(column)) !== this.present(column, b.get(column)),
    );
  }

  /** An object names its entity as that is called now. */
  private present(column: string, value: string | null | undefined): string | null {
    const name = value ?? null;
    return column === 'submetaobjectname' && name !== null ? (this.names.get(name) ?? name) : name;
  }

  private linksIn(content: MendixContent, association: MendixAssociation): Link[] {
    const found = content.places.find(({ id }) => id === association.id);
    if (found === undefined) return [];
    return content.rows(found.table).flatMap((row) => {
      const parent = row.get(found.inTable ? found.parentColumn : 'id');
      const child = row.get(found.childColumn);
      return typeof parent === 'string' && typeof child === 'string' ? [{ parent, child }] : [];
    });
  }

  private links(association: MendixAssociation): void {
    const keyed = (content: MendixContent): Set<string> =>
      new Set(this.linksIn(content, association).map(({ parent, child }) => `${parent} ${child}`));
    const [before, migrated, lived, undone] = [
      keyed(this.before),
      keyed(this.migrated),
      keyed(this.lived),
      keyed(this.undone),
    ];
    const say = (link: string, what: string): void => {
      const [parent = '', child = ''] = link.split(' ');
      if (this.isSaid(parent, child)) return;
      // A link in an object's own row is reported with the row.
      if (!association.inTable && this.isSaid(parent)) return;
      // What is deleted takes its links along, and the app did that.
      const isGone = (id: string): boolean =>
        this.toNew.get(id) === undefined && this.wasObject(id) && !this.isObject(this.lived, id);
      if (isGone(parent) && !this.removedSessions.has(parent)) return;
      this.wrong.push(`${association.name}: ${parent} -> ${child} ${what}`);
    };
    for (const link of before) {
      const [parent = '', child = ''] = link.split(' ');
      const images = [parent, this.toNew.get(parent) ?? parent].flatMap((a) =>
        [child, this.toNew.get(child) ?? child].map((b) => `${a} ${b}`),
      );
      const image = images.filter((each) => migrated.has(each));
      if (undone.has(link)) continue;
      const isTouched = this.toNew.has(parent) || this.toNew.has(child);
      if (image.length > 0 && !image.some((each) => lived.has(each)) && !isTouched) continue;
      // Removed at an old user who was kept, by the app.
      if (image.includes(link) && !lived.has(link) && this.isOld(parent) && this.isOld(child)) continue;
      say(link, 'is not back');
    }
    for (const link of lived) {
      if (migrated.has(link)) continue;
      const [parent = '', child = ''] = link.split(' ');
      const returned = `${this.back(parent)} ${this.back(child)}`;
      if (!undone.has(returned)) say(link, 'came since, and is not there');
    }
    const returned = new Set(
      [...lived].map((link) =>
        link
          .split(' ')
          .map((id) => this.back(id))
          .join(' '),
      ),
    );
    for (const link of undone) {
      if (!before.has(link) && !returned.has(link))
        this.wrong.push(`${association.name}: ${link} comes from nowhere`);
      if (link.split(' ').some((id) => this.toOld.has(id)))
        this.wrong.push(`${association.name}: ${link} names a new user`);
      for (const id of link.split(' ')) {
        if (
          !this.isObject(this.undone, id) &&
          (this.isObject(this.before, id) || this.isObject(this.lived, id))
        ) {
          this.wrong.push(`${association.name}: ${link} leads nowhere`);
        }
      }
    }
  }

  private isOld(id: string): boolean {
    return !this.toNew.has(id) || this.kept.has(id);
  }

  private wasObject(id: string): boolean {
    return this.isObject(this.before, id) || this.isObject(this.migrated, id);
  }

  private isObject(content: MendixContent, id: string): boolean {
    return [...content.entities.values()].some(({ table }) => content.find(table, id) !== undefined);
  }
}
