import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../../shared/plan';
import { ProgressMeter } from './progress-meter';

describe('progress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('never shrinks and ends at 1, whatever the weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        (weights, off) => {
          const seen: Progress[] = [];
          // The weight foreseen may be wrong: progress must not run backwards for it.
          const meter = new ProgressMeter(
            weights.reduce((sum, weight) => sum + weight, 0) + (off % 500),
            weights.length,
            (progress) => seen.push(progress),
          );
          for (const weight of weights) {
            meter.begin('running', 's');
            vi.advanceTimersByTime(700);
            meter.finish(weight);
          }
          meter.begin('rolling-back', 'r');
          meter.end();
          const fractions = seen.map(({ fraction }) => fraction);
          expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
          expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
          expect(seen.at(-1)).toMatchObject({ state: 'done', fraction: 1, remainingMs: null });
        },
      ),
    );
  });

  it('shows that time passes while one statement takes long, and is silent after the end', () => {
    const seen: Progress[] = [];
    const meter = new ProgressMeter(10, 2, (progress) => seen.push(progress));
    meter.begin('running', 'long');
    meter.finish(5);
    vi.advanceTimersByTime(2_000);
    expect(seen.at(-1)).toMatchObject({ fraction: 0.5, elapsedMs: 2_000, remainingMs: 2_000, done: 1 });
    meter.end();
    const told = seen.length;
    vi.advanceTimersByTime(5_000);
    expect(seen).toHaveLength(told);
  });
});
