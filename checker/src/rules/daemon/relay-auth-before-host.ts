import type { ActionStatement, Token } from '@smtpd-conf/grammar';
import { fix, insertAfter, removeTokens } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { clauseOf, clauseTokens, wordAt } from '../../syntax.js';

interface Before extends Found {
  readonly at: Token;
  readonly statement: ActionStatement;
}

export const relayAuthBeforeHost = defineProblemRule<Before>({
  id: 'relay-auth-before-host',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  what: 'auth of a relay action stands before its host.',
  why: 'The daemon reads options in order and refuses auth where it knows no host yet.',
  how: 'Write host first, then auth.',
  bad: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay auth <secrets> host smtps://me@relay.example.net',
    'match from local for any action "r"',
  ),
  good: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtps://me@relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'refuses',
  source: 'parse.y: dispatcher_remote_option',
  fix: 'safe',
  problems: ['option-not-allowed'],
  recognise({ place }, subject) {
    for (const statement of subject.of('action')) {
      const auth = clauseOf(statement.options, 'relay.auth');
      const host = clauseOf(statement.options, 'relay.host') ?? clauseOf(statement.options, 'relay.domain');
      if (auth === undefined || host === undefined) continue;
      const at = wordAt(auth);
      if (at.source === place?.source && at.start === place.start && wordAt(host).start > at.start)
        return { at, statement };
    }
    return undefined;
  },
  message: () => 'auth stands before host.',
  fixes({ statement }) {
    const auth = clauseOf(statement.options, 'relay.auth');
    const host = clauseOf(statement.options, 'relay.host') ?? clauseOf(statement.options, 'relay.domain');
    if (auth === undefined || host === undefined) return [];
    const tokens = clauseTokens(auth, statement);
    const [first, last] = [tokens[0], tokens.at(-1)];
    const behind = clauseTokens(host, statement).at(-1);
    if (first === undefined || last === undefined || behind === undefined) return [];
    const text = first.source.text.slice(first.start, last.end);
    return fix('safe', 'Move auth behind host', removeTokens(tokens), insertAfter(behind, ` ${text}`));
  },
});
