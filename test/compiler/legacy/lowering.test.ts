import { analyze, type CompiledConfig, describedWorld } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import { describe, expect, test } from 'vitest';

const WORLD = describedWorld({ hostname: 'mx.example.test', interfaces: { lo: ['127.0.0.1'] } });

function compile(text: string): CompiledConfig {
  return analyze(new Source('legacy.conf', text), WORLD).config;
}

/** Rules as short as they can be said: the slots that are set, tables by their keys. */
function rulesOf(text: string): string[] {
  const { rules, tables } = compile(text);
  const keys = (name: string | undefined): string => {
    const table = tables.find((one) => one.name === name);
    return name?.startsWith('<dynamic') ? (table?.entries ?? []).map(([key]) => key).join() : (name ?? '');
  };
  return rules.map(({ from, for: to, tag, auth, mailFrom, rcptTo, outcome }) => {
    const said = Object.entries({ from, for: to, tag, auth, mailFrom, rcptTo }).flatMap(([slot, one]) =>
      one === undefined
        ? []
        : [`${one.negated ? '!' : ''}${slot}${one.table === undefined ? '' : ` ${keys(one.table)}`}`],
    );
    return `${said.join(' ')}: ${outcome.type === 'reject' ? 'reject' : outcome.action}`;
  });
}

const AUTH = 'pki x certificate "/x" key "/y"\nlisten on lo tls pki x auth mask-source\n';

describe('rules of the grammar before 6.4 as match rules', () => {
  const check = (text: string, expected: readonly string[]): void => expect(rulesOf(text)).toEqual(expected);

  test('what nobody wrote', () => check('accept deliver to mbox', ['from <localhost> for <localnames>: local']));
  test('criteria and their negations', () => {
    check(
      'reject tagged ! DKIM from ! source 192.0.2.0/24 for ! domain { a.test, b.test } sender ! "@c.test" recipient "d"',
      ['!from 192.0.2.0/24 !for a.test,b.test !tag dkim !mailFrom @c.test rcptTo d: reject'],
    );
  });
  test('for all, from all', () =>
    check('accept from all for all relay', ['from <anyhost> for <anydestination>: relay']));
  test('from a table without source', () =>
    check('accept from 192.0.2.1 deliver to mbox', ['from 192.0.2.1 for <localnames>: local']));

  describe('a session that has logged in counts as one from this host', () => {
    test('local', () => {
      check(`${AUTH}accept for any relay`, [
        'from <localhost> for <anydestination>: relay',
        'from <anyhost> for <anydestination> auth: relay',
      ]);
    });
    test('not local', () =>
      check(`${AUTH}reject from ! local for any`, ['!from <localhost> for <anydestination> !auth: reject']));
    test('any', () => check(`${AUTH}accept from any for any relay`, ['from <anyhost> for <anydestination>: relay']));
    test('a network, though the client sits in it', () => {
      check(`${AUTH}accept from source 192.0.2.0/24 for any relay`, [
        'from 192.0.2.0/24 for <anydestination> !auth: relay',
      ]);
    });
    test('not a network', () => {
      check(`${AUTH}accept from ! source 192.0.2.0/24 for any relay`, [
        '!from 192.0.2.0/24 for <anydestination>: relay',
        'from <anyhost> for <anydestination> auth: relay',
      ]);
    });
    test('a table that says local', () => {
      check(`${AUTH}accept from source { "local", 192.0.2.1 } for any relay`, [
        'from local,192.0.2.1 for <anydestination>: relay',
        'from <anyhost> for <anydestination> auth: relay',
      ]);
    });
    test('authenticated', () => {
      check(`${AUTH}accept authenticated for any relay`, ['from <anyhost> for <anydestination> auth: relay']);
      check(`${AUTH}accept ! authenticated for any relay`, ['from <localhost> for <anydestination> !auth: relay']);
      check(`${AUTH}accept authenticated from source 192.0.2.1 for any relay`, []);
    });
  });
  test('rules of both dialects in their order', () => {
    check('action "a" mbox\nmatch for any action "a"\nreject for any\nmatch for local reject\naccept for any relay', [
      'from <localhost> for <anydestination>: a',
      'from <localhost> for <anydestination>: reject',
      'from <localhost> for <localnames>: reject',
      'from <localhost> for <anydestination>: relay',
    ]);
  });
});

describe('ways to deliver as actions', () => {
  const TABLES = 'table s { l = "u:p" }\ntable a { b = c }\n';
  const check = (rule: string, expected: unknown): void => {
    const { actions, tables } = compile(`${TABLES}pki p certificate "/x"\n${rule}`);
    const action = { ...(actions[0] as unknown as Record<string, unknown>) };
    delete action.origin;
    delete action.userbase;
    const host = tables.find(({ name }) => name === (action as { smarthost?: { table: string } }).smarthost?.table);
    expect({ ...action, ...(host ? { smarthost: host.entries?.[0]?.[0] } : {}) }).toEqual(expected);
  };
  const relay = (more: object) => ({ name: 'relay', type: 'relay', srs: false, ...more });
  const via = (name: string, more: object) => relay({ name, ...more });
  const local = (more: object) => ({ name: 'local', type: 'local', ...more });

  test.each<[string, object]>([
    ['accept deliver to mbox', local({ method: { type: 'mbox' } })],
    ['accept deliver to maildir', local({ method: { type: 'maildir', junk: false } })],
    ['accept deliver to maildir "p"', local({ method: { type: 'maildir', path: 'p', junk: false } })],
    [
      'accept deliver to lmtp "h:24" as u',
      local({ method: { type: 'lmtp', destination: 'h:24', rcptTo: false }, user: 'u' }),
    ],
    ['accept deliver to lmtp "/s" rcpt-to', local({ method: { type: 'lmtp', destination: '/s', rcptTo: true } })],
    ['accept deliver to mda "m" as u', local({ method: { type: 'mda', command: 'm' }, user: 'u' })],
    ['accept alias <a> deliver to mbox', local({ method: { type: 'mbox' }, alias: 'a' })],
    ['accept virtual <a> deliver to mbox', local({ name: 'virtual', method: { type: 'mbox' }, virtual: 'a' })],
    ['accept alias <a> forward-only', local({ name: 'forward', method: { type: 'forward-only' }, alias: 'a' })],
    ['accept alias <a>', local({ name: 'expand', method: { type: 'expand-only' }, alias: 'a' })],
    ['accept deliver to mbox expire 1d', local({ method: { type: 'mbox' }, ttl: 86400 })],
    ['accept deliver to mbox\nexpire 1d', local({ method: { type: 'mbox' }, ttl: 345600 })],
    ['expire 1d\naccept deliver to mbox', local({ method: { type: 'mbox' } })],
    ['accept for any relay', relay({})],
    ['accept for any relay tls', relay({ tls: { verify: false } })],
    ['accept for any relay tls verify', relay({ tls: { verify: true } })],
    ['accept for any relay backup', relay({ name: 'backup', backup: {} })],
    ['accept for any relay backup "m"', relay({ name: 'backup', backup: { mx: 'm' } })],
    ['accept for any relay as "@d"', relay({ mailFrom: '@d' })],
    ['accept for any relay as "u"', relay({ mailFrom: 'u@mx.example.test' })],
    ['accept for any relay hostname h pki P', relay({ helo: 'h', pki: 'p' })],
    ['accept for any relay via h', via('smarthost', { smarthost: 'smtp://h' })],
    ['accept for any relay via "smtp://h"', via('smarthost', { smarthost: 'smtp+notls://h' })],
    ['accept for any relay via "smtp+tls://h:25"', via('smarthost', { smarthost: 'smtp://h:25' })],
    ['accept for any relay via "tls://h"', via('smarthost', { smarthost: 'smtp+tls://h', tls: { verify: false } })],
    [
      'accept for any relay via "tls://h" verify',
      via('smarthost', { smarthost: 'smtp+tls://h', tls: { verify: true } }),
    ],
    ['accept for any relay via "smtps://h"', via('smarthost', { smarthost: 'smtps://h', tls: { verify: false } })],
    ['accept for any relay via "secure://h"', via('smarthost', { smarthost: 'smtps://h', tls: { verify: false } })],
    [
      'accept for any relay via "tls+auth://l@h" auth <s>',
      via('smarthost', { smarthost: 'smtp+tls://l@h', tls: { verify: false }, auth: 's' }),
    ],
    ['accept for any relay via "lmtp://h:24"', via('smarthost', { smarthost: 'lmtp://h:24' })],
    ['accept for any relay via "backup://m"', via('backup', { backup: { mx: 'm' } })],
  ])('%s', check);

  test('rules that deliver alike share an action, others get names of their own', () => {
    const text =
      'accept deliver to mbox\naccept from any deliver to mbox\naccept for domain a.test deliver to mbox\naccept for domain b.test deliver to maildir';
    expect(compile(text).actions.map(({ name }) => name)).toEqual(['local', 'maildir']);
  });
  test('a name that stands in the file is left alone', () => {
    const { actions } = compile('accept for any relay\naction "relay" mbox\n');
    expect(actions.map(({ name, type }) => [name, type])).toEqual([
      ['relay', 'local'],
      ['relay_2', 'relay'],
    ]);
  });
});

describe('listeners', () => {
  test('secure is two of them', () => {
    const { listeners } = compile('pki x cert "/x" key "/y"\nlisten on lo secure pki x tag T\n');
    expect(listeners.map(({ port, tls, tag }) => [port, tls?.mode, tag])).toEqual([
      [25, 'starttls', 'T'],
      [465, 'smtps', 'T'],
    ]);
  });
  test('the certificate that nobody names is that of the host name', () => {
    const { listeners } = compile('pki MX.example.test certificate "/x" key "/y"\nlisten on lo tls mask-source\n');
    expect(listeners[0]).toMatchObject({ tls: { pki: ['mx.example.test'] }, maskSource: true });
  });
});
