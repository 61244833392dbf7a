import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { OpenOptions } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { runMigration } from '../../electron/engine/run/run-migration';
import type { RunInput } from '../../electron/engine/run/run-migration';
import type { SchemaTraits } from '../../electron/engine/sample/model-description';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Project, Step } from '../../shared/project';
import type { Report } from '../../shared/report';
import { fillCompanyApp } from './company-app';
import type { TestServer } from './databases';
import { differences, quote, snapshotDatabase } from './snapshot';
import type { Snapshot } from './snapshot';
import type { TestDatabase } from './test-database';

/** User entities of the sample app that move to {@link TARGET}. */
export const SOURCES = ['CompanyA.CompanyA_Account', 'CompanyB.CompanyB_Account', 'Administration.Account'];
export const TARGET = 'SapAuthentication.SapUser';

/** What the checks would want confirmed: the mapped module has no place for it. */
const LOSSES: Record<string, string[]> = {
  'Administration.Account': ['Administration.Account/IsLocalUser'],
  'CompanyA.CompanyA_Account': ['Administration.Account/IsLocalUser', 'CompanyA.CompanyA_Account/CostCenter'],
  'CompanyB.CompanyB_Account': [
    'Administration.Account/IsLocalUser',
    'CompanyB.CompanyB_Account/HolidayBalance',
  ],
};

const USERS_PER_ENTITY = 6;

/** The sample app's database with some dozens of users: what fault tests hurt again and again. */
export class FaultApp {
  private constructor(
    readonly test: TestDatabase,
    readonly engine: Database,
    readonly index: DomainModelIndex,
    /** The whole content before any run, read by a connection of its own. */
    readonly before: Snapshot,
  ) {}

  /** @param usersPerEntity objects of each user entity; all other entities have a few */
  static async create(
    server: TestServer,
    usersPerEntity = USERS_PER_ENTITY,
    traits?: SchemaTraits,
  ): Promise<FaultApp> {
    const test = await server.createDatabase();
    await fillCompanyApp(test, usersPerEntity, traits);
    const engine = await openDatabase(test.connection, test.secrets);
    const index = new DomainModelIndex(await readDomainModel(engine));
    return new FaultApp(test, engine, index, await snapshotDatabase(test));
  }

  async drop(): Promise<void> {
    await this.engine.close();
    await this.test.drop();
  }

  /** One more connection pool of the engine, perhaps by another way; close it. */
  open(by: Partial<TestDatabase['connection']> = {}, options: OpenOptions = {}): Promise<Database> {
    return openDatabase({ ...this.test.connection, ...by }, this.test.secrets, options);
  }

  /** All sources to the target, mapped by names; every loss is accepted. */
  project(change: Partial<Step> = {}, sources = SOURCES): Project {
    return {
      formatVersion: 1,
      name: 'Faults',
      steps: sources.map((source) => ({
        source,
        target: TARGET,
        keepOldUsers: false,
        ...mapByNames(this.index, source, TARGET),
        acceptLoss: LOSSES[source] ?? [],
        ...change,
      })),
    };
  }

  run(input: Partial<RunInput> = {}): Promise<Report> {
    return runMigration({
      database: this.engine,
      project: this.project(),
      mode: 'run',
      operator: 'test',
      toolVersion: '0.0.0',
      ignoreRunningApp: true,
      ...input,
    });
  }

  /** What differs from the content before any run, a line per row; the journal aside. */
  async changes(): Promise<string[]> {
    return differences(this.before, await snapshotDatabase(this.test));
  }

  /** Names of the journal's tables that are there, sorted. */
  async journalTables(): Promise<string[]> {
    const { rows } = await this.test.texts(
      this.test.type === 'postgres'
        ? `SELECT table_name FROM information_schema.tables WHERE table_schema = 'user_migration' ORDER BY 1`
        : `SELECT table_name FROM information_schema.tables
           WHERE table_schema = DATABASE() AND table_name LIKE 'user\\_migration$%' ORDER BY 1`,
    );
    return rows.map(([name]) => name ?? '');
  }

  /** What the runtime sends when it deletes a user of this entity: its links first, then its rows, lowest level first. */
  deletionOf(entity: string, user: string): string[] {
    const q = (name: string): string => quote(this.test.type, name);
    const links = this.index.model.associations.flatMap(
      ({ parentEntity: parent, childEntity: child, storage, table, parentColumn, childColumn }) =>
        [
          { end: parent, column: parentColumn, isRow: storage === 'column' },
          { end: child, column: childColumn, isRow: false },
        ]
          .filter(({ end, isRow }) => !isRow && this.index.isOrSpecializes(entity, end))
          .map(({ column }) =>
            storage === 'table'
              ? `DELETE FROM ${q(table)} WHERE ${q(column)} = ${user}`
              : `UPDATE ${q(table)} SET ${q(column)} = NULL WHERE ${q(column)} = ${user}`,
          ),
    );
    const rows = this.index.chain(entity).map(({ table }) => `DELETE FROM ${q(table)} WHERE id = ${user}`);
    return [...links, ...rows];
  }
}
