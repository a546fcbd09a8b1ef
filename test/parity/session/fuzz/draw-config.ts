import type { Draw } from '../../fuzz/draw.js';
import { DOMAINS, LOCAL_PARTS, SENDERS } from './pools.js';

/** A configuration that the daemon accepts: tables, filters, listeners, actions and rules, drawn independently. */
export function drawConfig(draw: Draw): string {
  const filters = drawFilters(draw);
  const actions = draw.times(draw.between(2, 4), (at) => drawAction(draw, `a${at}`));
  const rules = draw.times(draw.between(2, 7), () => drawRule(draw, actions.length));
  return [
    ...(draw.chance(10) ? ['smtp sub-addr-delim "-"'] : []),
    ...(draw.chance(10) ? [`smtp limit max-rcpt ${draw.between(1, 4)}`] : []),
    ...(draw.chance(5) ? [`smtp max-message-size ${draw.between(200, 2000)}`] : []),
    ...(draw.chance(10) ? ['srs key "secret"'] : []),
    `table aliases { ${drawMapping(draw, () => draw.pick(LOCAL_PARTS), drawTargets)} }`,
    `table virtuals { ${drawMapping(draw, drawVirtualKey, drawTargets)} }`,
    `table users { alice = "2001:2001:/home/alice", dora = "3001:3001:/srv/dora", odd = "nonsense" }`,
    ...filters.lines,
    drawListener(draw, 25, filters.names),
    drawListener(draw, 587, filters.names),
    ...actions,
    ...rules,
    'match from any for domain { "last.test", "a.test", "mx.example.test" } action "a0"',
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `"${text}"`;
}

function drawList(draw: Draw, pool: readonly string[]): string {
  return `{ ${draw.times(draw.between(1, 3), () => quote(draw.pick(pool))).join(', ')} }`;
}

function drawMapping(draw: Draw, key: (draw: Draw) => string, value: (draw: Draw) => string): string {
  const rows = new Map(draw.times(draw.between(2, 7), () => [key(draw), value(draw)] as const));
  return [...rows].map(([from, to]) => `${quote(from)} = ${quote(to)}`).join(', ');
}

function drawVirtualKey(draw: Draw): string {
  const user = draw.pick(LOCAL_PARTS);
  const domain = draw.pick(DOMAINS);
  return draw.pick([`${user}@${domain}`, user, `@${domain}`, '@', `${user}+tag@${domain}`, `${user}+tag`]);
}

function drawTargets(draw: Draw): string {
  return draw.times(draw.between(1, 3), () => drawTarget(draw)).join(', ');
}

export function drawTarget(draw: Draw): string {
  const kind = draw.weighted({
    user: 50,
    address: 25,
    tagged: 6,
    error: 4,
    command: 4,
    file: 3,
    nonsense: 3,
    escaped: 5,
  });
  switch (kind) {
    case 'user':
      return draw.pick(LOCAL_PARTS);
    case 'address':
      return `${draw.pick(LOCAL_PARTS)}@${draw.pick(DOMAINS)}`;
    case 'tagged':
      return `${draw.pick(LOCAL_PARTS)}+tag`;
    case 'error':
      return draw.pick(['error:550 gone', 'error:450 later', 'error:nothing']);
    case 'command':
      return '|cat';
    case 'file':
      return '/tmp/file';
    case 'nonsense':
      return draw.pick(['b!b', 'two words', '<x@a.test>', '@', 'x@', ':include:/nowhere']);
    case 'escaped':
      return `\\\\${draw.pick(LOCAL_PARTS)}`;
  }
}

function drawFilters(draw: Draw): { readonly lines: readonly string[]; readonly names: readonly string[] } {
  const names = draw.times(draw.between(0, 4), (at) => `f${at}`);
  const lines = names.map((name) => `filter "${name}" ${drawFilter(draw)}`);
  if (names.length < 2) return { lines, names };
  return {
    lines: [...lines, `filter "chain" chain { ${draw.shuffled(names).map(quote).join(', ')} }`],
    names: [...names, 'chain', 'chain'],
  };
}

const PHASES = ['connect', 'helo', 'ehlo', 'mail-from', 'rcpt-to', 'data', 'commit'] as const;

function drawFilter(draw: Draw): string {
  const phase = draw.pick(PHASES);
  const at = PHASES.indexOf(phase);
  const conditions = [
    `src ${drawList(draw, ['192.0.2.0/28', '127.0.0.1', '198.51.100.0/24'])}`,
    'rdns',
    'fcrdns',
    `rdns regex "^mail"`,
    ...(at >= 1 ? [`helo ${drawList(draw, ['client.test', '*.example', 'odd.test'])}`] : []),
    ...(at >= 3
      ? [`mail-from ${drawList(draw, [...SENDERS, '@a.test', '@b.test'])}`, 'mail-from regex "^b"', 'auth']
      : []),
    ...(phase === 'rcpt-to'
      ? [`rcpt-to ${drawList(draw, ['alice@a.test', '@b.test', 'bob'])}`, 'rcpt-to regex "c"']
      : []),
  ];
  const negation = draw.chance(25) ? '!' : '';
  return `phase ${phase} match ${negation}${draw.pick(conditions)} ${drawDecision(draw, phase)}`;
}

function drawDecision(draw: Draw, phase: (typeof PHASES)[number]): string {
  const usual = ['reject "550 rejected"', 'reject "451 later"', 'disconnect "550 go"', 'report "seen"'];
  const more = phase === 'commit' ? [] : ['junk', 'bypass'];
  const rewrites = { 'mail-from': ['rewrite "<new@b.test>"'], 'rcpt-to': ['rewrite "<carol@a.test>"'] } as const;
  const rewrite = phase === 'mail-from' || phase === 'rcpt-to' ? rewrites[phase] : [];
  return draw.pick([...usual, ...more, ...rewrite]);
}

function drawListener(draw: Draw, port: number, filters: readonly string[]): string {
  return [
    `listen on lo port ${port}`,
    ...(draw.chance(40) ? [`tag ${draw.pick(['IN', 'out'])}`] : []),
    ...(draw.chance(20) ? ['hostname h.example.test'] : []),
    ...(draw.chance(10) ? ['mask-src'] : []),
    ...(draw.chance(10) ? ['no-dsn'] : []),
    ...(filters.length > 0 && draw.chance(60) ? [`filter "${draw.pick(filters)}"`] : []),
  ].join(' ');
}

function drawAction(draw: Draw, name: string): string {
  const method = draw.pick([
    'maildir',
    'maildir junk',
    'maildir "/srv/%{user.username}/%{dest.domain}"',
    'mbox',
    'mda "cat; : %{rcpt} %{dest.user} %{sender.user:lowercase} %{rcpt.user[0:2]}"',
    'forward-only',
    'expand-only',
    'relay',
    'relay',
  ]);
  if (method === 'relay') {
    const relay = [
      'relay host smtp://127.0.0.2:2525',
      'relay host smtp+notls://127.0.0.3:2525 helo "me.test"',
      'relay host smtp://127.0.0.4:2525 mail-from "@masked.test"',
    ];
    return `action "${name}" ${draw.pick(relay)}`;
  }
  const options = ['forward-only', 'expand-only', 'mbox'].includes(method)
    ? draw.pick(['', 'alias <aliases>', 'virtual <virtuals>'])
    : draw.pick([
        '',
        '',
        'alias <aliases>',
        'alias <aliases>',
        'virtual <virtuals>',
        'virtual <virtuals>',
        'userbase <users>',
        'user vmail',
        'virtual <virtuals> user vmail',
      ]);
  return `action "${name}" ${method} ${options}`.trimEnd();
}

function drawRule(draw: Draw, actions: number): string {
  const not = () => (draw.chance(20) ? '!' : '');
  const from = draw.pick([
    'from any',
    'from any',
    'from any',
    'from local',
    '',
    `${not()}from src ${drawList(draw, ['192.0.2.0/28', '127.0.0.1', '198.51.100.0/24', '::1', '2001:db8::/32'])}`,
    `${not()}from rdns`,
    `${not()}from rdns { "mail.example.com", "web.example.com" }`,
    `${not()}from src regex "^192"`,
    `${not()}from socket`,
  ]);
  const destination = draw.pick([
    'for any',
    'for local',
    '',
    `${not()}for domain ${drawList(draw, [...DOMAINS, '*.test', '*.a.test', '*b.test'])}`,
    `${not()}for domain ${drawList(draw, DOMAINS)}`,
    `${not()}for domain regex { "^a", "b\\.test$" }`,
    `${not()}for rcpt-to ${drawList(draw, ['alice@a.test', '@b.test', 'bob', 'carol+tag'])}`,
  ]);
  const more = [
    ...(draw.chance(15) ? [`${not()}tag ${draw.pick(['IN', '"OUT"', 'regex "^o"'])}`] : []),
    ...(draw.chance(15) ? [`${not()}helo ${draw.pick(['"client.test"', 'regex "^c"', '"*.example"'])}`] : []),
    ...(draw.chance(20) ? [`${not()}mail-from ${drawList(draw, [...SENDERS, '@a.test', 'b', '@'])}`] : []),
    ...(draw.chance(10) && !destination.includes('rcpt-to')
      ? [`${not()}rcpt-to ${drawList(draw, ['alice', '@a.test', 'bob@b.test'])}`]
      : []),
    ...(draw.chance(7) ? [`${not()}auth`] : []),
    ...(draw.chance(3) ? [`${not()}tls`] : []),
  ];
  const outcome = draw.chance(12) ? 'reject' : `action "a${draw.below(actions)}"`;
  return ['match', from, destination, ...more, outcome].filter((part) => part !== '').join(' ');
}
