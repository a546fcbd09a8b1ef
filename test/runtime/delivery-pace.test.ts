import { describe, expect, test } from 'vitest';
import { DeliveryPace, SHORT_DELIVERY } from '../../runtime/src/schedule/delivery-pace.js';

const LIMIT = 5;

/** When the deliveries that go on began, the time, and how many more may begin: while many messages go to the disk, and else. */
const CASES: readonly (readonly [begun: readonly number[], now: number, busy: number, idle: number])[] = [
  [[], 0, 1, 5],
  [[0], 0, 0, 4],
  [[0], SHORT_DELIVERY - 1, 0, 4],
  [[0], SHORT_DELIVERY, 1, 4],
  [[0, 30], 40, 0, 3],
  [[0, 30], 30 + SHORT_DELIVERY, 1, 3],
  [[0, 0, 0, 0, 0], 1000, 0, 0],
];

describe('how many deliveries may begin', () => {
  test.each(CASES)('those of %j, at %d: %d while many messages go to the disk, else %d', (begun, now, busy, idle) => {
    const pace = new DeliveryPace();
    for (const at of begun) pace.begin(at);
    expect(pace.free(now, LIMIT, true)).toBe(busy);
    expect(pace.free(now, LIMIT, false)).toBe(idle);
  });

  test('the next one may begin when one ends, and an end counts once', () => {
    const pace = new DeliveryPace();
    const end = pace.begin(0);
    pace.begin(0 - SHORT_DELIVERY);
    end();
    end();
    expect(pace.running).toBe(1);
    expect(pace.free(1, LIMIT, true)).toBe(1);
  });
});
