import { parseRelayHost } from '@smtpd-conf/engine';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

/** `scheme:/host`, `scheme//host` and their like, and anything that stands behind a host that was read. */
const SLASHED = /^(smtp|smtp\+tls|smtp\+notls|smtps|lmtp)(:?\/{1,2}|:\/{3,})(?!\/)/i;

export const relayUrlTypo = defineRule<SmartHost>({
  id: 'relay-url-typo',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The url of a smarthost has something in it that the daemon does not look at.',
  why: 'It reads a host name as far as it goes and ignores what follows, so mail goes to another host, or without the TLS that was asked for.',
  how: 'Write scheme://host:port, and nothing behind it.',
  bad: conf('action "r" relay host "smtp+tls//relay.example.net"', 'match from local for any action "r"'),
  good: conf('action "r" relay host "smtp+tls://relay.example.net"', 'match from local for any action "r"'),
  daemon: 'accepts',
  source: 'to.c: text_to_relayhost',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts))
      if (one.host !== undefined && ignored(one) !== '' && one.url.split('@').length < 3) yield one;
  },
  message: (one) => `"${one.url}" is read as host "${one.host?.hostname}"; "${ignored(one)}" is ignored.`,
  fixes(one, { target }) {
    const mended = mend(one);
    return one.token && mended !== one.url && parseRelayHost(mended, target) !== undefined
      ? fix('safe', `Write "${mended}"`, replaceWith(one.token, mended))
      : [];
  },
});

/** What stands behind the host and is no port. */
function ignored({ url, host }: SmartHost): string {
  const rest = url.replace(/^[a-z+]+:\/\//i, '');
  const address = rest.slice(rest.indexOf('@') + 1);
  const after = address.slice(host?.hostname.length ?? 0);
  return after.startsWith(':') ? '' : after;
}

function mend({ url, host }: SmartHost): string {
  if (SLASHED.test(url) && !/^[a-z+]+:\/\/[^/]/i.test(url))
    return url.replace(SLASHED, (_, scheme: string) => `${scheme}://`);
  const scheme = /^[a-z+]+:\/\//i.exec(url)?.[0] ?? '';
  const label = host?.authLabel === undefined ? '' : `${host.authLabel}@`;
  const port =
    /^:\d+(?=\/)/.exec(url.slice(url.indexOf(host?.hostname ?? '') + (host?.hostname.length ?? 0)))?.[0] ?? '';
  return `${scheme}${label}${host?.hostname ?? ''}${port}`;
}
