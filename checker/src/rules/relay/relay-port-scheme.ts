import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

export const relayPortScheme = defineRule<SmartHost>({
  id: 'relay-port-scheme',
  category: 'relay',
  severity: 'warning',
  since: '0.1.0',
  what: 'The scheme of a smarthost does not go with its port.',
  why: 'Port 465 speaks TLS from the first byte (smtps://), ports 25 and 587 begin in clear (smtp+tls://): the wrong one hangs until it times out.',
  how: 'Use the scheme that goes with the port.',
  bad: conf('action "r" relay host smtps://relay.example.net:587', 'match from local for any action "r"'),
  good: conf('action "r" relay host smtp+tls://relay.example.net:587', 'match from local for any action "r"'),
  daemon: 'accepts',
  source: 'RFC 8314 section 3.3',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts)) {
      const { host } = one;
      if (host === undefined || host.lmtp) continue;
      if (host.tls === 'smtps' ? host.port === 587 || host.port === 25 : host.port === 465) yield one;
    }
  },
  message: ({ host, url }) =>
    `"${url}" speaks ${host?.tls === 'smtps' ? 'TLS at once' : 'in clear first'} on port ${host?.port}.`,
  fixes({ url, host, token }) {
    const scheme = host?.tls === 'smtps' ? 'smtp+tls' : 'smtps';
    const mended = `${scheme}://${url.replace(/^[a-z+]+:\/\//i, '')}`;
    return token ? fix('unsafe', `Write "${mended}"`, replaceWith(token, mended)) : [];
  },
});
