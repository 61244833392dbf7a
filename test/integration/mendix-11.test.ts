import { describe, expect, it } from 'vitest';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Step } from '../../shared/project';
import { checkMigration } from '../support/check-migration';
import { databases } from '../support/databases';
import { SOURCES, TARGET } from '../support/fault-app';
import { createMendix11, VERSION_PLACES } from '../support/mendix-11';
import { withEngine } from '../support/with-engine';

const USERS = 4;

describe.each(databases)('an app of Mendix 11 on $name', (server) => {
  it.each(VERSION_PLACES.flatMap((place) => [false, true].map((kept) => ({ place, kept }))))(
    'is checked, migrated and undone: object versions in $place, old users kept: $kept',
    async ({ place, kept }) => {
      const test = await createMendix11(server, place, USERS);
      try {
        const steps = await withEngine(test, (engine, index) => {
          expect(engine.info.mendixVersion).toBe('11.6.0.0');
          const direct = index.model.associations.filter(({ storage }) => storage === 'column');
          expect(direct.length).toBeGreaterThan(index.model.associations.length / 2);
          return Promise.resolve(
            SOURCES.map((source): Step => {
              const mapped = mapByNames(index, source, TARGET);
              const targets = mapped.attributes.map(({ target }) => target);
              expect(targets).toEqual(
                expect.arrayContaining(['Rate', 'Salary', 'Bonus'].map((name) => `${TARGET}/${name}`)),
              );
              return { source, target: TARGET, keepOldUsers: kept, ...mapped, acceptLoss: [] };
            }),
          );
        });
        const { report, users } = await checkMigration(test, steps);
        expect({
          failure: report.failure,
          errors: report.findings.filter(({ severity }) => severity === 'error'),
          users,
        }).toEqual({ failure: null, errors: [], users: USERS * SOURCES.length });
        expect(report.outcome).toBe('committed');
      } finally {
        await test.drop();
      }
    },
  );
});
