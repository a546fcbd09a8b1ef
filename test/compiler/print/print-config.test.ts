import { VERSIONS } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  CompiledConfig,
  CompiledListener,
  CompiledRule,
  CompiledTable,
  Origin,
} from '../../../compiler/src/config/compiled-config.js';
import { printConfig } from '../../../compiler/src/print/print-config.js';
import { drawConfig } from '../../support/draw-config.js';

const ORIGIN: Origin = { file: 0, line: 1, start: 0, end: 5 };

const EMPTY: CompiledConfig = {
  version: 1,
  target: { version: '7.8.0', platform: 'linux' },
  files: ['smtpd.conf'],
  settings: {
    hostname: 'mail.example.org',
    bounceWarn: [14400],
    queue: { compression: false, ttl: 345600 },
    smtp: { maxMessageSize: 36700160, subAddressDelimiter: '+', limits: { 'max-rcpt': 1000 } },
    mda: { limits: {} },
    mta: { maxDeferred: 100, limits: { values: {}, family: 'any' }, domains: {} },
    scheduler: { limits: {} },
  },
  tables: [],
  pki: [],
  ca: [],
  wrappers: [],
  procs: [],
  filters: [],
  actions: [],
  socket: { hostname: 'mail.example.org', maskSource: false, dsn: true },
  listeners: [],
  rules: [],
};

const RULE: CompiledRule = {
  from: { type: 'src', negated: false, regex: false, table: '<localhost>', implicit: true },
  for: { negated: false, regex: false, table: '<localnames>', implicit: true },
  outcome: { type: 'reject' },
  origin: ORIGIN,
};

const LISTENER: CompiledListener = {
  on: 'eth0',
  family: 'inet4',
  address: '192.0.2.1',
  port: 25,
  local: false,
  hostname: 'mail.example.org',
  maskSource: false,
  receivedAuth: false,
  dsn: true,
  proxyV2: false,
  origin: ORIGIN,
};

const table = (name: string, entries: CompiledTable['entries'] & {}): CompiledTable => ({
  name,
  backend: 'static',
  kind: entries[0]?.length === 2 ? 'hash' : 'list',
  entries,
  origin: ORIGIN,
});

function print(parts: Partial<CompiledConfig>, version = VERSIONS[VERSIONS.length - 1]): string {
  const result = printConfig({ ...EMPTY, ...parts }, version as (typeof VERSIONS)[number]);
  return 'text' in result ? result.text : result.errors.map(({ message }) => `! ${message}\n`).join('');
}

describe('printConfig', () => {
  test('prints nothing for what the daemon has by itself', () => {
    expect(print({})).toBe('');
    expect(print({ tables: [table('<localnames>', [['localhost']]), table('<localhost>', [['local']])] })).toBe('');
  });

  test('prints tables by where their entries are', () => {
    const base = { backend: 'static', kind: 'hash', origin: ORIGIN } as const;
    const tables: CompiledTable[] = [
      table('domains', [['example.org'], ['example.net']]),
      table('virtuals', [
        ['abuse', 'root'],
        ['@', 'a user'],
      ]),
      { ...base, name: 'aliases', config: '/etc/mail/aliases', entries: [['a', 'b']] },
      { ...base, name: 'my users', backend: 'proc', config: 'ldap:/etc/mail/ldap.conf', kind: 'dynamic' },
      { ...base, name: 'users', backend: 'proc', config: 'passwd', kind: 'dynamic' },
      { ...base, name: 'db', backend: 'db', config: '/etc/mail/a b.db', kind: 'dynamic' },
      { ...base, name: 'nobody', kind: 'none' },
    ];
    expect(print({ tables })).toBe(
      [
        'table domains { example.org, example.net }',
        'table virtuals { abuse = root, "@" = "a user" }',
        'table aliases file:/etc/mail/aliases',
        'table "my users" ldap:/etc/mail/ldap.conf',
        'table users passwd',
        'table db "db:/etc/mail/a b.db"',
        'table nobody static',
        '',
      ].join('\n'),
    );
  });

  test('a long table stands on several lines that every release joins', () => {
    const tables = [
      table(
        'long',
        ['a', 'b', 'c'].map((key) => [key.repeat(40)]),
      ),
    ];
    const [a, b, c] = ['a', 'b', 'c'].map((key) => key.repeat(40));
    expect(print({ tables })).toBe(`table long { \\\n  ${a}, \\\n  ${b}, \\\n  ${c} \\\n}\n`);
  });

  test('prints rules without what is implied, and built-in tables as words', () => {
    const any = { negated: false, regex: false, implicit: false };
    const tables = [
      table('<dynamic:0>', [['example.org']]),
      table('<dynamic:1>', [['a'], ['b']]),
      table('vip', [['c']]),
    ];
    const rules: CompiledRule[] = [
      RULE,
      { ...RULE, from: { ...any, type: 'src', table: '<anyhost>' }, for: { ...any, table: '<dynamic:0>' } },
      {
        ...RULE,
        mailFrom: { negated: true, regex: true, table: '<dynamic:1>' },
        auth: { negated: true, regex: false },
      },
      {
        ...RULE,
        from: { ...any, type: 'socket', negated: true },
        rcptTo: { negated: false, regex: false, table: 'vip' },
      },
      { ...RULE, from: { ...any, type: 'src', table: '<localhost>' }, for: { ...any, table: '<localnames>' } },
      { ...RULE, from: { ...any, type: 'rdns' }, for: { ...any, table: '<anydestination>', negated: true } },
    ];
    expect(print({ tables, rules })).toBe(
      [
        'table vip { c }',
        '',
        'match reject',
        'match from any for domain example.org reject',
        'match !auth !mail-from regex { a, b } reject',
        'match !from socket rcpt-to <vip> reject',
        'match from local for local reject',
        'match from rdns !for any reject',
        '',
      ].join('\n'),
    );
  });

  test('criteria with tables of their own keep the order of the numbers', () => {
    const tables = [table('<dynamic:0>', [['for']]), table('<dynamic:1>', [['from']])];
    const rule: CompiledRule = {
      ...RULE,
      from: { type: 'src', negated: false, regex: false, table: '<dynamic:1>', implicit: false },
      for: { negated: false, regex: false, table: '<dynamic:0>', implicit: false },
    };
    expect(print({ tables, rules: [rule] })).toBe('match for domain "for" from src "from" reject\n');
  });

  test('statements move up where the numbers of their tables ask for it', () => {
    const tables = [table('<dynamic:0>', [['first']]), table('<dynamic:1>', [['a', 'b']])];
    const rule: CompiledRule = { ...RULE, tag: { negated: false, regex: false, table: '<dynamic:0>' } };
    const action = { type: 'local', method: { type: 'mbox' }, userbase: '<getpwnam>', origin: ORIGIN } as const;
    const actions = [
      { ...action, name: 'early' },
      { ...action, name: 'late', alias: '<dynamic:1>' },
    ] as const;
    expect(print({ tables, rules: [rule, RULE], actions })).toBe(
      'action early mbox\n\nmatch tag first reject\n\naction late mbox alias { a = b }\n\nmatch reject\n',
    );
  });

  test('before 7.5 a socket that offers notifications is one that a statement speaks of', () => {
    const { socket } = EMPTY;
    expect(print({ socket: { ...socket, dsn: true } }, '6.8.0')).toBe('listen on socket\n');
    expect(print({ socket: { ...socket, dsn: false } }, '6.8.0')).toBe('');
    expect(print({ socket: { ...socket, dsn: false } }, '7.5.0')).toBe('listen on socket no-dsn\n');
    expect(print({ socket: { ...socket, dsn: true } }, '7.5.0')).toBe('');
  });

  test('listeners of one statement are one again', () => {
    const both: CompiledListener[] = [
      LISTENER,
      { ...LISTENER, family: 'inet6', address: '2001:db8::1' },
      { ...LISTENER, origin: { ...ORIGIN, line: 2 }, on: 'lo', address: '127.0.0.1', local: true, port: 587 },
      { ...LISTENER, origin: { ...ORIGIN, line: 3 }, on: '192.0.2.9', address: '192.0.2.9', dsn: false },
    ];
    expect(print({ listeners: both })).toBe(
      'listen on eth0\nlisten on lo inet4 port 587\nlisten on 192.0.2.9 no-dsn\n',
    );
  });

  test('prints filters, chains in place, and processes that a filter brings', () => {
    const base = { subsystems: ['smtp-in'], origin: ORIGIN } as const;
    const condition = { type: 'rdns', negated: true, regex: false } as const;
    const text = print({
      procs: [
        { name: 'rspamd', command: 'filter-rspamd -url http://localhost', user: '_rspamd', origin: ORIGIN },
        { name: 'shared', command: '/bin/filter', origin: ORIGIN },
      ],
      filters: [
        { ...base, name: 'rspamd', type: 'proc', proc: 'rspamd' },
        { ...base, name: 'one', type: 'proc', proc: 'shared' },
        {
          ...base,
          name: 'no rdns',
          type: 'builtin',
          phase: 'connect',
          written: 'connect',
          condition,
          decision: { type: 'disconnect', text: '550 no name' },
        },
        { ...base, name: 'all', type: 'chain', filters: ['no rdns', 'rspamd'] },
        { ...base, name: '<dynchain:00000001>', type: 'chain', filters: ['one', 'no rdns'] },
      ],
      listeners: [{ ...LISTENER, on: '::1', filter: '<dynchain:00000001>' }],
      socket: { ...EMPTY.socket, filter: 'all', tag: 'local' },
    });
    expect(text).toBe(
      [
        'proc shared "/bin/filter"',
        'filter rspamd proc-exec "filter-rspamd -url http://localhost" user _rspamd',
        'filter one proc shared',
        'filter "no rdns" phase connect match !rdns disconnect "550 no name"',
        'filter all chain { "no rdns", rspamd }',
        '',
        'listen on socket tag "local" filter all',
        'listen on ::1 filter { one, "no rdns" }',
        '',
      ].join('\n'),
    );
  });

  test('the smarthost stands before its credentials, settings before what needs them', () => {
    const text = print({
      settings: {
        ...EMPTY.settings,
        srs: { key: 'secret', ttl: 4 },
        queue: { compression: true, ttl: 5400, encryption: { key: 'stdin' } },
        mta: {
          maxDeferred: 100,
          limits: { values: { 'max-conn-per-host': 3, 'conn-delay-host': 0 }, family: 'inet4' },
          domains: { 'example.com': { values: { 'max-conn-per-host': 10 }, family: 'any' } },
        },
      },
      tables: [
        table('<dynamic:0>', [['192.0.2.1']]),
        table('<dynamic:1>', [['smtp+tls://label@relay.example.org']]),
        table('secrets', [['label', 'user:password']]),
      ],
      actions: [
        {
          name: 'out',
          type: 'relay',
          source: '<dynamic:0>',
          smarthost: { table: '<dynamic:1>', byDomain: false },
          auth: 'secrets',
          srs: true,
          ttl: 86400,
          origin: ORIGIN,
        },
      ],
    });
    expect(text).toBe(
      [
        'queue compression',
        'queue encryption stdin',
        'queue ttl 90m',
        'mta limit for domain example.com',
        'mta limit inet4 max-conn-per-host 3',
        'srs key secret',
        '',
        'table secrets { label = user:password }',
        '',
        'action out relay src 192.0.2.1 host smtp+tls://label@relay.example.org auth <secrets> srs ttl 1d',
        '',
      ].join('\n'),
    );
  });

  test('what the release lacks is named, with the release that has it', () => {
    const tls = { mode: 'starttls', verify: false, pki: ['a', 'b'], protocols: 'TLSv1.3' } as const;
    const parts: Partial<CompiledConfig> = {
      pki: ['a', 'b'].map((name) => ({ name, dhe: 'none', origin: ORIGIN })),
      tables: [table('map', [['a', 'b']])],
      listeners: [{ ...LISTENER, tls }],
      socket: { ...EMPTY.socket, maskSource: true, dsn: false },
      rules: [{ ...RULE, mailFrom: { negated: false, regex: false, table: 'map' } }],
    };
    const result = printConfig({ ...EMPTY, ...parts }, '6.8.0');
    expect(result).toEqual({
      errors: [
        {
          message: 'listen on socket: "no-dsn" cannot be written (OpenSMTPD 7.5.0 and later can, 6.8.0 cannot)',
          since: '7.5.0',
        },
        {
          message:
            'listen on eth0: more than one "pki" cannot be written (OpenSMTPD 7.3.0 and later can, 6.8.0 cannot)',
          since: '7.3.0',
          origin: ORIGIN,
        },
        {
          message: 'listen on eth0: "protocols STRING" cannot be written (OpenSMTPD 7.3.0 and later can, 6.8.0 cannot)',
          since: '7.3.0',
          origin: ORIGIN,
        },
        {
          message:
            'match rule 1: "mail-from" with a mapping cannot be written (OpenSMTPD 7.5.0 and later can, 6.8.0 cannot)',
          since: '7.5.0',
          origin: ORIGIN,
        },
      ],
    });
    expect(print(parts, '7.5.0')).toContain('listen on eth0 inet4 tls pki a pki b protocols TLSv1.3\n');
  });

  test('what no release can say is an error too', () => {
    expect(print({ tables: [table('t', [['a\nb']])] })).toBe('! table t: a line feed cannot be written: "a\\nb"\n');
    expect(print({ rules: [{ ...RULE, tag: { negated: false, regex: false, table: 'nope' } }] })).toBe(
      '! match rule 1: there is no table named "nope"\n',
    );
  });

  test.each(['6.8.0', '7.8.0'] as const)('a table for %s has as many entries as the daemon has room for', (version) => {
    const numbered = (count: number) => [
      table(
        't',
        Array.from({ length: count }, (_, index) => [`e${index}`]),
      ),
    ];
    expect(print({ tables: numbered(4996) }, version)).toContain('e4995 ');
    expect(print({ tables: numbered(4998) }, version)).toBe(
      "! table t: the list is too long for the daemon's parser; keep its entries in a file\n",
    );
  });

  test('prints what it can for every release, and says the rest', () => {
    const files = { cert: '/cert', key: '/key', list: '/list' };
    fc.assert(
      fc.property(fc.gen(), fc.constantFrom(...VERSIONS), (draw, version) => {
        const result = printConfig(drawConfig(draw, '7.8.0', files), version);
        if ('text' in result) return;
        for (const { message, since } of result.errors) {
          expect(message).toContain(`OpenSMTPD ${since} and later`);
          expect(VERSIONS.indexOf(since as never)).toBeGreaterThan(VERSIONS.indexOf(version));
        }
      }),
    );
  });
});
