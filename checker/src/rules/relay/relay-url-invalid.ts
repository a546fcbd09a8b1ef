import { legacyScheme, plainLabel } from '../../predicates/relay-urls.js';
import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

export const relayUrlInvalid = defineRule<SmartHost>({
  id: 'relay-url-invalid',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The url of a smarthost is none that the daemon can read.',
  why: 'It finds out when it delivers: mail stays in the queue, with "Failed to parse smarthost", until it bounces.',
  how: 'Write smtp://, smtp+tls://, smtp+notls://, smtps:// or lmtp:// (this one with a port), then host and :port; IPv6 addresses stand in brackets.',
  bad: conf('action "r" relay host smtp://relay.example.net:99999', 'match from local for any action "r"'),
  good: conf('action "r" relay host smtp://relay.example.net:587', 'match from local for any action "r"'),
  daemon: 'accepts',
  source: 'to.c: text_to_relayhost; mta.c: mta_handle_envelope',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts)) {
      if (one.host !== undefined || legacyScheme(one.url) || plainLabel(one.url, subject.target)) continue;
      yield one;
    }
  },
  message: ({ url }) => `"${url}" is no smarthost.${reason(url)}`,
});

function reason(url: string): string {
  const [, scheme, rest = url] = /^([a-z+]+):\/\/(.*)$/i.exec(url) ?? [];
  if (scheme !== undefined && !/^(smtp|smtp\+tls|smtp\+notls|smtps|lmtp)$/i.test(scheme))
    return ` There is no scheme "${scheme}".`;
  if (/^lmtp$/i.test(scheme ?? '') && !/:\d+$/.test(rest)) return ' lmtp:// needs a port.';
  if (/^([a-z0-9._+-]+@)?[0-9a-f]*:[0-9a-f:]+$/i.test(rest) && rest.split(':').length > 2)
    return ' An IPv6 address needs brackets.';
  if (/:[^\]]*$/.test(rest)) return ' The port is no number from 1 to 65535.';
  return '';
}
