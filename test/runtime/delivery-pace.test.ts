import { describe, expect, test } from 'vitest';
import { DELIVERY_GAP, DeliveryPace } from '../../runtime/src/schedule/delivery-pace.js';

const LIMIT = 5;

/** When the deliveries that go on began, the time, and how many more may begin: while many messages come in, and else. */
const CASES: readonly (readonly [begun: readonly number[], now: number, busy: number, idle: number])[] = [
  [[], 0, 1, 5],
  [[0], 0, 0, 0],
  [[0], DELIVERY_GAP - 1, 0, 0],
  [[0], DELIVERY_GAP, 1, 4],
  [[0, 30], 30 + DELIVERY_GAP - 1, 0, 0],
  [[0, 30], 30 + DELIVERY_GAP, 1, 3],
  [[0, 0, 0, 0, 0], 1000, 0, 0],
];

describe('how many deliveries may begin', () => {
  test.each(CASES)('those of %j, at %d: %d while many messages come in, else %d', (begun, now, busy, idle) => {
    const pace = new DeliveryPace();
    for (const at of begun) pace.begin(at);
    expect(pace.free(now, LIMIT, true)).toBe(busy);
    expect(pace.free(now, LIMIT, false)).toBe(idle);
  });

  test('one that has ended still keeps the next one waiting, and an end counts once', () => {
    const pace = new DeliveryPace();
    pace.begin(0);
    const end = pace.begin(1);
    end();
    end();
    expect(pace.running).toBe(1);
    expect(pace.free(DELIVERY_GAP, LIMIT, true)).toBe(0);
    expect(pace.free(1 + DELIVERY_GAP, LIMIT, true)).toBe(1);
  });

  test('what is left of the gap is how long to wait', () => {
    const pace = new DeliveryPace();
    expect(pace.wait(0)).toBe(0);
    pace.begin(5);
    expect(pace.wait(6)).toBe(DELIVERY_GAP - 1);
    expect(pace.wait(5 + DELIVERY_GAP)).toBe(0);
  });
});
