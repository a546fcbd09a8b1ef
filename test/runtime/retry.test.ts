import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstTry, nextTry } from '../../runtime/src/schedule/retry.js';

/** scheduler_ramqueue.c:scheduler_next as it stands there, which counts up from the tries made. */
function upstream(base: number, created: number, retries: number, now: number): number {
  let step = retries;
  while (created + base * step * step <= now) step += 1;
  return created + base * step * step;
}

describe('the retry curve', () => {
  test.each([
    ['mta', 0, 400],
    ['mta', 1, 400],
    ['mta', 2, 1600],
    ['mta', 3, 3600],
    ['mda', 1, 10],
    ['mda', 4, 160],
  ] as const)('%s after %i tries waits %i seconds from its creation on', (transport, retries, seconds) => {
    expect(nextTry(transport, 1000, retries, 1000)).toBe(1000 + seconds);
  });

  test('what is new is due at once', () => {
    expect(firstTry('mta', 1000, 0)).toBe(1000);
  });

  test('is the daemon’s at any time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('mta', 'mda' as const),
        fc.nat(2_000_000_000),
        fc.nat(200),
        fc.integer({ min: -1000, max: 400_000 }),
        (transport, created, retries, passed) => {
          const base = transport === 'mta' ? 400 : 10;
          const now = created + passed;
          expect(nextTry(transport, created, retries, now)).toBe(upstream(base, created, retries, now));
        },
      ),
    );
  });
});
