import type { CompiledRule, FromTest, RuleTest, TableService } from '@smtpd-conf/compiler';
import type { Envelope, MailAddress } from '../envelope.js';
import type { Criterion, Verdict } from '../trace.js';

/** A key to be held against a criterion's table. */
interface Question {
  readonly service: TableService;
  readonly key: string;
}

/** What a criterion comes to before any table is asked. */
export type Asked = Verdict | Question;

/** What all rules with the same kind of criterion ask; `from` is of three kinds. */
export type CriterionKind = Exclude<Criterion, 'from'> | FromTest['type'];

/** A criterion that a rule sets. */
export interface RuleCriterion {
  readonly criterion: Criterion;
  readonly kind: CriterionKind;
  readonly test: RuleTest;
}

/** mailaddr_to_text's buffer, without the NUL. */
const LONGEST_ADDRESS = 2047;

/** The criteria of a rule, in the order in which ruleset.c:ruleset_match evaluates them. */
export function criteriaOf(rule: CompiledRule): RuleCriterion[] {
  const tests: readonly [Criterion, CriterionKind, RuleTest | undefined][] = [
    ['tag', 'tag', rule.tag],
    ['from', rule.from.type, rule.from],
    ['for', 'for', rule.for],
    ['helo', 'helo', rule.helo],
    ['auth', 'auth', rule.auth],
    ['tls', 'tls', rule.tls],
    ['mail-from', 'mail-from', rule.mailFrom],
    ['rcpt-to', 'rcpt-to', rule.rcptTo],
  ];
  return tests.flatMap(([criterion, kind, test]) => (test ? [{ criterion, kind, test }] : []));
}

/** MATCH_RESULT: `!` turns a verdict around, but not a failure. */
export function verdictOf(test: RuleTest, result: 'found' | 'not-found' | 'failed'): Verdict {
  if (result === 'failed') return 'tempfail';
  return (result === 'found') === test.negated ? 'no-match' : 'match';
}

/**
 * What a criterion asks of an envelope: the ruleset_match_* functions up to their lookup. The answer does not depend on which
 * table it is, only on whether there is one.
 */
export function ask(kind: CriterionKind, test: RuleTest, envelope: Envelope): Asked {
  switch (kind) {
    case 'tag':
      return question(test, 'string', envelope.tag);
    case 'src':
    case 'rdns':
    case 'socket':
      return askFrom(kind, test, envelope);
    case 'for':
      return question(test, 'domain', envelope.dest.domain);
    case 'helo':
      return question(test, 'domain', envelope.helo);
    case 'auth':
      return askAuth(test, envelope);
    case 'tls':
      // The envelope does not know, so the answer is always -1.
      return 'tempfail';
    case 'mail-from':
      return askAddress(test, envelope.sender);
    case 'rcpt-to':
      return askAddress(test, envelope.dest);
  }
}

function question(test: RuleTest, service: TableService, key: string): Question {
  return { service: test.regex ? 'regex' : service, key };
}

/**
 * ruleset_match_from. An internal envelope comes from `local`, whatever the rule asks for, and has no part in a rule without
 * a table; without a name in the DNS a table of names is not asked, and `!` does not turn that around. Names are compared
 * as addresses are, so wildcards in them mean nothing.
 */
function askFrom(kind: FromTest['type'], test: RuleTest, { internal, rdns, source }: Envelope): Asked {
  if (internal) return test.table === undefined ? 'no-match' : question(test, 'netaddr', 'local');
  switch (kind) {
    case 'rdns': {
      const named = rdns !== '<unknown>';
      if (test.table === undefined) return verdictOf(test, named ? 'found' : 'not-found');
      return named ? question(test, 'netaddr', rdns) : 'no-match';
    }
    case 'socket':
      return verdictOf(test, source === 'local' ? 'found' : 'not-found');
    case 'src':
      return question(test, 'netaddr', source);
  }
}

/** ruleset_match_smtp_auth. */
function askAuth(test: RuleTest, { authenticated, username }: Envelope): Asked {
  if (!authenticated) return verdictOf(test, 'not-found');
  if (test.table === undefined) return verdictOf(test, 'found');
  return question(test, username.includes('@') ? 'mailaddr' : 'string', username);
}

/** ruleset_match_smtp_mail_from, ruleset_match_smtp_rcpt_to. */
function askAddress(test: RuleTest, { user, domain }: MailAddress): Asked {
  const key = `${user}@${domain}`;
  return key.length > LONGEST_ADDRESS ? 'tempfail' : question(test, 'mailaddr', key);
}
