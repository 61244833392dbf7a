import { expect, it } from 'vitest';
import { databases } from '../support/databases';
import { mistakesInLockedTables } from './deliberate-mistakes';
import { MutationBench } from './mutation-bench';
import { PROJECTS } from './tiny-app';

/** Of users who are all kept, what their mapped links are read from does not change, and nothing compares it. */
it.each(databases)('a plan that would write what it only reads is refused: $name', async (server) => {
  const steps = (Object.values(PROJECTS)[0] ?? [])
    .filter(({ keepOldUsers }) => keepOldUsers)
    .map((step) => ({
      ...step,
      associations: step.associations.filter(({ source }) => source === 'Old.Account_Companies'),
    }));
  const bench = await MutationBench.create(server, steps, { randomized: true, foreignKeys: true });
  try {
    const mistakes = mistakesInLockedTables(bench);
    expect(mistakes.length).toBeGreaterThan(0);
    for (const { plan } of mistakes) {
      expect(await bench.try(plan)).toEqual({ fate: 'database', by: 'stray-write' });
    }
  } finally {
    await bench.drop();
  }
});
