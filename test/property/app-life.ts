import { MendixContent } from '../support/mendix-content';
import type { MendixAssociation, MendixEntity } from '../support/mendix-content';
import { Population } from '../support/populate';
import type { Random } from '../support/populate';
import { quote, snapshotDatabase } from '../support/snapshot';
import type { TestDatabase } from '../support/test-database';
import { isPointedAt } from './outside-tables';

/** An app that is used: each action is what Mendix would write for one commit, with the versions raised. */
export class AppLife {
  private number = 0;

  constructor(
    private readonly database: TestDatabase,
    private readonly randomized: boolean,
    private readonly random: Random,
    /** Objects with an AutoNumber are not made: its native sequence is no part of a transaction. */
    private readonly numbers: 'numbers' | 'no numbers' = 'numbers',
  ) {}

  /** Carries out some random actions. @returns what was done, for a failure's text */
  async live(actions: number): Promise<string[]> {
    const done: string[] = [];
    for (let n = 0; n < actions; n += 1) done.push(await this.act());
    return done;
  }

  private async act(): Promise<string> {
    const content = new MendixContent(this.database.type, await snapshotDatabase(this.database));
    switch (this.random(8)) {
      case 0:
        return this.create(content);
      case 1:
        return this.rename(content);
      case 2:
      case 3:
        return this.change(content);
      case 4:
        return this.remove(content);
      case 5:
        return this.unlink(content);
      default:
        return this.link(content);
    }
  }

  private pick<T>(of: readonly T[]): T | undefined {
    return of[this.random(of.length)];
  }

  private q(name: string): string {
    return quote(this.database.type, name);
  }

  /** Entities of the app's own modules, which have objects of exactly this entity or of specializations. */
  private entities(content: MendixContent): MendixEntity[] {
    return [...content.entities.values()].filter(
      ({ name, table }) => !name.startsWith('System.') && content.rows(table).length > 0,
    );
  }

  private async create(content: MendixContent): Promise<string> {
    const entity = this.pick(
      [...content.entities.values()].filter(({ name }) => !name.startsWith('System.')),
    );
    if (entity === undefined) return 'nothing';
    const takesNumbers = content
      .chain(entity.name)
      .some(({ attributes }) => attributes.some(({ sequence }) => sequence !== null));
    if (takesNumbers && this.numbers === 'no numbers') return 'nothing';
    const population = await Population.of(this.database, this.randomized, this.random);
    const ids = population.add(entity.name, 1);
    for (const association of population.content.places) {
      if (population.content.isA(entity.name, association.parent)) population.link(association, 0.5, ids);
    }
    await population.save();
    return `new ${entity.name} ${ids.join()}`;
  }

  private async rename(content: MendixContent): Promise<string> {
    const user = this.pick(content.rows(content.entity('System.User').table));
    const id = user?.get('id') ?? '0';
    this.number += 1;
    await this.write(
      `UPDATE ${this.q('system$user')} SET name = 'renamed ${String(this.number)}' WHERE id = ${id}`,
    );
    await this.raise(content, 'System.User', id);
    return `renamed ${id}`;
  }

  private async change(content: MendixContent): Promise<string> {
    const entity = this.pick(this.entities(content));
    const attribute = this.pick(
      (entity?.attributes ?? []).filter(
        (each) => [3, 4, 10].includes(each.type) && !content.isUnique(each) && each.sequence === null,
      ),
    );
    const id = this.pick(content.rows(entity?.table ?? ''))?.get('id');
    if (entity === undefined || attribute === undefined || id === undefined || id === null) return 'nothing';
    const column = this.q(attribute.column);
    const value =
      attribute.type === 10
        ? `CASE WHEN ${column} IS NULL THEN ${this.database.type === 'postgres' ? 'true' : '1'} ELSE NOT ${column} END`
        : `COALESCE(${column}, 0) + 1`;
    await this.write(`UPDATE ${this.q(entity.table)} SET ${column} = ${value} WHERE id = ${id}`);
    await this.raise(content, entity.name, id);
    return `changed ${attribute.name} of ${id}`;
  }

  /** Deletes an object of any module, with its links. */
  private async remove(content: MendixContent): Promise<string> {
    const entity = this.pick(this.entities(content));
    const id = this.pick(content.rows(entity?.table ?? ''))?.get('id');
    if (entity === undefined || id === undefined || id === null) return 'nothing';
    if (isPointedAt(content, id)) return 'nothing';
    for (const { inTable, table, parentColumn, childColumn } of content.places) {
      if (!inTable) {
        await this.write(
          `UPDATE ${this.q(table)} SET ${this.q(childColumn)} = NULL WHERE ${this.q(childColumn)} = ${id}`,
        );
      } else {
        for (const column of [parentColumn, childColumn]) {
          await this.write(`DELETE FROM ${this.q(table)} WHERE ${this.q(column)} = ${id}`);
        }
      }
    }
    const levels = [...content.entities.values()]
      .filter(({ table }) => content.find(table, id) !== undefined)
      .sort((a, b) => content.chain(b.name).length - content.chain(a.name).length);
    for (const { table } of levels) await this.write(`DELETE FROM ${this.q(table)} WHERE id = ${id}`);
    return `deleted ${id}`;
  }

  /** An association and one of its links. */
  private aLink(
    content: MendixContent,
  ): { association: MendixAssociation; parent: string; child: string } | null {
    const links = content.places.flatMap((association) =>
      content.rows(association.table).flatMap((row) => {
        const parent = row.get(association.inTable ? association.parentColumn : 'id');
        const child = row.get(association.childColumn);
        return typeof parent === 'string' && typeof child === 'string'
          ? [{ association, parent, child }]
          : [];
      }),
    );
    return this.pick(links) ?? null;
  }

  private async unlink(content: MendixContent): Promise<string> {
    const found = this.aLink(content);
    if (found === null) return 'nothing';
    const { association, parent, child } = found;
    const { inTable, table, parentColumn, childColumn, name } = association;
    await this.write(
      inTable
        ? `DELETE FROM ${this.q(table)} WHERE ${this.q(parentColumn)} = ${parent} AND ${this.q(childColumn)} = ${child}`
        : `UPDATE ${this.q(table)} SET ${this.q(childColumn)} = NULL WHERE id = ${parent}`,
    );
    await this.raise(content, association.parent, parent);
    return `unlinked ${name} ${parent} -> ${child}`;
  }

  private async link(content: MendixContent): Promise<string> {
    const association = this.pick(content.places);
    const parent = this.pick(content.rows(content.entities.get(association?.parent ?? '')?.table ?? ''))?.get(
      'id',
    );
    if (association === undefined || typeof parent !== 'string') return 'nothing';
    const population = await Population.of(this.database, this.randomized, this.random);
    const same = population.content.places.find(({ id }) => id === association.id);
    if (same !== undefined) population.link(same, 1, [parent]);
    await population.save();
    await this.raise(content, association.parent, parent);
    return `linked ${association.name} of ${parent}`;
  }

  private async raise(content: MendixContent, entity: string, id: string): Promise<void> {
    for (const { table } of content.chain(entity)) {
      if (!content.hasColumn(table, 'mxobjectversion')) continue;
      await this.write(
        `UPDATE ${this.q(table)} SET mxobjectversion = COALESCE(mxobjectversion, 0) + 1 WHERE id = ${id}`,
      );
    }
  }

  private async write(sql: string): Promise<void> {
    await this.database.admin(sql);
  }
}
