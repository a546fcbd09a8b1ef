import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.js';
import { crashRounds } from './crash-rounds.js';

/** More of it: npm run crash:runtime. */
test('five power cuts under load: what was answered 250 arrives, whole', { timeout: 180_000 }, async () => {
  const { problems, counts } = await crashRounds({
    rounds: 5,
    sessions: 4,
    random: seededRandom(1),
    privileged: userInfo().uid === 0,
    progress: () => undefined,
  });
  expect(problems).toEqual([]);
  expect(counts.promised).toBeGreaterThan(0);
});
