import { MendixContent } from '../support/mendix-content';
import type { MendixAssociation, MendixEntity } from '../support/mendix-content';
import type { Random } from '../support/populate';
import { quote, snapshotDatabase } from '../support/snapshot';
import type { TestDatabase } from '../support/test-database';

/** How many kinds of changes there are. */
export const MODEL_CHANGES = 7;

/**
 * Deploys the app again with one change of its domain model, as Mendix writes it: table or column and metadata.
 *
 * @param change which kind of change
 * @returns what was changed; null where there is nothing to change
 */
export async function changeModel(
  database: TestDatabase,
  change: number,
  random: Random,
): Promise<string | null> {
  const content = new MendixContent(database.type, await snapshotDatabase(database));
  const entities = [...content.entities.values()].filter(({ name }) => !name.startsWith('System.'));
  const entity = entities[random(entities.length)];
  const own = content.associations.filter(({ name }) => !name.startsWith('System.'));
  const association = own[random(own.length)];
  const deploy = new Deployment(database, content);
  switch (change) {
    case 0:
      return association === undefined ? null : deploy.dropAssociation(association);
    case 1:
      return entity === undefined ? null : deploy.dropAttribute(entity, random);
    case 2:
      return entity === undefined ? null : deploy.addAttribute(entity, random);
    case 3:
      return entity === undefined ? null : deploy.renameAttribute(entity, random);
    case 4:
      return deploy.dropEntity(entities, random);
    case 5:
      return entity === undefined ? null : deploy.renameEntity(entity);
    default:
      return association === undefined ? null : deploy.renameAssociation(association);
  }
}

class Deployment {
  constructor(
    private readonly database: TestDatabase,
    private readonly content: MendixContent,
  ) {}

  private q(name: string): string {
    return quote(this.database.type, name);
  }

  private async write(...statements: string[]): Promise<void> {
    for (const sql of statements) await this.database.admin(sql);
  }

  async dropAssociation({ id, name, inTable, table, childColumn }: MendixAssociation): Promise<string> {
    if (!inTable) await this.dropKeys(table, childColumn);
    await this.write(
      inTable
        ? `DROP TABLE ${this.q(table)}`
        : `ALTER TABLE ${this.q(table)} DROP COLUMN ${this.q(childColumn)}`,
      `DELETE FROM mendixsystem$association WHERE id = '${id}'`,
    );
    await this.forgetConstraints(inTable ? 'table_id' : 'column_id', id);
    return `dropped ${name}`;
  }

  /** One without specializations, with its associations. What its objects have in generalizations stays. */
  async dropEntity(entities: readonly MendixEntity[], random: Random): Promise<string | null> {
    const leaves = entities.filter(
      ({ name }) => !entities.some(({ generalization }) => generalization === name),
    );
    const entity = leaves[random(leaves.length)];
    if (entity === undefined) return null;
    const ends = this.content.associations.filter(
      ({ parent, child }) => parent === entity.name || child === entity.name,
    );
    for (const association of ends) await this.dropAssociation(association);
    for (const attribute of entity.attributes) {
      await this.write(`DELETE FROM mendixsystem$sequence WHERE attribute_id = '${attribute.id}'`);
      await this.forgetConstraints('column_id', attribute.id);
    }
    await this.write(
      `DROP TABLE ${this.q(entity.table)}`,
      `DELETE FROM mendixsystem$attribute WHERE entity_id = '${entity.id}'`,
      `DELETE FROM mendixsystem$entityidentifier WHERE id = '${entity.id}'`,
      `DELETE FROM mendixsystem$entity WHERE id = '${entity.id}'`,
    );
    return `dropped ${entity.name}`;
  }

  /** Its objects say the name of their entity on every level. */
  async renameEntity(entity: MendixEntity): Promise<string> {
    const name = 'Renamed.Since';
    const table = 'renamed$since';
    const levels = [...this.content.tables].filter(([, { columns }]) =>
      columns.includes('submetaobjectname'),
    );
    await this.write(
      ...levels.map(
        ([level]) =>
          `UPDATE ${this.q(level)} SET submetaobjectname = '${name}' WHERE submetaobjectname = '${entity.name.replaceAll("'", "''")}'`,
      ),
      `ALTER TABLE ${this.q(entity.table)} RENAME TO ${this.q(table)}`,
      `UPDATE mendixsystem$entity SET entity_name = '${name}', table_name = '${table}' WHERE id = '${entity.id}'`,
      `UPDATE mendixsystem$association SET table_name = '${table}' WHERE table_name = '${entity.table.replaceAll("'", "''")}'`,
    );
    return `renamed ${entity.name}`;
  }

  async dropAttribute(entity: MendixEntity, random: Random): Promise<string | null> {
    const attribute = entity.attributes[random(entity.attributes.length)];
    if (attribute === undefined) return null;
    await this.write(
      `ALTER TABLE ${this.q(entity.table)} DROP COLUMN ${this.q(attribute.column)}`,
      `DELETE FROM mendixsystem$attribute WHERE id = '${attribute.id}'`,
      `DELETE FROM mendixsystem$sequence WHERE attribute_id = '${attribute.id}'`,
    );
    await this.forgetConstraints('column_id', attribute.id);
    return `dropped ${entity.name}/${attribute.name}`;
  }

  /** A Boolean, which is never empty. */
  async addAttribute(entity: MendixEntity, random: Random): Promise<string> {
    const like = this.content.rows('mendixsystem$attribute').find((row) => row.get('type') === '10');
    const yes = this.database.type === 'postgres' ? 'true' : '1';
    const type = this.database.type === 'postgres' ? 'boolean' : 'bit(1)';
    const id = `00000000-0000-4000-8000-${String(random(1e9)).padStart(12, '0')}`;
    const values = new Map(like);
    values.set('id', id);
    values.set('entity_id', entity.id);
    values.set('attribute_name', 'AddedSince');
    values.set('column_name', 'addedsince');
    values.set('default_value', 'true');
    const columns = [...values].filter(([, value]) => value !== null);
    await this.write(
      `ALTER TABLE ${this.q(entity.table)} ADD COLUMN addedsince ${type}`,
      `UPDATE ${this.q(entity.table)} SET addedsince = ${yes}`,
      `INSERT INTO mendixsystem$attribute (${columns.map(([name]) => this.q(name)).join(', ')})
       VALUES (${columns.map(([, value]) => `'${(value ?? '').replaceAll("'", "''")}'`).join(', ')})`,
    );
    return `added ${entity.name}/AddedSince`;
  }

  async renameAttribute(entity: MendixEntity, random: Random): Promise<string | null> {
    const attribute = entity.attributes[random(entity.attributes.length)];
    if (attribute === undefined) return null;
    await this.write(
      `ALTER TABLE ${this.q(entity.table)} RENAME COLUMN ${this.q(attribute.column)} TO renamedsince`,
      `UPDATE mendixsystem$attribute SET attribute_name = 'RenamedSince', column_name = 'renamedsince' WHERE id = '${attribute.id}'`,
    );
    return `renamed ${entity.name}/${attribute.name}`;
  }

  async renameAssociation({ id, name, inTable, table, childColumn }: MendixAssociation): Promise<string> {
    await this.write(
      ...(inTable
        ? [
            `ALTER TABLE ${this.q(table)} RENAME TO ${this.q('links$renamedsince')}`,
            `UPDATE mendixsystem$association SET association_name = 'Links.RenamedSince', table_name = 'links$renamedsince' WHERE id = '${id}'`,
          ]
        : [
            `ALTER TABLE ${this.q(table)} RENAME COLUMN ${this.q(childColumn)} TO ${this.q('links$renamedsince')}`,
            `UPDATE mendixsystem$association SET association_name = 'Links.RenamedSince', child_column_name = 'links$renamedsince' WHERE id = '${id}'`,
          ]),
    );
    return `renamed ${name}`;
  }

  /** MariaDB drops no column that a foreign key is on. */
  private async dropKeys(table: string, column: string): Promise<void> {
    if (this.database.type === 'postgres') return;
    const keys = await this.database.admin(
      `SELECT constraint_name AS name FROM information_schema.key_column_usage
       WHERE table_schema = DATABASE() AND table_name = '${table.replaceAll("'", "''")}'
         AND column_name = '${column.replaceAll("'", "''")}' AND referenced_table_name IS NOT NULL`,
    );
    for (const { name } of keys) {
      await this.write(`ALTER TABLE ${this.q(table)} DROP FOREIGN KEY ${this.q(String(name))}`);
    }
  }

  private async forgetConstraints(column: string, id: string): Promise<void> {
    if (!this.content.tables.has('mendixsystem$unique_constraint')) return;
    await this.write(`DELETE FROM mendixsystem$unique_constraint WHERE ${column} = '${id}'`);
  }
}
