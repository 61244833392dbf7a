import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { buildPlan } from '../../electron/engine/plan/build-plan';
import { renderPlanSql } from '../../electron/engine/plan/render-plan';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Plan } from '../../shared/plan';
import type { Project } from '../../shared/project';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';

const RUN_ID = '00000000-0000-4000-8000-000000000001';
const TARGET = 'SapAuthentication.SapUser';
const SOURCES = ['Administration.Account', 'CompanyA.CompanyA_Account', 'CompanyB.CompanyB_Account'];

/** Statements that neither commit implicitly on MySQL nor are written outside the transaction. */
const TRANSACTIONAL =
  /^(\(?SELECT|INSERT INTO|UPDATE|DELETE|LOCK TABLE|SET SESSION foreign_key_checks = [01]$|ANALYZE|DO \$block\$ BEGIN EXECUTE format\('ALTER SEQUENCE)/;

describe.each(databases)('the plan on $name', (server) => {
  let testDatabase: TestDatabase;
  let database: Database;
  let index: DomainModelIndex;

  beforeAll(async () => {
    testDatabase = await server.createDatabase();
    for (const sql of schemaSql(physicalModel(SAMPLE_MODEL), server.type, MENDIX_10_22)) {
      await testDatabase.admin(sql);
    }
    database = await openDatabase(testDatabase.connection, testDatabase.secrets);
    index = new DomainModelIndex(await readDomainModel(database));
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  function planOf(keepOldUsers: boolean, runId = RUN_ID): Plan {
    const project: Project = {
      formatVersion: 1,
      name: 'Snapshot',
      steps: SOURCES.map((source) => ({
        source,
        target: TARGET,
        keepOldUsers,
        ...mapByNames(index, source, TARGET),
        acceptLoss: [],
      })),
    };
    return buildPlan({
      index,
      project,
      statements: database.dialect.statements,
      runId,
      schema: 'app',
      now: '2026-01-02 03:04:05',
    }).plan;
  }

  it.each([true, false])('is the reviewed SQL (old users kept: %s)', async (kept) => {
    const name = `./__snapshots__/plan-${server.type}-${kept ? 'kept' : 'not-kept'}.sql`;
    await expect(renderPlanSql(planOf(kept))).toMatchFileSnapshot(name);
  });

  it('puts specializations first and says so', () => {
    const plan = planOf(false);
    expect(plan.steps.map((step) => step.source)).toEqual([...SOURCES.slice(1), SOURCES[0]]);
    expect(plan.orderNote).toContain('Administration.Account');
  });

  it('has only statements that stay inside the transaction', () => {
    for (const kept of [true, false]) {
      for (const statement of planOf(kept).statements) expect(statement.sql).toMatch(TRANSACTIONAL);
    }
    if (server.type === 'mysql') {
      for (const statement of planOf(false).statements)
        expect(statement.sql).not.toMatch(/^(LOCK|ANALYZE|DO)/);
    }
  });

  it('checks foreign keys again right after the one INSERT that runs without', () => {
    for (const kept of [true, false]) {
      const sent = planOf(kept).statements.map((statement) => statement.sql);
      const switches = sent.flatMap((sql, position) =>
        sql.startsWith('SET SESSION foreign_key_checks') ? [{ sql, position }] : [],
      );
      expect(switches.length).toBe(server.type === 'mysql' ? 2 * SOURCES.length : 0);
      for (const [number, { sql, position }] of switches.entries()) {
        const isOff = number % 2 === 0;
        expect(sql).toBe(`SET SESSION foreign_key_checks = ${isOff ? '0' : '1'}`);
        if (isOff) expect(sent[position + 1]).toMatch(/^INSERT INTO `system\$user`/);
        else expect(sent[position - 1]).toMatch(/^INSERT INTO `system\$user`/);
      }
    }
  });

  it('binds every value: no name of an entity is part of the SQL text', () => {
    const names = planOf(false).statements.filter((statement) => statement.sql.includes(`'${TARGET}'`));
    expect(names).toEqual([]);
  });

  it('has one digest for the same database, whatever the run', () => {
    const other = planOf(false, '11111111-1111-4111-8111-111111111111');
    expect(planOf(false).hash).toBe(other.hash);
    expect(planOf(true).hash).not.toBe(other.hash);
  });
});
