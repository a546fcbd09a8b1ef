import type { CompiledFilter, CompiledListener, RelayAction } from '@smtpd-conf/compiler';
import type { Subject } from '../subject.js';
import { type Probe, probeRule, stranger } from './envelopes.js';
import { facesStrangers } from './public-address.js';
import { keysOfTest, type Rule, type Tables } from './rule-tests.js';

/** Why strangers can relay through a rule. */
export type OpenKind =
  /** Nothing is asked of them. */
  | 'any'
  /** What is asked can be made up, or holds for all. */
  | 'weak'
  /** A `!` lets all others in. */
  | 'negation';

export interface OpenRelay {
  readonly rule: Rule;
  readonly kind: OpenKind;
}

const FOREIGN = 'someone@elsewhere.invalid';
const SENDER = 'stranger@nowhere.invalid';

/** The rules through which a client that nobody knows can send mail to any domain. Silent where that cannot be told. */
export function openRelays(subject: Subject): readonly OpenRelay[] {
  const { rules, tables, actions } = subject.analysis.state;
  const relaying = rules.filter(({ outcome }) => {
    const action = outcome.type === 'action' ? actions.get(outcome.action) : undefined;
    return action?.type === 'relay' && relaysAnywhere(action);
  });
  const suspects = relaying.filter((rule) => leadsAnywhere(rule));
  if (suspects.length === 0) return [];
  const source = stranger(rules, tables);
  if (source === undefined) return [];
  return suspects.flatMap((rule) => {
    const probe = probeFor(rule, source, subject);
    if (probe === undefined || caughtBefore(rule, probe, rules, tables)) return [];
    return [{ rule, kind: kindOf(rule) }];
  });
}

/** A backup MX relays only to exchangers that the domain itself names before it. */
function relaysAnywhere({ backup }: RelayAction): boolean {
  return backup === undefined;
}

/** Whether the recipients of a rule are all, or all but some. */
function leadsAnywhere({ for: to, rcptTo, tls }: Rule): boolean {
  if (tls !== undefined || (rcptTo !== undefined && !rcptTo.negated)) return false;
  return to.negated ? to.table !== '<anydestination>' : to.table === '<anydestination>' || universal(to);
}

function universal({ table, regex }: Rule['for']): boolean {
  if (typeof table === 'string' || table?.backend !== 'static') return false;
  return table.entries?.some(([key]) => (regex ? key === '.*' || key === '^.*$' : key === '*')) ?? false;
}

/** The envelope of a stranger that the rule would take; undefined where it takes none, or where that is unknown. */
function probeFor(rule: Rule, source: string, subject: Subject): Probe | undefined {
  const { tables } = subject.analysis.state;
  const tag = openListener(rule, subject)?.tag ?? (openListener(rule, subject) ? '' : undefined);
  if (tag === undefined) return undefined;
  const probe = {
    source,
    tag: tag.toLowerCase(),
    helo: rule.helo && !rule.helo.negated ? (exampleOf(rule.helo, tables) ?? '') : 'stranger.invalid',
    sender: rule.mailFrom && !rule.mailFrom.negated ? (exampleOf(rule.mailFrom, tables, true) ?? '') : SENDER,
    rcpt: FOREIGN,
    authenticated: false,
  };
  const { from } = rule;
  const anyName = from.type === 'rdns' && !from.negated;
  const matches = probeRule(
    anyName ? { ...rule, from: { ...from, type: 'src', table: '<anyhost>', regex: false } } : rule,
    probe,
    tables,
  );
  return matches === 'yes' ? probe : undefined;
}

/** A value that the entries of a test let through. */
function exampleOf(test: NonNullable<Rule['helo']>, tables: Tables, address = false): string | undefined {
  const key = test.regex ? undefined : keysOfTest(test, tables)?.[0];
  if (key === undefined) return undefined;
  const plain = key.replaceAll('*', 'x');
  if (!address) return plain;
  if (!plain.includes('@')) return `${plain}@nowhere.invalid`;
  return plain.startsWith('@') ? `someone${plain}` : plain;
}

/** A listener of the rule where strangers may come without authentication. */
function openListener({ tag }: Rule, subject: Subject): CompiledListener | undefined {
  const { listeners, filters, tables } = subject.analysis.state;
  return listeners.find((listener) => {
    if (!facesStrangers(listener) || listener.auth?.required || (listener.tls?.verify ?? false)) return false;
    if (closedByFilter(listener.filter, filters)) return false;
    if (tag === undefined) return true;
    const keys = tag.regex ? undefined : keysOfTest(tag, tables);
    return keys?.includes((listener.tag ?? '').toLowerCase()) === !tag.negated;
  });
}

/** Whether a filter turns away whoever is not expected: has not authenticated, or comes from elsewhere. */
function closedByFilter(name: string | undefined, filters: ReadonlyMap<string, CompiledFilter>): boolean {
  const filter = name === undefined ? undefined : filters.get(name);
  if (filter?.type === 'chain') return filter.filters.some((one) => closedByFilter(one, filters));
  if (filter?.type !== 'builtin' || !filter.condition.negated) return false;
  const refuses = filter.decision.type === 'reject' || filter.decision.type === 'disconnect';
  return refuses && (filter.condition.type === 'auth' || filter.condition.type === 'src');
}

/** Whether an earlier rule takes the probe, or might as a list of those who may pass. */
function caughtBefore(rule: Rule, probe: Probe, rules: readonly Rule[], tables: Tables): boolean {
  for (const earlier of rules) {
    if (earlier === rule) return false;
    const matches = probeRule(earlier, probe, tables);
    if (matches === 'yes' || (matches === 'unknown' && mayBeAllowlist(earlier))) return true;
  }
  return false;
}

/** `!from <known> reject` and its like turn away all but some. */
function mayBeAllowlist({ outcome, from, auth, mailFrom, helo, tls }: Rule): boolean {
  if (tls !== undefined) return true;
  return outcome.type === 'reject' && [from, auth, mailFrom, helo].some((test) => test?.negated);
}

function kindOf({ from, for: to, auth, mailFrom, rcptTo, helo }: Rule): OpenKind {
  if ([from, to, auth, mailFrom, rcptTo].some((test) => test?.negated)) return 'negation';
  return mailFrom || helo || from.type === 'rdns' ? 'weak' : 'any';
}
