import type { TableState } from '@smtpd-conf/compiler';
import type { Subject } from '../subject.js';
import { type Answer, answer, answerAgain, type Rule, type RuleTest, type Tables } from './rule-tests.js';

/** One envelope to try rules with: what a rule asks of it, in lower case. */
export interface Probe {
  /** The address of the client; "local" for the socket. */
  readonly source: string;
  /** The client's name in the DNS; '' for none. */
  readonly rdns: string;
  readonly tag: string;
  readonly helo: string;
  readonly sender: string;
  readonly rcpt: string;
  /** The user name, '' for mail from the socket; undefined for a client that has not authenticated. */
  readonly login: string | undefined;
}

/**
 * Whether a rule decides about a probe; `unknown` where a part of the answer is, and no other part says no. A rule with tls
 * decides too: it defers, before it asks for senders and recipients.
 */
export function probeRule(rule: Rule, probe: Probe, tables: Tables): Answer {
  const domain = probe.rcpt.slice(probe.rcpt.lastIndexOf('@') + 1);
  let whole: Answer = 'yes';
  for (const ask of [
    () => fromAnswer(rule, probe, tables),
    () => answer('domain', rule.for, domain, tables),
    () => rule.tag && answer('string', rule.tag, probe.tag, tables),
    () => rule.helo && answer('domain', rule.helo, probe.helo, tables),
    () => authAnswer(rule, probe, tables),
    () => !rule.tls && rule.mailFrom && answer('mailaddr', rule.mailFrom, probe.sender, tables),
    () => !rule.tls && rule.rcptTo && answer('mailaddr', rule.rcptTo, probe.rcpt, tables),
  ]) {
    const part = ask();
    if (part === 'no') return 'no';
    if (part === 'unknown') whole = 'unknown';
  }
  return whole;
}

function fromAnswer({ from }: Rule, { source, rdns }: Probe, tables: Tables): Answer {
  switch (from.type) {
    case 'src':
      return answer('netaddr', from, source, tables);
    case 'socket':
      return (source === 'local') !== from.negated ? 'yes' : 'no';
    case 'rdns':
      if (from.table === undefined) return (rdns !== '') !== from.negated ? 'yes' : 'no';
      // Names are looked up as addresses are, and without one the rule does not match, with ! neither.
      return rdns === '' ? 'no' : answer('netaddr', from, rdns, tables);
  }
}

function authAnswer({ auth }: Rule, { login }: Probe, tables: Tables): Answer {
  if (auth === undefined) return 'yes';
  if (login === undefined) return auth.negated ? 'yes' : 'no';
  if (auth.table === undefined) return auth.negated ? 'no' : 'yes';
  return answer(login.includes('@') ? 'mailaddr' : 'string', auth, login, tables);
}

/** Addresses for documentation and tests (RFC 5737, 2544), of which one is in no network that a rule names. */
const STRANGERS = ['203.0.113.77', '198.51.100.77', '198.18.77.77', '192.0.2.77', '8.8.8.8', '1.1.1.1'];

/** Whether the networks of a table name an address, but as part of all addresses. */
const naming =
  (address: string) =>
  (table: TableState, subject: Subject): boolean => {
    const { tables } = subject.analysis.state;
    if (table.keys?.includes('0.0.0.0/0')) return false;
    return answerAgain('netaddr', { negated: false, regex: false, table }, address, tables) === 'yes';
  };

/** Whether a rule is for mail from an address. */
const from =
  (address: string) =>
  ({ from }: Rule, subject: Subject): Answer =>
    from.type === 'src' ? answerAgain('netaddr', from, address, subject.analysis.state.tables) : 'unknown';

/** Nobody that a rule knows. What is asked with it is to be asked by Subject.each and Subject.along. */
export interface Stranger {
  readonly address: string;
  /** Whether a table names it. */
  readonly names: (table: TableState, subject: Subject) => boolean;
  /** What a rule that asks for a source says of it; `unknown` of others. */
  readonly from: (rule: Rule, subject: Subject) => Answer;
}

const ALL_STRANGERS: readonly Stranger[] = STRANGERS.map((address) => ({
  address,
  names: naming(address),
  from: from(address),
}));

/** One that no rule names but as part of all addresses; undefined where every one that is tried is named. */
export function stranger(subject: Subject): Stranger | undefined {
  const { rules, tables } = subject.analysis.state;
  const named = new Set<RuleTest['table']>();
  for (const { from } of rules) if (from.type === 'src' && !from.regex) named.add(from.table);
  const states = [...named].flatMap((table) => (typeof table === 'string' ? tables.find(table) : table) ?? []);
  return ALL_STRANGERS.find(({ names }) => {
    const isNamed = subject.each(names);
    return !states.some((table) => isNamed(table));
  });
}
