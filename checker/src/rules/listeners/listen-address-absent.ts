import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { listening } from '../../subject/listen-statements.js';

interface Absent extends Found {
  readonly address: string;
}

export const listenAddressAbsent = defineRule<Absent>({
  id: 'listen-address-absent',
  category: 'listeners',
  severity: 'info',
  since: '0.1.0',
  what: 'No interface of this host has the address that a listener names.',
  why: 'Where that is so when the daemon starts, it dies with "Cannot assign requested address".',
  how: 'Correct the address, or see that it is there before the daemon starts; nothing is wrong if this is checked on another host.',
  bad: conf('listen on 198.51.100.9', 'action "a" mbox', 'match from any for local action "a"'),
  good: conf('listen on 192.0.2.1', 'action "a" mbox', 'match from any for local action "a"'),
  daemon: 'accepts',
  source: 'smtp.c: smtp_setup_listeners',
  needs: 'parts',
  *find(subject) {
    const own = new Set(subject.world.interfaces().map(({ address }) => address));
    if (own.size === 0) return;
    for (const { statement, listeners } of subject.once(listening)) {
      const absent = listeners.find(({ address }) => !own.has(address) && address !== '0.0.0.0' && address !== '::');
      if (absent) yield { at: statement.on as Token, address: absent.address };
    }
  },
  message: ({ address }) => `This host has no address ${address}.`,
});
