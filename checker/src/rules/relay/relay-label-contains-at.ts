import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

export const relayLabelContainsAt = defineRule<SmartHost>({
  id: 'relay-label-contains-at',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The url of a smarthost has two @.',
  why: 'The first one ends the label, and what follows it is the host: mail, and a password with it, may go to a host that was not meant.',
  how: 'Use a label without an @, and put the user name into the table: label = user@domain:password.',
  bad: conf(
    'table secrets { "bob" = "bob@example.org:password" }',
    'action "r" relay host "smtps://bob@example.org@mail.example.net" auth <secrets>',
    'match from local for any action "r"',
  ),
  good: conf(
    'table secrets { "bob" = "bob@example.org:password" }',
    'action "r" relay host "smtps://bob@mail.example.net" auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'to.c: text_to_relayhost',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts)) if (one.host && one.url.split('@').length > 2) yield one;
  },
  message: ({ url, host }) =>
    `"${url}" leads to the host "${host?.hostname}"${host?.authLabel ? `, with the label "${host.authLabel}"` : ''}.`,
});
