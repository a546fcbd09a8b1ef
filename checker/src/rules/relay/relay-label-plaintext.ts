import { fix, replaceWith } from '../../fixes/edits.js';
import { plainLabel } from '../../predicates/relay-urls.js';
import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

interface PlainText extends SmartHost {
  readonly withTls: string;
}

export const relayLabelPlaintext = defineRule<PlainText>({
  id: 'relay-label-plaintext',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The url of a smarthost has a label for authentication and no TLS that is demanded.',
  why: 'The daemon does not send passwords in clear: it refuses the url when it delivers, and mail stays in the queue.',
  how: 'Use smtp+tls:// or smtps://.',
  bad: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtp://me@relay.example.net:587 auth <secrets>',
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
    for (const one of subject.once(smartHosts)) {
      const plain = plainLabel(one.url, subject.target);
      if (plain) yield { ...one, ...plain };
    }
  },
  message: ({ url }) => `"${url}" asks for authentication without TLS.`,
  fixes: ({ token, withTls }) => (token ? fix('safe', `Write "${withTls}"`, replaceWith(token, withTls)) : []),
});
