import type { CompiledConfig, CompiledRule } from '@smtpd-conf/compiler';
import { createRuleset, createTables, type Envelope, type MailAddress, runTask } from '@smtpd-conf/engine';

/** Who has no key anywhere. */
export const STRANGER = '203.0.113.77';
export const FOREIGN_DOMAIN = 'elsewhere.invalid';

const SOURCES = [
  ...[STRANGER, 'local', '127.0.0.1', '10.0.0.1', '10.0.0.2', '10.1.0.1', '192.0.2.1'],
  ...['[2001:db8::9]', '[2001:db9::1]'],
];
const NAMES = ['<unknown>', 'a.example', 'mx.a.example', 'elsewhere.invalid', 'local'];
const DOMAINS = [
  ...[FOREIGN_DOMAIN, 'a.example', 'x.a.example', 'x.y.a.example', 'xa.example', 'b.example'],
  'mx.example.org',
];
const LOGINS = [undefined, '', 'bob', 'bob@a.example', 'eve@a.example', 'eve'];
const SENDERS: readonly MailAddress[] = [
  { user: 'stranger', domain: FOREIGN_DOMAIN },
  { user: '', domain: '' },
  { user: 'bob', domain: 'a.example' },
  { user: 'bob+t', domain: 'a.example' },
  { user: 'eve', domain: 'a.example' },
  { user: 'bob', domain: 'x.a.example' },
  { user: 'eve', domain: 'x.a.example' },
  { user: 'eve', domain: 'b.example' },
];

type Part = Partial<Envelope>;

/** Every value of what rules ask for independently of each other: where from, for whom, and so on. */
const FROM: readonly Part[] = [false, true].flatMap((internal) =>
  SOURCES.flatMap((source) => NAMES.map((rdns) => ({ source, rdns, internal }))),
);
const TO: readonly Part[] = DOMAINS.flatMap((domain) =>
  ['eve', 'bob', 'bob+t'].map((user) => ({ rcpt: { user, domain }, dest: { user, domain } })),
);
const AUTH: readonly Part[] = LOGINS.map((login) => ({ authenticated: login !== undefined, username: login ?? '' }));

/** The criteria that ask for each of these. */
const DIMENSIONS: readonly {
  values(config: CompiledConfig): readonly Part[];
  asked: readonly (keyof CompiledRule)[];
}[] = [
  { values: () => FROM, asked: ['from'] },
  { values: () => TO, asked: ['for', 'rcptTo'] },
  {
    values: (config) => [...new Set([...openTags(config), '', ...allTags(config)])].map((tag) => ({ tag })),
    asked: ['tag'],
  },
  { values: () => DOMAINS.map((helo) => ({ helo })), asked: ['helo'] },
  { values: () => AUTH, asked: ['auth'] },
  { values: () => SENDERS.map((sender) => ({ sender })), asked: ['mailFrom'] },
];

const allTags = ({ listeners }: CompiledConfig): string[] => listeners.map(({ tag = '' }) => tag);

/** The tags of mail that comes in where strangers can connect and need not authenticate. */
export function openTags({ listeners }: CompiledConfig): string[] {
  return listeners.filter(({ address, auth }) => address === '192.0.2.1' && !auth?.required).map(({ tag = '' }) => tag);
}

const PLAIN: Envelope = {
  tag: '',
  smtpname: 'mx.example.org',
  source: STRANGER,
  rdns: '<unknown>',
  helo: FOREIGN_DOMAIN,
  authenticated: false,
  username: '',
  sender: { user: 'stranger', domain: FOREIGN_DOMAIN },
  rcpt: { user: 'eve', domain: FOREIGN_DOMAIN },
  dest: { user: 'eve', domain: FOREIGN_DOMAIN },
  internal: false,
  bounce: false,
};

/**
 * Every envelope of the little universe, but for those that no rule of the configuration can tell from another one here: of
 * values for which the engine answers all criteria alike, the first stands for the others.
 */
export function* envelopes(config: CompiledConfig): Iterable<Envelope> {
  yield* combine(
    DIMENSIONS.map(({ values, asked }) => representatives(values(config), asked, config)),
    PLAIN,
  );
}

function* combine([first, ...rest]: readonly (readonly Part[])[], so: Envelope): Iterable<Envelope> {
  if (first === undefined) yield so;
  else for (const part of first) yield* combine(rest, { ...so, ...part });
}

function representatives(
  values: readonly Part[],
  asked: readonly (keyof CompiledRule)[],
  config: CompiledConfig,
): readonly Part[] {
  const rulesets = config.rules.map((rule) => only(rule, asked, config));
  const kinds = new Map<string, Part>();
  for (const part of values) {
    const kind = rulesets.map((ruleset) => runTask(ruleset.walk({ ...PLAIN, ...part }), noAnswer).outcome).join();
    if (!kinds.has(kind)) kinds.set(kind, part);
  }
  return [...kinds.values()];
}

/** A rule that asks for nothing but some of what another one asks for. */
function only(rule: CompiledRule, asked: readonly (keyof CompiledRule)[], config: CompiledConfig) {
  const anyone: CompiledRule = {
    from: { type: 'src', table: '<anyhost>', negated: false, regex: false, implicit: false },
    for: { table: '<anydestination>', negated: false, regex: false, implicit: false },
    outcome: { type: 'reject' },
    origin: rule.origin,
  };
  const kept = Object.fromEntries(Object.entries(rule).filter(([key]) => asked.includes(key as keyof CompiledRule)));
  return createRuleset({ ...config, rules: [{ ...anyone, ...kept }] }, createTables(config));
}

/** All tables of the universe are static, so that nobody outside is ever asked. */
export function noAnswer(): never {
  throw new Error('all tables are static');
}
