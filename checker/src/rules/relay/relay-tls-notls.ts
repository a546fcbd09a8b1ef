import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

export const relayTlsNotls = defineRule<SmartHost>({
  id: 'relay-tls-notls',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'An action demands TLS, and its smarthost is to be reached without.',
  why: 'Both cannot be: "TLS required" is all that comes of it, and mail stays in the queue.',
  how: 'Use smtp+tls:// with tls, or leave tls away.',
  bad: conf('action "r" relay host smtp+notls://relay.example.net tls', 'match from local for any action "r"'),
  good: conf('action "r" relay host smtp+tls://relay.example.net tls', 'match from local for any action "r"'),
  daemon: 'accepts',
  source: 'mta_session.c: mta_enter_state',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts)) {
      if (one.action.tls !== undefined && one.host?.tls === 'no' && !one.host.lmtp) yield one;
    }
  },
  message: ({ url }) => `"${url}" forbids TLS, and the action demands it.`,
});
