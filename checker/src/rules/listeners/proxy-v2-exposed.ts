import type { Token } from '@smtpd-conf/grammar';
import { facesStrangers } from '../../predicates/public-address.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { meantListening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Proxy extends Found {
  readonly at: Token;
}

export const proxyV2Exposed = defineRule<Proxy>({
  id: 'proxy-v2-exposed',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A listener with proxy-v2 has an address that strangers can reach.',
  why: 'The client says itself which address it comes from, so anyone who connects directly can pass for any address, a trusted one too.',
  how: 'Listen on an address that only the load balancer reaches, or let the firewall see to that.',
  bad: conf('listen on 192.0.2.1 proxy-v2', 'action "a" mbox', 'match from any for local action "a"'),
  good: conf('listen on 127.0.0.1 proxy-v2', 'action "a" mbox', 'match from any for local action "a"'),
  daemon: 'accepts',
  source: 'proxy.c',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { statement, listeners } of subject.once(meantListening)) {
      const clause = clauseOf(statement.options, 'listen.proxy-v2');
      if (clause && listeners.some(facesStrangers)) yield { at: wordAt(clause) };
    }
  },
  message: () => 'Who connects here chooses the address that rules and filters see.',
});
