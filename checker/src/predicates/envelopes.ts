import { type Answer, answer, keysOfTest, type Rule, type Tables } from './rule-tests.js';

/** One envelope to try rules with: what a rule asks of it, in lower case. */
export interface Probe {
  /** The address of the client; "local" for the socket. */
  readonly source: string;
  readonly tag: string;
  readonly helo: string;
  readonly sender: string;
  readonly rcpt: string;
  readonly authenticated: boolean;
}

/** Whether a rule matches a probe; `unknown` where a part of the answer is, and no other part says no. */
export function probeRule(rule: Rule, probe: Probe, tables: Tables): Answer {
  const domain = probe.rcpt.slice(probe.rcpt.lastIndexOf('@') + 1);
  const parts: Answer[] = [
    fromAnswer(rule, probe, tables),
    answer('domain', rule.for, domain, tables),
    rule.tag ? answer('string', rule.tag, probe.tag, tables) : 'yes',
    rule.helo ? answer('domain', rule.helo, probe.helo, tables) : 'yes',
    authAnswer(rule, probe),
    rule.mailFrom ? answer('mailaddr', rule.mailFrom, probe.sender, tables) : 'yes',
    rule.rcptTo ? answer('mailaddr', rule.rcptTo, probe.rcpt, tables) : 'yes',
    rule.tls ? 'unknown' : 'yes',
  ];
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

function fromAnswer({ from }: Rule, { source }: Probe, tables: Tables): Answer {
  switch (from.type) {
    case 'src':
      return answer('netaddr', from, source, tables);
    case 'socket':
      return (source === 'local') !== from.negated ? 'yes' : 'no';
    case 'rdns':
      // The owner of an address gives it any name.
      return source === 'local' ? 'no' : 'unknown';
  }
}

function authAnswer({ auth }: Rule, { authenticated }: Probe): Answer {
  if (auth === undefined) return 'yes';
  if (!authenticated) return auth.negated ? 'yes' : 'no';
  if (auth.table !== undefined) return 'unknown';
  return auth.negated ? 'no' : 'yes';
}

/** Addresses for documentation and tests (RFC 5737, 2544), of which one is in no network that a rule names. */
const STRANGERS = ['203.0.113.77', '198.51.100.77', '198.18.77.77', '192.0.2.77', '8.8.8.8', '1.1.1.1'];

/** An address that no rule names but as part of all addresses; undefined where every one that is tried is named. */
export function stranger(rules: readonly Rule[], tables: Tables): string | undefined {
  const named = rules.flatMap(({ from }) => (from.type === 'src' && !from.regex ? [from] : []));
  const tests = [...new Set(named.map(({ table }) => table))].map((table) => ({
    negated: false,
    regex: false,
    ...(table ? { table } : {}),
  }));
  const narrow = tests.filter((test) => !keysOfTest(test, tables)?.includes('0.0.0.0/0'));
  return STRANGERS.find((address) => narrow.every((test) => answer('netaddr', test, address, tables) !== 'yes'));
}
