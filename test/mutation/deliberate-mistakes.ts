import { runSuffix } from '../../electron/engine/journal/run-tables';
import type { Phase, SqlParameter, Statement } from '../../shared/plan';
import { quote } from '../support/snapshot';
import type { MutatedPlan, MutationBench } from './mutation-bench';
import { RUN_ID } from './plan-under-test';

/** A mistake that somebody could make in the plan, by its name. */
export interface DeliberateMistake {
  name: string;
  plan: MutatedPlan;
}

/** Where a statement too many stands: behind the last of a phase. */
type Behind = Extract<Phase, 'snapshot' | 'map' | 'remove'>;

/**
 * Mistakes of every kind that a plan could have, independent of how it is written: those that it would commit
 * into tables that it writes, and into those of other users, sessions and counters.
 */
export function deliberateMistakes(bench: MutationBench): DeliberateMistake[] {
  return new Mistakes(bench).all();
}

/** Mistakes in tables that a plan locks and only reads. */
export function mistakesInLockedTables(bench: MutationBench): DeliberateMistake[] {
  return new Mistakes(bench).inLockedTables();
}

class Mistakes {
  private readonly keeps: boolean;
  private readonly isBeside: boolean;

  constructor(private readonly bench: MutationBench) {
    this.keeps = bench.plan.steps.some(({ keepOldUsers }) => keepOldUsers);
    this.isBeside = bench.plan.steps.some(({ target }) => target === 'New.SapUser');
  }

  all(): DeliberateMistake[] {
    return [
      ...this.ofSnapshots(),
      ...this.forgottenLinks(),
      ...this.ofNewUsers(),
      ...(this.isBeside ? this.ofNewModule() : []),
      ...this.ofCounters(),
      ...this.ofLinks(),
      ...this.ofOthers(),
      ...(this.keeps ? this.ofKeptUsers() : []),
      ...this.ofOldUsers(),
    ];
  }

  /** In tables that the plan locks and has no reason to compare. */
  inLockedTables(): DeliberateMistake[] {
    const { statements, verifications } = this.bench.plan;
    const locks = statements.flatMap(({ phase, sql }) => (phase === 'lock' ? [sql] : [])).join('\n');
    return this.bench.tables
      .filter(
        ({ name, table }) =>
          !name.startsWith('journal/') &&
          locks.includes(this.q(table)) &&
          !verifications.some(({ covers }) => covers?.table === table),
      )
      .map(({ table }) =>
        this.added(
          `rows of ${table}, which is locked and only read`,
          'remove',
          `DELETE FROM ${this.table(table)}`,
        ),
      );
  }

  private ofSnapshots(): DeliberateMistake[] {
    const users = this.snapshotOf('password');
    const accounts = this.snapshotOf('salary');
    const sessions = this.snapshotOf('csrftoken');
    const [anna, bert, dora] = [this.id('anna'), this.id('bert'), this.id('dora')];
    return [
      this.added('snapshot: passwords are constants', 'snapshot', `UPDATE ${users} SET password = 'x'`),
      this.added(
        'snapshot: the password of somebody else',
        'snapshot',
        `UPDATE ${users} SET password = '{BCrypt}$2a$10$bert' WHERE id = ${anna}`,
      ),
      this.added(
        'snapshot: two dates swapped',
        'snapshot',
        `UPDATE ${users} SET createddate = changeddate WHERE id = ${bert}`,
      ),
      this.added(
        'snapshot: a flag turned',
        'snapshot',
        `UPDATE ${users} SET blocked = NOT COALESCE(blocked, FALSE)`,
      ),
      this.added('snapshot: an empty name', 'snapshot', `UPDATE ${users} SET name = NULL WHERE id = ${anna}`),
      this.added(
        'snapshot: a version too high',
        'snapshot',
        `UPDATE ${users} SET mxobjectversion = 99 WHERE id = ${dora}`,
      ),
      this.added(
        'snapshot: values of a level left out',
        'snapshot',
        `UPDATE ${accounts} SET fullname = NULL`,
      ),
      this.added(
        'snapshot: two columns of a level swapped',
        'snapshot',
        `UPDATE ${accounts} SET fullname = email`,
      ),
      this.added(
        'snapshot: a value that no mapping reads',
        'snapshot',
        `UPDATE ${accounts} SET remark = 'x' WHERE id = ${anna}`,
      ),
      this.added(
        'snapshot: a row of a level left out',
        'snapshot',
        `DELETE FROM ${accounts} WHERE id = ${bert}`,
      ),
      this.added(
        'snapshot: a user who is kept left out',
        'snapshot',
        `DELETE FROM ${users} WHERE id = ${dora}`,
      ),
      this.added(
        'snapshot: a session with another token',
        'snapshot',
        `UPDATE ${sessions} SET csrftoken = 'x'`,
      ),
      this.added('snapshot: a session left out', 'snapshot', `DELETE FROM ${sessions}`),
    ];
  }

  /** The links of one association or reference are not kept for undo. */
  private forgottenLinks(): DeliberateMistake[] {
    return [
      'old$account_badge',
      'old$desk_account',
      'old$account_home',
      'system$userroles',
      'shop$order_buyer',
      'shop$user_friends',
      'shop$user_mentor',
      'system$owner',
    ].flatMap((place) => {
      const { statements } = this.bench.plan;
      const first = statements.findIndex(
        ({ phase, sql }) => phase === 'snapshot' && isJournal(sql) && sql.includes(place),
      );
      if (first === -1) return [];
      const plan = { first, statements: statements.filter((_statement, n) => n !== first) };
      return [{ name: `links not remembered: ${place}`, plan }];
    });
  }

  private ofNewUsers(): DeliberateMistake[] {
    const users = this.table('system$user');
    const anna = this.newId('anna');
    const bert = this.newId('bert');
    return [
      this.added(
        'a new user with another password',
        'map',
        `UPDATE ${users} SET password = 'x' WHERE id = ${anna}`,
      ),
      this.added('a new user with another name', 'map', `UPDATE ${users} SET name = 'x' WHERE id = ${anna}`),
      this.added(
        'a new user is blocked',
        'map',
        `UPDATE ${users} SET blocked = NOT COALESCE(blocked, FALSE) WHERE id = ${anna}`,
      ),
      this.added(
        'a new user is of another entity',
        'map',
        `UPDATE ${users} SET submetaobjectname = 'Other.Person' WHERE id = ${anna}`,
      ),
      this.added(
        'a new user with another owner',
        'map',
        `UPDATE ${users} SET ${this.q('system$owner')} = ${this.id('hugo')} WHERE id = ${anna}`,
      ),
      this.added(
        'a new user with another mentor',
        'map',
        `UPDATE ${users} SET ${this.q('shop$user_mentor')} = ${this.id('ida')} WHERE id = ${bert}`,
      ),
      this.added(
        'a new user has a row too many',
        'map',
        `INSERT INTO ${this.table('other$person')} (id, nick) VALUES (${anna}, 'x')`,
      ),
      this.added(
        'a new user has no row on a level',
        'map',
        `DELETE FROM ${this.table(this.isBeside ? 'new$sapuser' : 'old$lead')} WHERE id = ${anna}`,
      ),
      this.added(
        'a new user twice',
        'map',
        `INSERT INTO ${users} (id, name, submetaobjectname, mxobjectversion) SELECT id + 1, 'x', submetaobjectname, 1 FROM ${users} AS u WHERE id = ${anna}`,
      ),
    ];
  }

  private ofNewModule(): DeliberateMistake[] {
    const level = this.table('new$sapuser');
    const anna = this.newId('anna');
    const moved = `id IN (SELECT id FROM ${this.table('system$user')} AS u WHERE name IN ('anna', 'bert', 'cleo'))`;
    return [
      this.added(
        'a mapped value of somebody else',
        'map',
        `UPDATE ${level} SET fullname = 'bert 0' WHERE id = ${anna}`,
      ),
      this.added(
        'a mapped number off by one',
        'map',
        `UPDATE ${level} SET points = points + 1 WHERE id = ${anna}`,
      ),
      this.added('a default that is another number', 'map', `UPDATE ${level} SET salary = 2 WHERE ${moved}`),
      this.added(
        'a default that is another truth',
        'map',
        `UPDATE ${level} SET issynchronized = FALSE WHERE ${moved}`,
      ),
      this.added(
        'a value where there is no default',
        'map',
        `UPDATE ${level} SET department = 'x' WHERE ${moved}`,
      ),
      this.added(
        'a date where there is no default',
        'map',
        `UPDATE ${level} SET validuntil = hiredon WHERE id = ${anna}`,
      ),
      this.added('another constant', 'map', `UPDATE ${level} SET origin = 'x' WHERE ${moved}`),
      this.added(
        'the constant in other letters',
        'map',
        `UPDATE ${level} SET origin = 'Moved' WHERE id = ${anna}`,
      ),
      this.added('AutoNumbers all equal', 'map', `UPDATE ${level} SET employeenumber = 151 WHERE ${moved}`),
      this.added(
        'AutoNumbers with a gap',
        'map',
        `UPDATE ${level} SET employeenumber = employeenumber + 1 WHERE ${moved}`,
      ),
      this.added(
        'an AutoNumber that somebody has',
        'map',
        `UPDATE ${level} SET employeenumber = 110 WHERE id = ${anna}`,
      ),
      this.added(
        'a link to another badge',
        'map',
        `UPDATE ${this.table('new$sapuser_badge')} SET ${this.q('shop$badgeid')} = ${this.id('b3')} + 1000 WHERE ${this.q('new$sapuserid')} = ${anna}`,
      ),
      this.added(
        'a mapped link too many',
        'map',
        `INSERT INTO ${this.table('new$sapuser_companies')} (${this.q('new$sapuserid')}, ${this.q('shop$companyid')}) VALUES (${anna}, ${this.id('dune')})`,
      ),
      this.added(
        'the sequence of an AutoNumber is not advanced',
        'remove',
        this.setSequence('new$sapuser', 'employeenumber', 151),
      ),
      this.added(
        'the sequence of an AutoNumber is too far',
        'remove',
        this.setSequence('new$sapuser', 'employeenumber', 500),
      ),
    ];
  }

  private ofCounters(): DeliberateMistake[] {
    const identifiers = this.table('mendixsystem$entityidentifier');
    const of = (entity: string): string =>
      `WHERE id = (SELECT id FROM ${this.table('mendixsystem$entity')} WHERE entity_name = '${entity}')`;
    const target = this.isBeside ? 'New.SapUser' : 'Old.Lead';
    return [
      this.added(
        'object ids of another entity advanced',
        'remove',
        `UPDATE ${identifiers} SET object_sequence = object_sequence + 5 ${of('Shop.Company')}`,
      ),
      this.added(
        'object ids of a source advanced',
        'remove',
        `UPDATE ${identifiers} SET object_sequence = object_sequence + 5 ${of('Old.Account')}`,
      ),
      this.added(
        'object ids of the target not advanced',
        'remove',
        `UPDATE ${identifiers} SET object_sequence = 20 ${of(target)}`,
      ),
      this.added(
        'object ids of the target too far',
        'remove',
        `UPDATE ${identifiers} SET object_sequence = object_sequence + 1 ${of(target)}`,
      ),
      this.added(
        'the short id of another entity',
        'remove',
        `UPDATE ${identifiers} SET short_id = 900 ${of('Shop.Order')}`,
      ),
      this.added(
        'the sequence of another AutoNumber advanced',
        'remove',
        this.setSequence('shop$order', 'number', 400),
      ),
    ];
  }

  private ofLinks(): DeliberateMistake[] {
    const anna = this.newId('anna');
    const roles = this.table('system$userroles');
    const [user, role] = [this.q('system$userid'), this.q('system$userroleid')];
    const [hugo, ida, fred] = [this.id('hugo'), this.id('ida'), this.id('fred')];
    const owner = this.q('system$owner');
    return [
      this.added(
        'a role of an untouched user given to a new one',
        'map',
        `UPDATE ${roles} SET ${user} = ${this.newId('bert')} WHERE ${user} = ${hugo}`,
      ),
      this.added(
        'a role of an untouched user taken away',
        'map',
        `DELETE FROM ${roles} WHERE ${user} = ${ida}`,
      ),
      this.added(
        'a role given to an untouched user',
        'map',
        `INSERT INTO ${roles} (${user}, ${role}) VALUES (${ida}, ${this.id('admin')})`,
      ),
      this.added(
        'a role of an untouched user exchanged',
        'map',
        `UPDATE ${roles} SET ${role} = ${this.id('guest')} WHERE ${user} = ${fred}`,
      ),
      this.added(
        'roles of a new user exchanged',
        'map',
        `UPDATE ${roles} SET ${role} = ${this.id('guest')} WHERE ${user} = ${this.newId('bert')}`,
      ),
      this.added(
        'the language of a new user',
        'map',
        `UPDATE ${this.table('system$user_language')} SET ${this.q('system$languageid')} = ${this.id('dutch')} WHERE ${user} = ${anna}`,
      ),
      this.added(
        'the owner of an untouched object',
        'map',
        `UPDATE ${this.table('shop$company')} SET ${owner} = ${ida} WHERE id = ${this.id('crux')}`,
      ),
      this.added(
        'who changed an untouched object',
        'map',
        `UPDATE ${this.table('shop$company')} SET ${this.q('system$changedby')} = ${ida} WHERE id = ${this.id('crux')}`,
      ),
      this.added(
        'the owner of an object of a moved user',
        'map',
        `UPDATE ${this.table('shop$order')} SET ${owner} = ${anna} WHERE id = ${this.id('o1')}`,
      ),
      this.added(
        'the owner of an object that has none',
        'map',
        `UPDATE ${this.table('shop$order')} SET ${owner} = ${anna} WHERE id = ${this.id('o4')}`,
      ),
      this.added(
        'a reference of an untouched object',
        'map',
        `UPDATE ${this.table('shop$order')} SET ${this.q('shop$order_buyer')} = ${ida} WHERE id = ${this.id('o3')}`,
      ),
      this.added(
        'a reference between untouched users',
        'map',
        `UPDATE ${this.table('system$user')} SET ${this.q('shop$user_mentor')} = ${fred} WHERE id = ${ida}`,
      ),
      this.added(
        'a friend of an untouched user',
        'map',
        `UPDATE ${this.table('shop$user_friends')} SET ${this.q('system$userid2')} = ${fred} WHERE ${this.q('system$userid1')} = ${hugo} AND ${this.q('system$userid2')} = ${ida}`,
      ),
      this.added(
        'the context of a workflow of an untouched user',
        'map',
        `UPDATE ${this.table('system$workflow')} SET objectid = ${ida} WHERE id = ${this.id('w-fred')}`,
      ),
    ];
  }

  private ofOthers(): DeliberateMistake[] {
    const session = this.id('s-hugo');
    const hugo = this.id('hugo');
    return [
      this.added(
        'an attribute of an unrelated object',
        'map',
        `UPDATE ${this.table('shop$order')} SET note = 'x' WHERE id = ${this.id('o4')}`,
      ),
      ...[
        ['shop$badge', 'code', 'b4'],
        ['system$userrole', 'name', 'guest'],
        ['system$language', 'code', 'dutch'],
      ].map(([table = '', column = '', id = '']) =>
        this.added(
          `an attribute of ${table}, which the run only reads`,
          'map',
          `UPDATE ${this.table(table)} SET ${column} = 'x' WHERE id = ${this.id(id)}`,
        ),
      ),
      this.added(
        'an unrelated object deleted',
        'remove',
        `DELETE FROM ${this.table('shop$order')} WHERE id = ${this.id('o4')}`,
      ),
      this.added(
        'an object too many',
        'map',
        `INSERT INTO ${this.table('shop$order')} (id, note) VALUES (1, 'x')`,
      ),
      this.added(
        'an attribute of an object that has a user',
        'map',
        `UPDATE ${this.table('shop$company')} SET city = 'x' WHERE id = ${this.id('acme')}`,
      ),
      this.added(
        'the password of an untouched user',
        'map',
        `UPDATE ${this.table('system$user')} SET password = 'x' WHERE id = ${hugo}`,
      ),
      this.added(
        'a value of an untouched user',
        'map',
        `UPDATE ${this.table('other$person')} SET nick = 'x' WHERE id = ${hugo}`,
      ),
      this.added(
        'an untouched user deleted',
        'remove',
        `DELETE FROM ${this.table('system$user')} WHERE id = ${this.id('ida')}`,
      ),
      this.added(
        'the session of another user deleted',
        'remove',
        `DELETE FROM ${this.table('system$session_user')} WHERE ${this.q('system$sessionid')} = ${session}`,
        `DELETE FROM ${this.table('system$session')} WHERE id = ${session}`,
      ),
      this.added(
        'a value of a session of another user',
        'remove',
        `UPDATE ${this.table('system$session')} SET csrftoken = 'x' WHERE id = ${session}`,
      ),
      this.added(
        'the job of the session of another user',
        'remove',
        `UPDATE ${this.table('system$backgroundjob')} SET ${this.q('system$backgroundjob_session')} = NULL WHERE id = ${this.id('job-hugo')}`,
      ),
    ];
  }

  private ofKeptUsers(): DeliberateMistake[] {
    const dora = this.id('dora');
    const users = this.table('system$user');
    return [
      this.added(
        'the password of an old user who is kept',
        'remove',
        `UPDATE ${users} SET password = 'x' WHERE id = ${dora}`,
      ),
      this.added(
        'the name of an old user who is kept',
        'remove',
        `UPDATE ${users} SET name = 'x' WHERE id = ${dora}`,
      ),
      this.added(
        'a date of an old user who is kept',
        'remove',
        `UPDATE ${users} SET lastlogin = NULL WHERE id = ${dora}`,
      ),
      this.added(
        'a value of an old user who is kept',
        'remove',
        `UPDATE ${this.table('old$account')} SET remark = 'x' WHERE id = ${dora}`,
      ),
      this.added(
        'a value on the lowest level of an old user who is kept',
        'remove',
        `UPDATE ${this.table('old$special')} SET extra = 'x' WHERE id = ${dora}`,
      ),
      this.added(
        'a row of an old user who is kept',
        'remove',
        `DELETE FROM ${this.table('old$special')} WHERE id = ${dora}`,
      ),
      this.added(
        'a role of an old user who is kept',
        'remove',
        `DELETE FROM ${this.table('system$userroles')} WHERE ${this.q('system$userid')} = ${dora}`,
      ),
      this.added(
        'a reference of an old user who is kept',
        'remove',
        `UPDATE ${users} SET ${this.q('shop$user_mentor')} = ${this.id('ida')} WHERE id = ${dora}`,
      ),
    ];
  }

  private ofOldUsers(): DeliberateMistake[] {
    const anna = this.id('anna');
    return [
      this.added(
        'an old user is left',
        'remove',
        `INSERT INTO ${this.table('system$user')} (id, submetaobjectname, mxobjectversion) VALUES (${anna}, 'Old.Account', 1)`,
      ),
      this.added(
        'a row of an old user is left',
        'remove',
        `INSERT INTO ${this.table('old$account')} (id, submetaobjectname, mxobjectversion) VALUES (${anna}, 'Old.Account', 1)`,
      ),
      this.added(
        'a link to an old user is left',
        'remove',
        `UPDATE ${this.table('shop$order')} SET ${this.q('shop$order_buyer')} = ${anna} WHERE id = ${this.id('o1')}`,
      ),
      this.added(
        'a link of an old user is lost',
        'remove',
        `UPDATE ${this.table('shop$order')} SET ${this.q('shop$order_buyer')} = NULL WHERE id = ${this.id('o1')}`,
      ),
    ];
  }

  /**
   * Statements too many, behind the last of a phase. Each says what it writes, and is sent whenever that is verified:
   * whatever can be noticed by looking at the plan is noticed already.
   */
  private added(name: string, behind: Behind, ...texts: string[]): DeliberateMistake {
    const { statements } = this.bench.plan;
    const last = statements.findLastIndex(({ phase }) => phase === behind);
    const first = last === -1 ? statements.length : last + 1;
    const extra = texts.map((sql, n): Statement => ({
      id: `mistake-${String(n)}`,
      title: name,
      phase: behind,
      step: null,
      sql,
      parameters: [] as SqlParameter[],
      ...this.writtenBy(sql),
      expectedRows: null,
      weight: 1,
    }));
    return {
      name,
      plan: { first, statements: [...statements.slice(0, first), ...extra, ...statements.slice(first)] },
    };
  }

  private writtenBy(sql: string): Pick<Statement, 'writes' | 'needs'> {
    const target = /^(?:UPDATE|INSERT INTO|DELETE FROM) ([^ ]+)|'ALTER SEQUENCE [^']*', '([^']+)'/.exec(sql);
    const [, quoted, sequence] = target ?? [];
    const table = this.bench.tables.find((each) => [each.quoted, this.q(each.table)].includes(quoted ?? ''));
    const writes = sequence ?? table?.name.replace(/^journal\//, '') ?? null;
    const covering = this.bench.plan.verifications.find(({ covers }) => covers?.table === writes);
    return { writes, needs: covering?.needs ?? null };
  }

  private q(identifier: string): string {
    return quote(this.bench.type, identifier);
  }

  private table(name: string): string {
    return this.q(name);
  }

  private id(name: string): string {
    return this.bench.ids.get(name) ?? '0';
  }

  /** The new object id of a user who was not kept, as a subquery. */
  private newId(name: string): string {
    return `(SELECT id FROM ${this.table('system$user')} AS n WHERE name = '${name}')`;
  }

  /** The journal's copy of a table that has this column. */
  private snapshotOf(column: string): string {
    const found = this.bench.tables.find(
      ({ name, table }) =>
        // Not that of the earlier run.
        name.includes(runSuffix(RUN_ID)) && this.bench.types.get(table)?.has(column) === true,
    );
    if (!found) throw new Error(`The journal has no copy of a table with ${column}`);
    return found.quoted;
  }

  private setSequence(table: string, column: string, next: number): string {
    return this.bench.type === 'postgres'
      ? `DO $block$ BEGIN EXECUTE format('ALTER SEQUENCE %I RESTART WITH %s', '${table}_${column}_mxseq', (SELECT ${String(next)})); END $block$`
      : `UPDATE ${this.table('mendixsystem$sequence')} SET current_value = ${String(next - 1)} WHERE name = '${table}_${column}_mxseq'`;
  }
}

/** Does a statement write to the journal? */
function isJournal(sql: string): boolean {
  return /^\s*INSERT INTO\s+[`"]?user_migration/i.test(sql);
}
