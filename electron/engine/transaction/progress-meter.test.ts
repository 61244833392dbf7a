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

  it('never shrinks and ends at 1 once everything is done, whatever the weights', () => {
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
          meter.begin('committing', 'c');
          const before = seen.at(-1)?.fraction ?? 1;
          meter.end();
          const fractions = seen.map(({ fraction }) => fraction);
          expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
          expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
          expect(before).toBeLessThan(1);
          expect(seen.at(-1)).toMatchObject({ state: 'done', fraction: 1, remainingMs: null });
        },
      ),
    );
  });

  it('stays where it was when the work ends early', () => {
    const seen: Progress[] = [];
    const meter = new ProgressMeter(10, 2, (progress) => seen.push(progress));
    meter.begin('running', 'first');
    meter.finish(4);
    meter.begin('running', 'second');
    meter.begin('rolling-back', 'Roll back');
    meter.end();
    expect(seen.at(-1)).toMatchObject({ state: 'done', fraction: 0.4, done: 1 });
  });

  it('is told at least every half second, with how long the statement at work takes', () => {
    const seen: Progress[] = [];
    const meter = new ProgressMeter(10, 2, (progress) => seen.push(progress));
    meter.begin('running', 'short');
    vi.advanceTimersByTime(300);
    meter.finish(5);
    meter.begin('running', 'long');
    const told = seen.length;
    vi.advanceTimersByTime(10_000);
    expect(seen.length - told).toBeGreaterThanOrEqual(19);
    expect(seen.at(-1)?.atWorkMs).toBeGreaterThanOrEqual(9_500);
    expect(seen.at(-1)).toMatchObject({ title: 'long', fraction: 0.5, done: 1, waitsFor: null });
    meter.end();
    const atEnd = seen.length;
    vi.advanceTimersByTime(5_000);
    expect(seen).toHaveLength(atEnd);
  });

  it('says at once what is waited for, until something else begins or it is over', () => {
    const seen: Progress[] = [];
    const meter = new ProgressMeter(10, 2, (progress) => seen.push(progress));
    meter.begin('running', 'first');
    meter.waitsFor('a lock of session 7');
    expect(seen.at(-1)).toMatchObject({ title: 'first', waitsFor: 'a lock of session 7' });
    const told = seen.length;
    meter.waitsFor('a lock of session 7');
    expect(seen).toHaveLength(told);
    meter.waitsFor(null);
    expect(seen.at(-1)?.waitsFor).toBeNull();
    meter.waitsFor('a lock of session 8');
    meter.begin('running', 'second');
    expect(seen.at(-1)).toMatchObject({ title: 'second', waitsFor: null });
    meter.end();
  });

  it('learns how much there is to do after it began', () => {
    const seen: Progress[] = [];
    const meter = new ProgressMeter(0, 0, (progress) => seen.push(progress));
    meter.begin('preparing', 'Check the project');
    expect(seen.at(-1)).toMatchObject({ fraction: 0, total: 0 });
    meter.expect(8, 2);
    meter.begin('running', 'first');
    meter.finish(4);
    expect(seen.at(-1)).toMatchObject({ fraction: 0.5, done: 1, total: 2 });
    meter.end();
    expect(seen.at(-1)).toMatchObject({ fraction: 0.5 });
  });
});
