import { expect, test } from 'vitest';
import { judgeRules } from './judge-rules.js';
import { run } from './run.js';

const HEAD = 'action "relay" relay\naction "mbox" mbox\nlisten on 192.0.2.1\nlisten on 192.0.2.1 port 26 tag WAN\n';

test('what is said of rules holds for every envelope of a little universe', { timeout: 120_000 }, () => {
  const totals = run(150, 20_261_125);
  expect(totals.alarms).toEqual([]);
  // The universe is worth something: there are rules of both kinds, and most of what is wrong is seen.
  expect(totals.refused).toBe(0);
  expect(totals.unreachable).toBeGreaterThan(100);
  expect(totals.open).toBeGreaterThan(10);
  expect(totals.openMisses / totals.open).toBeLessThan(0.1);
});

/** False alarms that the drawn configurations have shown. */
test.each([
  ['names of clients know no wildcards', 'match from rdns "*.a.example" for any action "relay"'],
  [
    'a tag can be empty',
    'match from any tag regex ".+" for any reject\nmatch from any !tag "wan" for local action "mbox"',
  ],
  [
    '"." is no tag',
    'match from any !tag regex "." for any action "mbox"\nmatch from any !tag "wan" for any action "relay"',
  ],
  [
    'tls defers before the sender is looked at',
    'match from mail-from "@a.example" for any tls action "mbox"\nmatch from any for any action "relay"',
  ],
  [
    'logins are compared as addresses',
    'match from any !auth { "@a.example" } for any action "mbox"\nmatch from any auth { "bob@a.example" } for any reject',
  ],
])('%s', (_, rules) => {
  const judged = judgeRules(`${HEAD}${rules}\n`, '7.8.0');
  expect(judged?.reachedAlarms).toEqual([]);
  expect(judged?.closedAlarms).toEqual([]);
});
