import type { Place, RelayAction } from '@smtpd-conf/compiler';
import { parseRelayHost, type RelayHost } from '@smtpd-conf/engine';
import type { ActionStatement, ClauseNode, Token, Value } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { definedBy } from './actions.js';
import { keysOf } from './key-uses.js';

/** A smarthost of an action, where its url is written. */
export interface SmartHost {
  readonly url: string;
  readonly at: Token | Place;
  /** The token, for a url that stands in a configuration. */
  readonly token: Token | undefined;
  /** Undefined where the daemon cannot read the url. */
  readonly host: RelayHost | undefined;
  readonly statement: ActionStatement;
  /** Of the action. */
  readonly name: string;
  readonly action: Omit<RelayAction, 'name' | 'origin'>;
}

/** Every smarthost url that `host` or `domain` of a relay action leads to. */
export function smartHosts(subject: Subject): readonly SmartHost[] {
  const hosts: SmartHost[] = [];
  const byClause = new Map<ClauseNode, ReadonlyMap<string, Token>>();
  const tokensOf = (clause: ClauseNode): ReadonlyMap<string, Token> => {
    const tokens = byClause.get(clause) ?? valueTokens(clause.value);
    byClause.set(clause, tokens);
    return tokens;
  };
  for (const { key, value, at, token, clause, statement } of keysOf('relayhost', subject)) {
    if (statement.kind !== 'action') continue;
    const { name = '', action } = definedBy(statement, subject) ?? {};
    if (action?.type !== 'relay') continue;
    const byDomain = clause.id === 'relay.domain';
    const url = byDomain ? value : key;
    if (url === undefined) continue;
    // The value of a mapping is a token of its own.
    const own = byDomain ? tokensOf(clause).get(url) : token;
    hosts.push({ url, at: own ?? at, token: own, host: parseRelayHost(url, subject.target), statement, name, action });
  }
  return hosts;
}

/** The first token of each value of a mapping that is written in the clause. */
function valueTokens(mapping: Value | undefined): ReadonlyMap<string, Token> {
  const tokens = new Map<string, Token>();
  if (mapping?.kind !== 'inline-table') return tokens;
  for (const { value } of mapping.entries) if (value && !tokens.has(value.text)) tokens.set(value.text, value);
  return tokens;
}
