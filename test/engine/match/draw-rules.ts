import type { CompiledConfig, CompiledRule, CompiledTable, RuleTest } from '@smtpd-conf/compiler';
import type { Envelope } from '@smtpd-conf/engine';
import fc from 'fast-check';
import { configOf, ORIGIN } from './config-of.js';

/** Little universes, so that rules and envelopes meet often. */
const DOMAINS = ['a.example', 'b.example', 'x.a.example', 'x.y.a.example', '127.0.0.1', ''];
const USERS = ['bob', 'Bob', 'bob+tag', 'eve', '+', ''];
const SOURCES = ['local', '127.0.0.1', '10.0.0.1', '10.0.1.1', '[::1]', '[2001:db8::1]'];
const KEYS = [
  ...['a.example', 'b.example', '*.a.example', '*a.example', '*', '*.*.a.example', 'x*'],
  ...['local', '127.0.0.1', '10', '10.0.0.0/24', '0.0.0.0/0', '::/0', '2001:db8::/32', '[::1]'],
  ...['bob', 'bob@', '@a.example', 'bob@a.example', 'bob+tag@a.example', '@', '@*.a.example', 'eve@*'],
  ...['lan', '', '^bob', 'example$', '(?i)A', '[', '.'],
];

const TABLES = Array.from({ length: 8 }, (_, number) => `t${number}`);
const EXTERNAL = ['process', 'database'];

const tables: fc.Arbitrary<CompiledTable[]> = fc
  .tuple(...TABLES.map(() => fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 5 })))
  .map((all) => [
    ...all.map(
      (keys, at): CompiledTable => ({
        name: TABLES[at] as string,
        backend: 'static',
        kind: 'list',
        entries: keys.map((key) => [key]),
      }),
    ),
    { name: 'process', backend: 'proc', kind: 'dynamic' },
    { name: 'database', backend: 'db', kind: 'dynamic' },
  ]);

const tableName = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...TABLES) },
  { weight: 1, arbitrary: fc.constantFrom(...EXTERNAL) },
);
const negated = fc.boolean().chain((maybe) => (maybe ? fc.boolean() : fc.constant(false)));

const withTable: fc.Arbitrary<RuleTest & { table: string }> = fc.record({
  negated,
  regex: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  table: tableName,
});
const without: fc.Arbitrary<RuleTest> = negated.map((not) => ({ negated: not, regex: false }));

const from: fc.Arbitrary<CompiledRule['from']> = fc.oneof(
  withTable.map((test) => ({ ...test, type: 'src' as const, implicit: false })),
  fc.oneof(withTable, without).map((test) => ({ ...test, type: 'rdns' as const, implicit: false })),
  without.map((test) => ({ ...test, type: 'socket' as const, implicit: false })),
);

const rule: fc.Arbitrary<CompiledRule> = fc
  .record({
    from,
    for: withTable.map((test) => ({ ...test, implicit: false })),
    tag: rarely(withTable),
    helo: rarely(withTable),
    auth: rarely(fc.oneof(withTable, without)),
    tls: rarely(rarely(without)),
    mailFrom: rarely(withTable),
    rcptTo: rarely(withTable),
    reject: fc.boolean(),
  })
  .map(({ reject, ...criteria }) => {
    const set = Object.entries(criteria).filter(([, test]) => test !== undefined);
    const outcome = reject ? { type: 'reject' as const } : { type: 'action' as const, action: 'a' };
    return { ...(Object.fromEntries(set) as unknown as CompiledRule), outcome, origin: ORIGIN };
  });

/** Only now and then: a rule that asks for much matches little. */
function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const address = fc.record({ user: fc.constantFrom(...USERS), domain: fc.constantFrom(...DOMAINS) });

export const envelope: fc.Arbitrary<Envelope> = fc.record({
  tag: fc.constantFrom('', 'lan', 'LAN', 'wan'),
  smtpname: fc.constant('mx.example'),
  source: fc.constantFrom(...SOURCES),
  rdns: fc.constantFrom('<unknown>', ...DOMAINS, '10'),
  helo: fc.constantFrom(...DOMAINS, 'x'.repeat(1024)),
  authenticated: fc.boolean(),
  username: fc.constantFrom('', 'bob', 'bob@a.example', 'Bob+tag@a.example'),
  sender: address,
  rcpt: address,
  dest: address,
  internal: fc.boolean(),
  bounce: fc.boolean(),
});

export const config: fc.Arbitrary<CompiledConfig> = fc
  .record({ tables, rules: fc.array(rule, { maxLength: 12 }) })
  .map((parts) => configOf(parts));
