import { fix, replaceWith } from '../../fixes/edits.js';
import { legacyScheme } from '../../predicates/relay-urls.js';
import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

/** Where the new scheme says exactly what the old one said. */
const EXACT = /^(tls|smtps|smtp\+tls)\+auth$/i;

export const relayUrlLegacy = defineRule<SmartHost>({
  id: 'relay-url-legacy',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The url of a smarthost has a scheme of the grammar before 6.4.',
  why: 'The daemon no longer knows it: mail stays in the queue with "Failed to parse smarthost" until it bounces.',
  how: 'Use smtp+tls:// for STARTTLS and smtps:// for TLS at once; a label before the @ asks for authentication.',
  bad: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host tls+auth://me@relay.example.net:587 auth <secrets>',
    'match from local for any action "r"',
  ),
  good: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtp+tls://me@relay.example.net:587 auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'to.c: text_to_relayhost',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts)) if (one.host === undefined && legacyScheme(one.url)) yield one;
  },
  message: ({ url }) => `"${url}" begins with ${legacyScheme(url)?.scheme}://, which is no scheme since 6.4.`,
  fixes({ url, token }) {
    const legacy = legacyScheme(url);
    if (token === undefined || legacy === undefined) return [];
    return fix(
      EXACT.test(legacy.scheme) ? 'safe' : 'unsafe',
      `Write "${legacy.modern}"`,
      replaceWith(token, legacy.modern),
    );
  },
});
