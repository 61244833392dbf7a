import { checkProject } from '../../electron/engine/checks/check-project';
import type { ProjectCheck } from '../../electron/engine/checks/check-project';
import type { Database } from '../../electron/engine/connection/database';
import type { NameList } from '../../electron/engine/decide/decide-users';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import type { Cell } from '../../electron/engine/sample/insert-rows';
import { insertRows } from '../../electron/engine/sample/insert-rows';
import type { ModelDescription, SchemaTraits } from '../../electron/engine/sample/model-description';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import type {
  PhysicalAssociation,
  PhysicalEntity,
  PhysicalModel,
} from '../../electron/engine/sample/physical-model';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SCHEMA_DIALECTS } from '../../electron/engine/sample/schema-dialect';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Project, Step } from '../../shared/project';
import type { TestDatabase, TestServer } from './databases';

type Values = Record<string, Cell>;

/** An old and a new user module, and what their users can be linked to. */
export const CHECK_MODEL: ModelDescription = {
  entities: [
    ...SYSTEM_MODULE.entities,
    {
      name: 'Old.Account',
      generalization: 'System.User',
      attributes: [
        { name: 'FullName', type: 'String', length: 200 },
        { name: 'Email', type: 'String', length: 200 },
        { name: 'Age', type: 'Integer', defaultValue: '0' },
        { name: 'Kind', type: 'Enumeration', length: 10, defaultValue: 'Internal' },
        { name: 'Active', type: 'Boolean', defaultValue: 'true' },
      ],
    },
    {
      name: 'Old.Special',
      generalization: 'Old.Account',
      attributes: [{ name: 'Extra', type: 'String', length: 50 }],
    },
    {
      name: 'New.SapUser',
      generalization: 'System.User',
      attributes: [
        { name: 'FullName', type: 'String', length: 200 },
        { name: 'Email', type: 'String', length: 200, unique: true },
        { name: 'ShortText', type: 'String', length: 5 },
        { name: 'Age', type: 'Integer', defaultValue: '0' },
        { name: 'AgeLong', type: 'Long' },
        { name: 'Kind', type: 'Enumeration', length: 10 },
        { name: 'KindText', type: 'String', length: 10 },
        { name: 'Active', type: 'Boolean', defaultValue: 'true' },
      ],
    },
    { name: 'App.Company', attributes: [{ name: 'Name', type: 'String', length: 100 }] },
    {
      name: 'App.Branch',
      generalization: 'App.Company',
      attributes: [{ name: 'City', type: 'String', length: 100 }],
    },
    { name: 'App.Desk', attributes: [{ name: 'Number', type: 'Integer', defaultValue: '0' }] },
    { name: 'MendixSSO.ForeignIdentity', attributes: [{ name: 'Key', type: 'String', length: 100 }] },
  ],
  associations: [
    ...SYSTEM_MODULE.associations,
    {
      name: 'Old.Account_Company',
      parent: 'Old.Account',
      child: 'App.Company',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'Old.Account_Manager',
      parent: 'Old.Account',
      child: 'Old.Account',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'App.Desk_Account',
      parent: 'App.Desk',
      child: 'Old.Account',
      multiplicity: '1-1',
      storage: 'column',
    },
    {
      name: 'New.SapUser_Company',
      parent: 'New.SapUser',
      child: 'App.Company',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'New.SapUser_Companies',
      parent: 'New.SapUser',
      child: 'App.Company',
      multiplicity: '*-*',
      storage: 'table',
    },
    {
      name: 'New.SapUser_Branch',
      parent: 'New.SapUser',
      child: 'App.Branch',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'New.SapUser_Desk',
      parent: 'New.SapUser',
      child: 'App.Desk',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'New.SapUser_Manager',
      parent: 'New.SapUser',
      child: 'New.SapUser',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'App.Desk_SapUser',
      parent: 'App.Desk',
      child: 'New.SapUser',
      multiplicity: '1-1',
      storage: 'column',
    },
    {
      name: 'App.Company_SapUser',
      parent: 'App.Company',
      child: 'New.SapUser',
      multiplicity: '1-*',
      storage: 'column',
    },
    {
      name: 'App.User_Locker',
      parent: 'System.User',
      child: 'App.Desk',
      multiplicity: '1-1',
      storage: 'table',
    },
    {
      name: 'MendixSSO.ForeignIdentity_User',
      parent: 'MendixSSO.ForeignIdentity',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'table',
    },
  ],
};

/** Everything that has a counterpart; nothing is lost. */
export const CLEAN_STEP: Step = {
  source: 'Old.Account',
  target: 'New.SapUser',
  keepOldUsers: false,
  attributes: ['FullName', 'Email', 'Age', 'Active'].map((name) => ({
    source: `Old.Account/${name}`,
    target: `New.SapUser/${name}`,
  })),
  associations: [
    { source: 'Old.Account_Company', target: 'New.SapUser_Company' },
    { source: 'Old.Account_Manager', target: 'New.SapUser_Manager' },
    { source: 'App.Desk_Account', target: 'App.Desk_SapUser' },
  ],
  acceptLoss: [],
};

/** No foreign keys: dangling and missing rows are what checks are for. */
const TRAITS: SchemaTraits = { ...MENDIX_10_22, foreignKeys: false };
/** Beyond every object that tests make. */
const NEXT_SEQUENCE = 10_000;

/** A database of {@link CHECK_MODEL} that tests fill and check again and again. */
export class CheckBed {
  private constructor(
    readonly test: TestDatabase,
    readonly database: Database,
    private readonly model: PhysicalModel,
  ) {}

  static async create(server: TestServer, description: ModelDescription = CHECK_MODEL): Promise<CheckBed> {
    const model = physicalModel(description);
    const test = await server.createDatabase();
    for (const statement of schemaSql(model, server.type, TRAITS)) await test.admin(statement);
    const bed = new CheckBed(test, await openDatabase(test.connection, test.secrets), model);
    await bed.reset();
    return bed;
  }

  async drop(): Promise<void> {
    await this.database.close();
    await this.test.drop();
  }

  /** Empties every table of the model; the metadata stays. */
  async reset(): Promise<void> {
    const tables = new Set([...this.model.entities, ...this.model.associations].map(({ table }) => table));
    for (const table of tables) await this.test.admin(`DELETE FROM ${this.quote(table)}`);
    await this.test.admin(
      `UPDATE mendixsystem$entityidentifier SET object_sequence = ${String(NEXT_SEQUENCE)}`,
    );
  }

  entity(name: string): PhysicalEntity {
    const found = this.model.entities.find((entity) => entity.name === name);
    if (!found) throw new Error(`There is no entity ${name}`);
    return found;
  }

  association(name: string): PhysicalAssociation {
    const found = this.model.associations.find((association) => association.name === name);
    if (!found) throw new Error(`There is no association ${name}`);
    return found;
  }

  quote(identifier: string): string {
    return SCHEMA_DIALECTS[this.test.type].quote(identifier);
  }

  /** The object id of the n-th object. */
  id(entity: string, n: number): string {
    return String((BigInt(this.entity(entity).shortId) << 48n) + (BigInt(n) << 7n));
  }

  /** Inserts an object with a row on every level; attributes by their names. @returns its id */
  async insert(entityName: string, n: number, values: Values = {}): Promise<string> {
    const id = this.id(entityName, n);
    for (let level: PhysicalEntity | null = this.entity(entityName); level; level = level.generalization) {
      await this.insertLevel(level, id, { ...values, submetaobjectname: entityName });
    }
    return id;
  }

  /** The row of one level only. */
  async insertLevel(level: PhysicalEntity, id: string, values: Values): Promise<void> {
    const given = level.attributes.filter(({ name }) => values[name] !== undefined);
    const cells = given.map(({ name }) => values[name] ?? null);
    const columns = ['id', ...given.map(({ column }) => column)];
    await this.insertInto(level.table, columns, [[id, ...cells]]);
  }

  async link(associationName: string, parent: string, child: string): Promise<void> {
    const { storage, table, parentColumn, childColumn } = this.association(associationName);
    if (storage === 'table') await this.insertInto(table, [parentColumn, childColumn], [[parent, child]]);
    else {
      await this.test.admin(
        `UPDATE ${this.quote(table)} SET ${this.quote(childColumn)} = ${child} WHERE id = ${parent}`,
      );
    }
  }

  async insertInto(table: string, columns: string[], rows: Cell[][]): Promise<void> {
    for (const statement of insertRows(SCHEMA_DIALECTS[this.test.type], table, columns, rows)) {
      await this.test.admin(statement);
    }
  }

  async index(): Promise<DomainModelIndex> {
    return new DomainModelIndex(await readDomainModel(this.database));
  }

  /** Checks a project of these steps, each a change of {@link CLEAN_STEP}. */
  async check(
    steps: Partial<Step>[] = [{}],
    more: Partial<Project> = {},
    ignoreRunningApp = false,
    names: NameList[] = [],
  ): Promise<ProjectCheck> {
    const project: Project = {
      formatVersion: 1,
      name: 'Test',
      steps: steps.map((step) => ({ ...CLEAN_STEP, ...step })),
      ...more,
    };
    return checkProject(this.database, await this.index(), project, { ignoreRunningApp, names });
  }
}
