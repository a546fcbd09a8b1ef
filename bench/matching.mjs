// How many envelopes one core decides a second: rules told apart by domain, address or network, through the index and by the
// walk over all rules that the daemon makes; and lookups in tables. `--smoke` runs little, to see that it works.
import { createRuleset, createTables, runTask } from '@smtpd-conf/engine';

const SMOKE = process.argv.includes('--smoke');
/** Milliseconds that each figure is measured for; the median of so many rounds counts. */
const DURATION = SMOKE ? 5 : 200;
const ROUNDS = SMOKE ? 1 : 5;
const RULES = SMOKE ? [10, 1000] : [10, 1000, 100_000];
const ENTRIES = SMOKE ? [10, 1000] : [10, 1000, 1_000_000];

const origin = { file: 0, line: 1, start: 0, end: 0 };
const limits = { values: {}, family: 'any' };
const list = (name, keys) => ({ name, backend: 'static', kind: 'list', entries: keys.map((key) => [key]) });
const ANYHOST = list('<anyhost>', ['local', '0.0.0.0/0', '::/0']);
const ANYDESTINATION = list('<anydestination>', ['*', 'mx']);

function configOf(rules, tables) {
  return {
    version: 1,
    target: { version: '7.8.0', platform: 'linux' },
    files: [],
    settings: {
      hostname: 'mx.example.org',
      bounceWarn: [],
      queue: { compression: false, ttl: 345_600 },
      smtp: { maxMessageSize: 36_700_160, subAddressDelimiter: '+', limits: {} },
      mda: { limits: {} },
      mta: { maxDeferred: 100, limits, domains: {} },
      scheduler: { limits: {} },
    },
    tables,
    pki: [],
    ca: [],
    wrappers: [],
    procs: [],
    filters: [],
    actions: [],
    socket: { hostname: 'mx.example.org', maskSource: false, dsn: true },
    listeners: [],
    rules,
  };
}

const test = (table) => ({ negated: false, regex: false, table });
const quad = (n) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** Ways to tell rules apart: what rule number n asks for, and the envelope that meets it and no other. */
const KINDS = {
  domain: { rule: (table) => ({ for: test(table) }), key: (n) => `d${n}.example.org` },
  wildcard: { rule: (table) => ({ for: test(table) }), key: (n) => `*.d${n}.example.org` },
  'rcpt-to': { rule: (table) => ({ rcptTo: test(table) }), key: (n) => `user${n}@example.org` },
  'mail-from': { rule: (table) => ({ mailFrom: test(table) }), key: (n) => `user${n}@example.com` },
  network: {
    rule: (table) => ({ from: { ...test(table), type: 'src', implicit: false } }),
    key: (n) => `${quad(n)}/32`,
  },
};

function rulesOf(count, { rule, key }) {
  const tables = [ANYHOST, ANYDESTINATION];
  const rules = [];
  for (let n = 0; n < count; n++) {
    tables.push(list(`<dynamic:${n}>`, [key(n)]));
    rules.push({
      from: { ...test('<anyhost>'), type: 'src', implicit: false },
      for: { ...test('<anydestination>'), implicit: false },
      ...rule(`<dynamic:${n}>`),
      outcome: { type: 'action', action: 'a' },
      origin,
    });
  }
  return configOf(rules, tables);
}

const envelope = (n) => ({
  tag: '',
  smtpname: 'mx.example.org',
  source: quad(n),
  rdns: 'client.example.net',
  helo: 'client.example.net',
  authenticated: false,
  username: '',
  sender: { user: `user${n}`, domain: 'example.com' },
  rcpt: { user: `user${n}`, domain: `d${n}.example.org` },
  dest: { user: `user${n}`, domain: 'example.org' },
  internal: false,
  bounce: false,
});

/** Envelopes that meet rules all over the list. */
function envelopesFor(kind, count) {
  return Array.from({ length: 1024 }, (_, at) => {
    const n = (at * 7919) % count;
    const one = envelope(n);
    if (kind === 'domain') return { ...one, dest: one.rcpt };
    if (kind === 'wildcard') return { ...one, dest: { ...one.rcpt, domain: `mail.${one.rcpt.domain}` } };
    return one;
  });
}

const nobody = () => {
  throw new Error('static tables ask nobody');
};

/** How often a second `once` runs, called with 0, 1, 2 and so on. */
function rate(once) {
  const rates = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let calls = 0;
    let passed = 0;
    let batch = 1;
    while (passed < DURATION) {
      for (const until = calls + batch; calls < until; calls++) once(calls);
      passed = performance.now() - start;
      // Looking at the clock takes time, so it is looked at some hundred times a round.
      if (passed < DURATION / 100) batch *= 2;
    }
    rates.push((calls * 1000) / passed);
  }
  return rates.sort((a, b) => a - b)[rates.length >> 1];
}

const perSecond = (value) => Math.round(value).toLocaleString('en');

function benchRules() {
  const rows = [];
  for (const [name, kind] of Object.entries(KINDS)) {
    let few;
    for (const count of RULES) {
      const config = rulesOf(count, kind);
      const tables = createTables(config);
      const ruleset = createRuleset(config, tables);
      const envelopes = envelopesFor(name, count);
      for (const one of envelopes) {
        const decision = runTask(ruleset.decide(one), nobody);
        if (decision.outcome !== 'action') throw new Error(`${name}: ${JSON.stringify(decision)}`);
      }
      const indexed = rate((n) => runTask(ruleset.decide(envelopes[n & 1023]), nobody));
      const walked = rate((n) => runTask(ruleset.walk(envelopes[n & 1023]), nobody));
      few ??= indexed;
      rows.push({
        'rules told apart by': name,
        rules: count,
        'envelopes/s': perSecond(indexed),
        'cost against few': (few / indexed).toFixed(2),
        'walk: envelopes/s': perSecond(walked),
        'index against walk': (indexed / walked).toFixed(1),
      });
    }
  }
  console.table(rows);
}

/** Tables of one shape, and keys that they hold. */
const SHAPES = {
  string: { service: 'string', entry: (n) => `key${n}`, key: (n) => `key${n}` },
  domain: { service: 'domain', entry: (n) => `d${n}.example.org`, key: (n) => `d${n}.example.org` },
  wildcard: { service: 'domain', entry: (n) => `*.d${n}.example.org`, key: (n) => `mail.d${n}.example.org` },
  network: {
    service: 'netaddr',
    entry: (n) => `${10 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.0/24`,
    key: (n) => `${10 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.7`,
  },
  address: {
    service: 'netaddr',
    entry: (n) => `2001:db8::${(n >> 16).toString(16)}:${(n & 65535).toString(16)}`,
    key: (n) => `[2001:db8::${(n >> 16).toString(16)}:${(n & 65535).toString(16)}]`,
  },
  mailaddr: { service: 'mailaddr', entry: (n) => `user${n}@example.org`, key: (n) => `user${n}+tag@example.org` },
};

function benchTables() {
  const rows = [];
  for (const [name, { service, entry, key }] of Object.entries(SHAPES)) {
    let few;
    for (const count of ENTRIES) {
      const tables = createTables(
        configOf(
          [],
          [
            list(
              't',
              Array.from({ length: count }, (_, n) => entry(n)),
            ),
          ],
        ),
      );
      const keys = Array.from({ length: 1024 }, (_, at) => key((at * 7919) % count));
      const start = performance.now();
      for (const one of keys) {
        if (runTask(tables.match('t', service, one), nobody).result !== 'found') throw new Error(`${name}: ${one}`);
      }
      const build = performance.now() - start;
      const found = rate((n) => runTask(tables.match('t', service, keys[n & 1023]), nobody));
      few ??= found;
      rows.push({
        table: name,
        entries: count,
        'lookups/s': perSecond(found),
        'cost against few': (few / found).toFixed(2),
        'first lookup ms': build.toFixed(0),
      });
    }
  }
  console.table(rows);
}

benchRules();
benchTables();
