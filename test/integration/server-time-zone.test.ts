import { describe, expect, it } from 'vitest';
import { CheckBed } from '../support/check-bed';
import { databases } from '../support/databases';
import { startMariaDb } from '../support/mariadb-server';
import { createDatabase } from '../support/test-database';

describe.each(databases.filter(({ type }) => type === 'mysql'))('the clock of a $name server', (shared) => {
  it.each(['America/New_York', 'Asia/Kolkata'])('in %s: how long a transaction is open', async (zone) => {
    const own = await startMariaDb(zone);
    if (own === null) return;
    try {
      const bed = await CheckBed.create({ ...shared, createDatabase: () => createDatabase(own) });
      const other = await bed.test.connect();
      await other.query('BEGIN');
      await other.query('UPDATE mendixsystem$entityidentifier SET object_sequence = object_sequence + 1');
      // InnoDB refreshes its list of transactions every 100 ms.
      await new Promise((resolve) => setTimeout(resolve, 150));
      const ofAnyAge = bed.database.dialect.catalog.oldTransactions().replace('>= 60', '>= 0');
      const rows = await bed.database.readOnly((query) => query(ofAnyAge));
      expect(rows).toHaveLength(1);
      expect(Number(rows[0]?.ms)).toBeGreaterThan(100);
      expect(Number(rows[0]?.ms)).toBeLessThan(30_000);
      const codes = (await bed.check()).findings.map(({ code }) => code);
      expect(codes).toContain('other-connections');
      expect(codes).not.toContain('open-transaction');
      await other.close();
      await bed.drop();
    } finally {
      await own.stop();
    }
  });
});
