import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

export const relayAuthNoLabel = defineRule<SmartHost>({
  id: 'relay-auth-no-label',
  category: 'relay',
  severity: 'warning',
  since: '0.1.0',
  what: 'An action has a table of credentials, and the url of its smarthost has no label.',
  why: 'Without a label nothing is looked up in the table, and the daemon never authenticates.',
  how: 'Write scheme://label@host, where label is a key of the table.',
  bad: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtps://relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  good: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtps://me@relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'mta.c: mta_connect',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    const hosts = subject.once(smartHosts);
    // A table of hosts may mix those that want a password with others.
    const labelled = new Set(hosts.filter(({ host }) => host?.authLabel !== undefined).map(({ name }) => name));
    for (const one of hosts) {
      if (one.host && one.action.auth !== undefined && one.host.authLabel === undefined && !labelled.has(one.name))
        yield one;
    }
  },
  message: ({ url }) => `"${url}" names no label.`,
});
