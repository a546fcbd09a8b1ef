import fc from 'fast-check';

/** What rules of the little universe ask for, so that they meet often. */
const KEYS = {
  domain: ['a.example', 'b.example', 'x.a.example', '*.a.example', '*a.example', '*', 'mx.example.org'],
  src: ['10.0.0.0/8', '10.0.0.0/24', '10.0.0.1', '0.0.0.0/0', '::/0', 'local', '2001:db8::/32', '127.0.0.1'],
  rdns: ['a.example', 'mx.a.example', '*.a.example', 'local'],
  address: ['bob', 'bob@', '@a.example', 'bob@a.example', 'bob+t@a.example', '@', '@*.a.example', 'eve@b.example'],
  tag: ['WAN', 'LAN', 'wan'],
  user: ['bob', 'bob@a.example', '@a.example', 'eve'],
} as const;

const REGEXES = ['.*', '.', '.+', '^bob', 'example$', '^$', '^a\\.example$'];

const sometimes = fc.integer({ min: 0, max: 3 }).map((one) => one === 0);
const negation = sometimes.map((yes) => (yes ? '!' : ''));

/** A literal, a list of them, or now and then an expression. */
function value(keys: readonly string[]): fc.Arbitrary<string> {
  const quoted = fc.constantFrom(...keys).map((key) => `"${key}"`);
  return fc.oneof(
    { weight: 5, arbitrary: quoted },
    {
      weight: 3,
      arbitrary: fc.uniqueArray(quoted, { minLength: 1, maxLength: 3 }).map((all) => `{ ${all.join(', ')} }`),
    },
    { weight: 1, arbitrary: fc.constantFrom(...REGEXES).map((regex) => `regex "${regex}"`) },
  );
}

const clause = (word: string, keys: readonly string[]) =>
  fc.tuple(negation, value(keys)).map(([not, text]) => `${not}${word} ${text}`);

const from = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 6, arbitrary: fc.constant('from any') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('from local', '!from local', '!from any', 'from socket', '!from socket', 'from rdns'),
  },
  { weight: 4, arbitrary: clause('from src', KEYS.src) },
  { weight: 1, arbitrary: clause('from rdns', KEYS.rdns) },
  { weight: 1, arbitrary: fc.constantFrom('from auth', '!from auth') },
  { weight: 1, arbitrary: clause('from mail-from', KEYS.address) },
);

const to = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 6, arbitrary: fc.constant('for any') },
  { weight: 1, arbitrary: fc.constantFrom('for local', '!for local', '!for any') },
  { weight: 6, arbitrary: clause('for domain', KEYS.domain) },
  { weight: 1, arbitrary: clause('for rcpt-to', KEYS.address) },
);

/** Only now and then: a rule that asks for much matches little. */
const rarely = (arbitrary: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary });

const rule = fc
  .record({
    from,
    to,
    tag: rarely(clause('tag', KEYS.tag)),
    helo: rarely(clause('helo', KEYS.domain)),
    auth: rarely(
      fc.oneof(
        negation.map((not) => `${not}auth`),
        fc.tuple(negation, fc.constantFrom(...KEYS.user)).map(([not, user]) => `${not}auth { "${user}" }`),
      ),
    ),
    tls: rarely(rarely(fc.constant('tls'))),
    sender: rarely(clause('mail-from', KEYS.address)),
    rcpt: rarely(clause('rcpt-to', KEYS.address)),
    outcome: fc.constantFrom('action "relay"', 'action "relay"', 'action "mbox"', 'action "backup"', 'reject'),
  })
  .map((parts) => {
    const asked = [parts.from, parts.to, parts.tag, parts.helo, parts.tls];
    if (!/from auth/.test(parts.from)) asked.push(parts.auth);
    if (!/from mail-from/.test(parts.from)) asked.push(parts.sender);
    if (!/for rcpt-to/.test(parts.to)) asked.push(parts.rcpt);
    return ['match', ...asked.filter((part) => part !== ''), parts.outcome].join(' ');
  });

const LISTENERS = [
  'listen on 192.0.2.1',
  'listen on 192.0.2.1 port 26 tag WAN',
  'listen on lo port 27 tag LAN',
  'listen on 192.0.2.1 port 587 tls-require pki mail auth tag WAN',
  'listen on lo',
];

const HEAD = [
  'pki mail cert "/etc/ssl/mx.crt"',
  'pki mail key "/etc/ssl/private/mx.key"',
  'action "relay" relay',
  'action "mbox" mbox',
  'action "backup" relay backup',
];

/** A small configuration, each rule on a line of its own. */
export const smallConfig: fc.Arbitrary<string> = fc
  .tuple(fc.subarray(LISTENERS, { minLength: 1 }), fc.array(rule, { minLength: 1, maxLength: 6 }))
  .map(([listeners, rules]) => [...HEAD, ...listeners, ...rules, ''].join('\n'));
