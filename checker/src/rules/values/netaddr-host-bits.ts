import { parseNetwork } from '@smtpd-conf/engine';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const netaddrHostBits = defineRule<KeyUse>({
  id: 'netaddr-host-bits',
  category: 'values',
  severity: 'info',
  since: '0.1.0',
  what: 'A network is written with the address of a host in it.',
  why: 'All of the network matches, not that host alone.',
  how: 'Write the address of the network, or leave the width away for one host.',
  bad: conf('action "r" relay', 'match from src "10.1.2.3/8" for any action "r"'),
  good: conf('action "r" relay', 'match from src "10.0.0.0/8" for any action "r"'),
  daemon: 'accepts',
  source: 'table.c: table_netaddr_match',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('netaddr', subject)) {
      const network = use.key.includes('/') ? parseNetwork(use.key, true) : undefined;
      if (network?.bytes.some((byte, index) => (byte & ~maskOf(network.bits, index)) !== 0)) yield use;
    }
  },
  message: ({ key }) => `"${key}" is the whole network.`,
  fixes({ key, token }) {
    const network = parseNetwork(key, true);
    if (network?.bytes.length !== 4 || token === undefined) return [];
    const address = network.bytes.map((byte, index) => byte & maskOf(network.bits, index)).join('.');
    return fix('safe', `Write "${address}/${network.bits}"`, replaceWith(token, `${address}/${network.bits}`));
  },
});

/** The bits of one byte that belong to the network. */
const maskOf = (bits: number, index: number): number => (0xff00 >> Math.max(0, Math.min(8, bits - 8 * index))) & 0xff;
