import { parseSocketAddress } from '@smtpd-conf/engine';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const relaySrcInvalid = defineRule<KeyUse>({
  id: 'relay-src-invalid',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'src of a relay action names something that is no address.',
  why: 'The daemon finds "Failed to get source address" when it delivers, and mail stays in the queue.',
  how: 'Write an IPv4 or IPv6 address of this host.',
  bad: conf('action "r" relay src "mx.example.org"', 'match from local for any action "r"'),
  good: conf('action "r" relay src "192.0.2.1"', 'match from local for any action "r"'),
  daemon: 'accepts',
  source: 'table.c: table_parse_lookup, parse_sockaddr',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('source', subject)) {
      if (parseSocketAddress(use.value ?? use.key, subject.target) === undefined) yield use;
    }
  },
  message: ({ key, value }) => `"${value ?? key}" is no address.`,
});
