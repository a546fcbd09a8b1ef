import type { ClauseId } from '@smtpd-conf/grammar';
import type { CompiledRule, ForTest, FromTest, RuleTest } from '../config/compiled-config.js';
import type { Fragment } from './fragment.js';
import type { Orderable } from './order.js';
import type { Scribe } from './scribe.js';
import { options, statement } from './statement.js';

/** `match … action NAME` or `match … reject` */
export function printRule(scribe: Scribe, rule: CompiledRule): Orderable {
  const { outcome } = rule;
  const criteria = [
    ...from(scribe, rule.from),
    ...destination(scribe, rule.for),
    ...criterion(scribe, 'match.tag', 'tag', rule.tag),
    ...criterion(scribe, 'match.helo', 'helo', rule.helo),
    ...criterion(scribe, 'match.tls', 'tls', rule.tls),
    ...lookup(scribe, 'match.auth', 'auth', rule.auth),
    ...lookup(scribe, 'match.mail-from', 'mail-from', rule.mailFrom),
    ...lookup(scribe, 'match.rcpt-to', 'rcpt-to', rule.rcptTo),
  ];
  const end =
    outcome.type === 'reject'
      ? scribe.clause('match.reject', 'reject')
      : scribe.clause('match.action', 'action STRING', scribe.name('action', outcome.action));
  return { ...statement(['match', ...(criteria.length === 0 ? [] : [options(criteria)]), end]), sequence: 'rules' };
}

function from(scribe: Scribe, test: FromTest): Fragment[] {
  if (test.implicit) return [];
  if (test.type === 'socket') return criterion(scribe, 'match.from-socket', 'from socket', test);
  if (test.type === 'rdns') return criterion(scribe, 'match.from-rdns', 'from rdns', test);
  if (test.table === '<localhost>' && !test.regex) return word(scribe, 'match.from-local', 'from local', test);
  if (test.table === '<anyhost>' && !test.regex) return word(scribe, 'match.from-any', 'from any', test);
  return criterion(scribe, 'match.from-src', 'from src', test);
}

function destination(scribe: Scribe, test: ForTest): Fragment[] {
  if (test.implicit) return [];
  if (test.table === '<localnames>' && !test.regex) return word(scribe, 'match.for-local', 'for local', test);
  if (test.table === '<anydestination>' && !test.regex) return word(scribe, 'match.for-any', 'for any', test);
  return criterion(scribe, 'match.for-domain', 'for domain', test);
}

/** A criterion that takes a mapping too in later releases. */
function lookup(scribe: Scribe, id: ClauseId, words: string, test: RuleTest | undefined): Fragment[] {
  const table = test?.table === undefined ? undefined : scribe.tableNamed(test.table);
  if (table?.kind === 'hash' && !test?.regex) {
    scribe.need('mapping-as-list', `"${words}" with a mapping cannot be written`);
  }
  return criterion(scribe, id, words, test);
}

function criterion(scribe: Scribe, id: ClauseId, words: string, test: RuleTest | undefined): Fragment[] {
  if (test === undefined) return [];
  if (test.table === undefined) return word(scribe, id, words, test);
  return [
    negate(scribe.clause(id, test.regex ? `${words} regex TABLE` : `${words} TABLE`, scribe.table(test.table)), test),
  ];
}

function word(scribe: Scribe, id: ClauseId, words: string, test: RuleTest): Fragment[] {
  return [negate(scribe.clause(id, words), test)];
}

function negate(clause: Fragment, { negated }: RuleTest): Fragment {
  return negated ? { ...clause, text: `!${clause.text}` } : clause;
}
