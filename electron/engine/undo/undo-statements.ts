import type { Statement, Verification } from '../../../shared/plan';
import type { SqlDialect } from '../dialects/dialect';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import type { Bind } from '../plan/statement-text';
import { statementText } from '../plan/statement-text';
import type { Manifest, ManifestCounter, ManifestLinks, ManifestSnapshot } from '../journal/manifest';

/** Writes the statements that take a run back, from what its manifest says. */
export class UndoStatements {
  private readonly movedUser: string;
  private readonly reference: string;
  private readonly removing: number[];

  constructor(
    private readonly sql: SqlDialect,
    private readonly runId: string,
    private readonly manifest: Manifest,
  ) {
    this.movedUser = sql.journalTable('moved_user');
    this.reference = sql.journalTable('reference');
    this.removing = manifest.steps.filter((step) => !step.keepOldUsers).map((step) => step.index);
  }

  /** In the order in which they run: rows back first, links next, new rows last. */
  statements(): Statement[] {
    const users = this.manifest.snapshots.filter((snapshot) => snapshot.kind === 'user');
    const sessions = this.manifest.snapshots.filter((snapshot) => snapshot.kind === 'session');
    return [
      ...this.lock(),
      ...(this.removing.length === 0
        ? []
        : [
            ...this.manifest.uniqueColumns.map(({ table, columns }) => this.release(table, columns)),
            ...users.map((snapshot) => this.restoreUsers(snapshot)),
            ...users.flatMap((snapshot) => this.restoreUserLinks(snapshot)),
            ...sessions.map((snapshot) => this.restoreSessions(snapshot)),
          ]),
      ...this.manifest.links.flatMap((links) => this.restoreLinks(links)),
      ...[...this.manifest.createdTables].reverse().map((table) => this.removeNewUsers(table)),
      ...this.manifest.counters.map((counter) => this.restoreCounter(counter)),
    ];
  }

  /** @param force somebody changed links since and wants to go ahead: only what undo itself wrote is verified. */
  verifications(force: boolean): Verification[] {
    return [
      ...this.manifest.snapshots
        .filter((snapshot) => snapshot.kind === 'session' || this.removing.length > 0)
        .map((snapshot) => this.rowsAreBack(snapshot)),
      ...this.manifest.createdTables.map((table) => this.noNewUser(table)),
      ...this.manifest.links.flatMap((links) => this.noLinkToNewUser(links)),
      ...(force ? [] : this.manifest.links.flatMap((links) => this.linksAreBack(links))),
    ];
  }

  private lock(): Statement[] {
    const text = this.sql.lockTable(this.quote(this.manifest.userTable));
    if (text === null) return [];
    return [this.statement('lock-users', 'Lock the users', null, 'lock', () => text)];
  }

  private release(table: string, columns: string[]): Statement {
    return this.statement(
      `release-${table}`,
      `New users give up their unique values in ${table}`,
      table,
      'release',
      (bind) =>
        this.sql.updateFrom({
          table: this.quote(table),
          alias: 't',
          set: Object.fromEntries(columns.map((column) => [column, 'NULL'])),
          from: `${this.movedUser} AS m`,
          where: `${this.moved(bind, 'm', this.removing)} AND m.new_id = t.id`,
        }),
    );
  }

  private restoreUsers(snapshot: ManifestSnapshot): Statement {
    const columns = snapshot.columns.filter((column) => !snapshot.linkColumns.includes(column));
    return this.statement(
      `restore-${snapshot.table}`,
      `Put the old users back into ${snapshot.table}`,
      snapshot.table,
      'create',
      (bind) => `INSERT INTO ${this.quote(snapshot.table)} (${columns.map((c) => this.quote(c)).join(', ')})
SELECT ${columns.map((column) => this.column('s', column)).join(', ')}
FROM ${snapshot.copy} AS s
JOIN ${this.movedUser} AS m ON ${this.moved(bind, 'm', this.removing)} AND m.old_id = s.id`,
    );
  }

  private restoreUserLinks(snapshot: ManifestSnapshot): Statement[] {
    if (snapshot.linkColumns.length === 0) return [];
    return [
      this.statement(
        `restore-links-${snapshot.table}`,
        `Set owner and other links between users (${snapshot.table})`,
        snapshot.table,
        'create',
        (bind) =>
          this.sql.updateFrom({
            table: this.quote(snapshot.table),
            alias: 't',
            set: Object.fromEntries(snapshot.linkColumns.map((column) => [column, this.column('s', column)])),
            from: `${snapshot.copy} AS s CROSS JOIN ${this.movedUser} AS m`,
            where: `s.id = t.id AND ${this.moved(bind, 'm', this.removing)} AND m.old_id = s.id`,
          }),
      ),
    ];
  }

  private restoreSessions(snapshot: ManifestSnapshot): Statement {
    return this.statement(
      `restore-${snapshot.table}`,
      `Put the sessions back into ${snapshot.table}`,
      snapshot.table,
      'create',
      () => `INSERT INTO ${this.quote(snapshot.table)} (${snapshot.columns.map((c) => this.quote(c)).join(', ')})
SELECT ${snapshot.columns.map((column) => this.column('s', column)).join(', ')} FROM ${snapshot.copy} AS s`,
    );
  }

  private restoreLinks(links: ManifestLinks): Statement[] {
    return [
      ...this.pointBack(links, 'parent'),
      ...this.pointBack(links, 'child'),
      ...this.unlinkNewUsers(links, 'parent'),
      ...this.unlinkNewUsers(links, 'child'),
      ...this.putRemovedLinksBack(links),
    ];
  }

  private pointBack(links: ManifestLinks, role: 'parent' | 'child'): Statement[] {
    const steps = links.moved[role];
    if (steps.length === 0) return [];
    const column = role === 'parent' ? links.parentColumn : links.childColumn;
    return [
      this.statement(
        `back-${links.table}-${column}`,
        `Point ${links.name} (${links.table}) at the old users`,
        links.table,
        'move',
        (bind) =>
          this.sql.updateFrom({
            table: this.quote(links.table),
            alias: 't',
            set: { [column]: 'm.old_id' },
            from: `${this.movedUser} AS m`,
            where: `${this.moved(bind, 'm', steps)} AND m.new_id = ${this.column('t', column)}`,
          }),
      ),
    ];
  }

  /** What still points at a new user was written by the run, or by the app since. */
  private unlinkNewUsers(links: ManifestLinks, role: 'parent' | 'child'): Statement[] {
    if (!links.linksNewUsers[role] || (role === 'parent' && links.storage === 'column')) return [];
    const column = role === 'parent' ? links.parentColumn : links.childColumn;
    return [
      this.statement(
        `unlink-${links.table}-${column}`,
        `Remove the new users' links of ${links.name} (${links.table})`,
        links.table,
        'remove',
        (bind) => {
          const parts = {
            table: this.quote(links.table),
            alias: 't',
            from: `${this.movedUser} AS m`,
            where: `${this.moved(bind, 'm', null)} AND m.new_id = ${this.column('t', column)}`,
          };
          return links.storage === 'table'
            ? this.sql.deleteFrom(parts)
            : this.sql.updateFrom({ ...parts, set: { [column]: 'NULL' } });
        },
      ),
    ];
  }

  private putRemovedLinksBack(links: ManifestLinks): Statement[] {
    if (links.place === null) return [];
    const { parent, child } = links.removed;
    if (!links.ofSessions && parent.length + child.length === 0) return [];
    const table = this.quote(links.table);
    return [
      this.statement(
        `restore-links-${String(links.place)}`,
        `Put the links of ${links.name} (${links.table}) back`,
        links.table,
        'map',
        (bind) => {
          const removed = this.removedLinks(links, bind);
          return links.storage === 'table'
            ? `INSERT INTO ${table} (${this.quote(links.parentColumn)}, ${this.quote(links.childColumn)})
SELECT l.parent_id, l.child_id FROM (${removed}) AS l
WHERE NOT EXISTS (SELECT 1 FROM ${table} AS t WHERE ${this.column('t', links.parentColumn)} = l.parent_id AND ${this.column('t', links.childColumn)} = l.child_id)`
            : this.sql.updateFrom({
                table,
                alias: 't',
                set: { [links.childColumn]: 'l.child_id' },
                from: `(${removed}) AS l`,
                where: `${this.column('t', links.parentColumn)} = l.parent_id`,
              });
        },
      ),
    ];
  }

  private removedLinks(links: ManifestLinks, bind: Bind): string {
    const select = `SELECT r.parent_id, r.child_id FROM ${this.reference} AS r`;
    const where = `r.run_id = ${bind(this.runId)} AND r.place = ${String(links.place)}`;
    if (links.ofSessions) return `${select} WHERE ${where}`;
    const exists = (end: string, steps: number[]): string[] =>
      steps.length === 0
        ? []
        : [
            `EXISTS (SELECT 1 FROM ${this.movedUser} AS m WHERE ${this.moved(bind, 'm', steps)} AND m.old_id = r.${end})`,
          ];
    const conditions = [
      ...exists('parent_id', links.removed.parent),
      ...exists('child_id', links.removed.child),
    ];
    return `${select} WHERE ${where} AND (${conditions.join(' OR ')})`;
  }

  private removeNewUsers(table: string): Statement {
    return this.statement(`remove-${table}`, `Delete the new users from ${table}`, table, 'remove', (bind) =>
      this.sql.deleteFrom({
        table: this.quote(table),
        alias: 't',
        from: `${this.movedUser} AS m`,
        where: `${this.moved(bind, 'm', null)} AND m.new_id = t.id`,
      }),
    );
  }

  /** Only where nobody took a number since: a counter that moved on stays where it is. */
  private restoreCounter(counter: ManifestCounter): Statement {
    const counters = this.sql.journalTable('counter');
    const head = [`counter-${counter.counter}`, 'Put a counter back'] as const;
    if (counter.kind === 'native-sequence') {
      const next = this.sql.nextOfSequence(counter.sequence) ?? '';
      const value = (column: string): string =>
        `(SELECT c.${column} FROM ${counters} AS c WHERE c.run_id = '${this.runId}' AND c.counter = '${counter.counter}')`;
      const restart = this.sql.restartSequence(
        counter.sequence,
        `CASE WHEN ${next} = ${value('value_after')} THEN ${value('value_before')} ELSE ${next} END`,
      );
      return this.statement(...head, counter.sequence, 'sequence', () => restart ?? '');
    }
    const [table, key, id, column] =
      counter.kind === 'object-sequence'
        ? [ENTITY_IDENTIFIER_TABLE, 'id', counter.entityId, 'object_sequence']
        : [SEQUENCE_TABLE, 'attribute_id', counter.attributeId, 'current_value'];
    return this.statement(...head, table, 'sequence', (bind) =>
      this.sql.updateFrom({
        table: this.quote(table),
        alias: 't',
        set: { [column]: 'c.value_before' },
        from: `${counters} AS c`,
        where: `${this.column('t', key)} = ${bind(id)} AND c.run_id = ${bind(this.runId)} AND c.counter = ${bind(counter.counter)}
  AND ${this.column('t', column)} = c.value_after`,
      }),
    );
  }

  private rowsAreBack(snapshot: ManifestSnapshot): Verification {
    return this.verification(`Old rows are back as they were: ${snapshot.table}`, (bind) => {
      const isMoved =
        snapshot.kind === 'session'
          ? '1 = 1'
          : `EXISTS (SELECT 1 FROM ${this.movedUser} AS m WHERE ${this.moved(bind, 'm', this.removing)} AND m.old_id = s.id)`;
      const differences = snapshot.columns.map(
        (column) => `NOT (${this.sql.identical(this.column('t', column), this.column('s', column))})`,
      );
      return `SELECT COUNT(*) AS violations FROM ${snapshot.copy} AS s
LEFT JOIN ${this.quote(snapshot.table)} AS t ON t.id = s.id
WHERE ${isMoved} AND (t.id IS NULL OR ${differences.join('\n  OR ')})`;
    });
  }

  private noNewUser(table: string): Verification {
    return this.verification(
      `No new user is left in ${table}`,
      (bind) => `SELECT COUNT(*) AS violations FROM ${this.quote(table)} AS t
JOIN ${this.movedUser} AS m ON ${this.moved(bind, 'm', null)} AND m.new_id = t.id`,
    );
  }

  private noLinkToNewUser(links: ManifestLinks): Verification[] {
    const roles = (['parent', 'child'] as const).filter((role) => links.linksNewUsers[role]);
    return roles.map((role) => {
      const column = role === 'parent' ? links.parentColumn : links.childColumn;
      return this.verification(
        `Nothing points at a new user: ${links.name} (${links.table})`,
        (bind) => `SELECT COUNT(*) AS violations FROM ${this.quote(links.table)} AS t
JOIN ${this.movedUser} AS m ON ${this.moved(bind, 'm', null)} AND m.new_id = ${this.column('t', column)}`,
      );
    });
  }

  private linksAreBack(links: ManifestLinks): Verification[] {
    if (links.place === null) return [];
    return [
      this.verification(
        `Every link is back: ${links.name} (${links.table})`,
        (bind) => `SELECT COUNT(*) AS violations FROM ${this.reference} AS r
WHERE r.run_id = ${bind(this.runId)} AND r.place = ${String(links.place)} AND NOT EXISTS (
  SELECT 1 FROM ${this.quote(links.table)} AS t
  WHERE ${this.column('t', links.parentColumn)} = r.parent_id AND ${this.column('t', links.childColumn)} = r.child_id)`,
      ),
    ];
  }

  /** Users of this run, of these steps or (null) of all. */
  private moved(bind: Bind, alias: string, steps: number[] | null): string {
    const ofRun = `${alias}.run_id = ${bind(this.runId)}`;
    return steps === null ? ofRun : `${ofRun} AND ${alias}.step IN (${steps.join(', ')})`;
  }

  private quote(identifier: string): string {
    return this.sql.quote(identifier);
  }

  private column(alias: string, column: string): string {
    return `${alias}.${this.sql.quote(column)}`;
  }

  private statement(
    id: string,
    title: string,
    writes: string | null,
    phase: Statement['phase'],
    write: (bind: Bind) => string,
  ): Statement {
    return {
      id,
      title,
      phase,
      step: null,
      ...statementText(this.sql, write),
      writes,
      expectedRows: null,
      weight: 1,
    };
  }

  private verification(name: string, write: (bind: Bind) => string): Verification {
    return { name, step: null, ...statementText(this.sql, write) };
  }
}
