import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

export const relayLabelNoAuth = defineRule<SmartHost>({
  id: 'relay-label-no-auth',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The url of a smarthost has a label for authentication, and the action names no table of credentials.',
  why: 'The daemon finds "No auth table on action" when it delivers, and mail stays in the queue.',
  how: 'Add auth <table> after the host.',
  bad: conf('action "r" relay host smtps://me@relay.example.net', 'match from local for any action "r"'),
  good: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtps://me@relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'mta.c: mta_handle_envelope',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const one of subject.once(smartHosts)) {
      if (one.host?.authLabel !== undefined && one.action.auth === undefined) yield one;
    }
  },
  message: ({ host }) => `The label "${host?.authLabel}" leads nowhere.`,
});
