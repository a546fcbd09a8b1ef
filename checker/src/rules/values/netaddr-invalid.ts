import { parseNetwork } from '@smtpd-conf/engine';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const netaddrInvalid = defineRule<KeyUse>({
  id: 'netaddr-invalid',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  what: 'Something that is no address and no network stands in a list of sources.',
  why: 'The daemon does not complain, and the entry never matches.',
  how: 'Write an address, or a network such as 192.0.2.0/24; for names use from rdns.',
  bad: conf('action "r" relay', 'match from src "10.0.0.0/33" for any action "r"'),
  good: conf('action "r" relay', 'match from src "10.0.0.0/8" for any action "r"'),
  daemon: 'accepts',
  source: 'table.c: table_netaddr_match; to.c: text_to_netaddr',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('netaddr', subject)) {
      // "local" is what the socket is called.
      if (use.key !== 'local' && parseNetwork(use.key, true) === undefined) yield use;
    }
  },
  message: ({ key }) => `"${key}" is no address and no network.`,
});
