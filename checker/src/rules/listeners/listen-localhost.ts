import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Localhost extends Found {
  readonly at: Token;
}

export const listenLocalhost = defineRule<Localhost>({
  id: 'listen-localhost',
  category: 'listeners',
  severity: 'info',
  since: '0.1.0',
  what: 'A listener names localhost rather than an address or the loopback interface.',
  why: 'The name is looked up at start: where the hosts file lists it twice, or IPv6 is off, the daemon dies with "Address already in use" or "Cannot assign requested address".',
  how: 'Listen on lo (lo0 on the BSDs), or on 127.0.0.1.',
  bad: conf('listen on localhost', 'action "a" mbox', 'match from any for local action "a"'),
  good: conf('listen on 127.0.0.1', 'action "a" mbox', 'match from any for local action "a"'),
  daemon: 'accepts',
  source: 'parse.y: host_dns',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { on, socket } of subject.of('listen')) if (!socket && on?.text === 'localhost') yield { at: on };
  },
  message: () => 'localhost is a name to be looked up.',
  fixes: ({ at }, { target }) => {
    const loopback = target.platform === 'linux' ? 'lo' : 'lo0';
    return fix('unsafe', `Listen on ${loopback}`, replaceText(at, loopback));
  },
});
