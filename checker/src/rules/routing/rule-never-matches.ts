import type { Place } from '@smtpd-conf/compiler';
import type { MatchStatement } from '@smtpd-conf/grammar';
import { type Impossible, impossible } from '../../predicates/never-matches.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { rulesOf, statementOf } from '../../subject/match-statements.js';
import { clausePlace, statementPlace } from '../../syntax.js';

interface Never extends Found {
  readonly at: Place;
  readonly why: Impossible['why'];
}

/** How the clauses begin that set a criterion. */
const CLAUSES: Readonly<Record<Impossible['criterion'], RegExp>> = {
  from: /^match\.from-/,
  for: /^match\.for-/,
  rcptTo: /^match\.(?:for-)?rcpt-to$/,
};

export const ruleNeverMatches = defineRule<Never>({
  id: 'rule-never-matches',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule asks for something that nothing is.',
  why: 'No mail meets all that the rule asks for, so it is never used.',
  how: 'Remove the rule, or correct the criterion.',
  bad: conf('action "a" mbox', 'match !from any for local action "a"'),
  good: conf('action "a" mbox', 'match !from local for local action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_from, ruleset_match_to',
  needs: 'whole',
  scope: { each: 'statement', and: ['rule', 'map'] },
  *find(subject) {
    const { tables } = subject.analysis.state;
    for (const rule of subject.once(rulesOf)) {
      const found = impossible(rule, tables);
      const statement = found && statementOf(rule, subject);
      if (found && statement) yield { at: placeOf(found, statement), why: found.why };
    }
  },
  message: ({ at, why }) => `"${at.source.text.slice(at.start, at.end)}" never holds${REASONS[why]}.`,
  advice: ({ why }) => ADVICE[why],
});

const REASONS: Readonly<Record<Impossible['why'], string>> = {
  all: ': it is the negation of everything',
  apart: ': the rule is for other domains, and without for it is for the names of this host only',
  pattern: ': names of clients are compared as they stand, without wildcards',
};

const ADVICE: Readonly<Record<Impossible['why'], string>> = {
  all: 'Remove the rule, or the negation.',
  apart: 'Write for any, or for domain with the domain of the recipients.',
  pattern: 'Use from rdns regex.',
};

function placeOf({ criterion }: Impossible, statement: MatchStatement): Place {
  const clause = statement.criteria.findLast(({ id }) => CLAUSES[criterion].test(id));
  return clause ? clausePlace(clause, statement) : statementPlace(statement);
}
