import { parseNetwork } from '@smtpd-conf/engine';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const netaddrClassful = defineRule<KeyUse>({
  id: 'netaddr-classful',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'An address has fewer than four numbers and no width.',
  why: 'It is a network by the classes of old: "127" is 127.0.0.0/8.',
  how: 'Write the whole network with its width.',
  bad: conf('action "r" relay', 'match from src "10.1" for any action "r"'),
  good: conf('action "r" relay', 'match from src "10.1.0.0/16" for any action "r"'),
  daemon: 'accepts',
  source: 'inet_net_pton(3); to.c: text_to_netaddr',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('netaddr', subject)) {
      if (/^\d+(\.\d+){0,2}$/.test(use.key) && parseNetwork(use.key, true)) yield use;
    }
  },
  message: ({ key }) => `"${key}" is the network ${written(key)}.`,
  fixes: ({ key, token }) => (token ? fix('safe', `Write "${written(key)}"`, replaceWith(token, written(key))) : []),
});

function written(key: string): string {
  const network = parseNetwork(key, true);
  return network ? `${network.bytes.join('.')}/${network.bits}` : key;
}
