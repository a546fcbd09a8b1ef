import { expect, test } from 'vitest';
import { RelayRegister } from '../../../runtime/src/relay/relay-register.js';
import { relayingText } from '../../../runtime/src/relay/relaying-entry.js';

const RELAY = '[relay:far.example,smtp]';

function register(): { register: RelayRegister; log: string[] } {
  const log: string[] = [];
  return { register: new RelayRegister((line) => log.push(line)), log };
}

function shown(one: RelayRegister, what: 'hosts' | 'routes' | 'relays' | 'hoststats', now: number): readonly string[] {
  return [...one.entries(what, now)].map(relayingText);
}

test('what leads somewhere is there while something goes on, and gone after', () => {
  const { register: one } = register();
  const begun = one.expect(RELAY);
  expect(shown(one, 'relays', 100)).toEqual([`${RELAY} refcount=1 ntask=1 nconn=0 lastconn=- timeout=- wait=MX`]);
  one.resolved(RELAY, ['2001:db8::1']);
  const link = one.connect(RELAY, '[]', '2001:db8::1', 100);
  one.setName('2001:db8::1', 'mx.far.example');
  begun();
  link.ready();
  expect(shown(one, 'hosts', 165)).toEqual(['2001:db8::1 mx.far.example refcount=2 nconn=1 lastconn=1m5s']);
  expect(shown(one, 'routes', 165)).toEqual([
    '1. [] <-> [2001:db8::1] (mx.far.example) ---- nconn=1 nerror=0 penalty=0 timeout=-',
  ]);
  expect(shown(one, 'relays', 165)).toEqual([
    `${RELAY} refcount=1 ntask=0 nconn=1 lastconn=1m5s timeout=- wait=\n` +
      '  connector [] refcount=0 nconn=1 lastconn=1m5s timeout=- flags=',
  ]);
  link.ended(170);
  link.ended(171);
  for (const what of ['hosts', 'routes', 'relays'] as const) expect(shown(one, what, 171)).toEqual([]);
});

test('a route that fails rests for 15 seconds times the square of its failures; a rest that is over counts one less', () => {
  const { register: one, log } = register();
  const fail = (now: number): void => one.connect(RELAY, '192.0.2.1', '192.0.2.9', now).ended(now);
  fail(1000);
  // Those that were opened at the same time count once.
  const [first, second] = [1, 2].map(() => one.connect(RELAY, '192.0.2.1', '192.0.2.9', 1000));
  first?.ended(1000);
  second?.ended(1000);
  expect(one.isUsable('192.0.2.1', '192.0.2.9', 1014)).toBe(false);
  expect(one.isUsable('192.0.2.2', '192.0.2.9', 1014)).toBe(true);
  expect(one.isUsable('192.0.2.1', '192.0.2.9', 1015)).toBe(true);
  expect(shown(one, 'routes', 1015)).toEqual([]);
  expect(log).toEqual([
    'smtp-out: Disabling route 192.0.2.1 <-> 192.0.2.9 for 15s',
    'smtp-out: Enabling route 192.0.2.1 <-> 192.0.2.9',
  ]);
});

test('resume route ends the rest of one, or of all', () => {
  const { register: one, log } = register();
  for (const at of [1, 2, 3]) one.connect(RELAY, '[]', `192.0.2.${at}`, 0).ended(0);
  one.resume(2, 1);
  expect(shown(one, 'routes', 1)).toHaveLength(2);
  one.resume(0, 1);
  expect(shown(one, 'routes', 1)).toEqual([]);
  expect(log.at(-1)).toBe('smtp-out: Enabling route [] <-> 192.0.2.3 per admin request');
});

test('results are kept by domain for four hours', () => {
  const { register: one } = register();
  one.results.update('B.example', '250 ok', 1);
  one.results.update('a.example', '550 no', 2);
  expect(shown(one, 'hoststats', 3)).toEqual(['a.example|2|550 no', 'b.example|1|250 ok']);
  expect(shown(one, 'hoststats', 4 * 3600 + 1)).toEqual(['a.example|2|550 no']);
});
