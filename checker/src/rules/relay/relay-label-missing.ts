import { parseCredentials } from '@smtpd-conf/engine';
import { conf, defineRule } from '../../rule.js';
import { type SmartHost, smartHosts } from '../../subject/relay-hosts.js';

interface Missing extends SmartHost {
  readonly why: 'absent' | 'malformed';
}

export const relayLabelMissing = defineRule<Missing>({
  id: 'relay-label-missing',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'The label of a smarthost has no usable entry in the table of credentials.',
  why: 'The daemon finds no credentials when it delivers, and mail stays in the queue.',
  how: 'Add label = user:password to the table.',
  bad: conf(
    'table secrets { "you" = "user:password" }',
    'action "r" relay host smtps://me@relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  good: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtps://me@relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'lka.c: lka_credentials; table.c: table_parse_lookup',
  needs: 'parts',
  scope: { each: 'key', and: ['map'], held: true },
  *find(subject) {
    const { tables } = subject.analysis.state;
    for (const one of subject.once(smartHosts)) {
      const label = one.host?.authLabel?.toLowerCase();
      const table = one.action.auth === undefined ? undefined : tables.find(one.action.auth);
      if (label === undefined || table?.entries === undefined) continue;
      const row = table.entries.findLast(([key]) => key === label);
      if (row === undefined) yield { ...one, why: 'absent' };
      else if (parseCredentials(label, row[1] ?? '') === undefined) yield { ...one, why: 'malformed' };
    }
  },
  message: ({ host, action, why }) =>
    why === 'absent'
      ? `There is no "${host?.authLabel}" in table "${action.auth}".`
      : `What table "${action.auth}" says of "${host?.authLabel}" is not user:password.`,
});
