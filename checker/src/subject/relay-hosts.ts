import type { Place, RelayAction } from '@smtpd-conf/compiler';
import { parseRelayHost, type RelayHost } from '@smtpd-conf/engine';
import type { ActionStatement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A smarthost of an action, where its url is written. */
export interface SmartHost {
  readonly url: string;
  readonly at: Token | Place;
  /** The token, for a url that stands in a configuration. */
  readonly token: Token | undefined;
  /** Undefined where the daemon cannot read the url. */
  readonly host: RelayHost | undefined;
  readonly statement: ActionStatement;
  readonly action: RelayAction;
}

/** Every smarthost url that `host` or `domain` of a relay action leads to. */
export function smartHosts(subject: Subject): readonly SmartHost[] {
  const hosts: SmartHost[] = [];
  for (const { key, value, at, token, clause, statement } of subject.keysOf('relayhost')) {
    if (statement.kind !== 'action') continue;
    const action = subject.analysis.state.actions.get(statement.name?.text ?? '');
    if (action?.type !== 'relay') continue;
    const byDomain = clause.id === 'relay.domain';
    const url = byDomain ? value : key;
    if (url === undefined) continue;
    // The value of a mapping is a token of its own.
    const own = byDomain ? valueToken(clause.value, url) : token;
    hosts.push({ url, at: own ?? at, token: own, host: parseRelayHost(url, subject.target), statement, action });
  }
  return hosts;
}

function valueToken(value: SmartHostValue, url: string): Token | undefined {
  if (value?.kind !== 'inline-table') return undefined;
  return value.entries.find((entry) => entry.value?.text === url)?.value;
}

type SmartHostValue = ActionStatement['options'][number]['value'];
