import type { ListenStatement } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { listening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Second extends Found {
  readonly first: ListenStatement;
}

export const multiListenForSni = defineRule<Second>({
  id: 'multi-listen-for-sni',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '7.3.0' },
  what: 'One address and port is listened on several times, each time with another pki.',
  why: 'Only one listener can have an address and port; the certificate for the name that a client asks for is chosen among the pki of that one.',
  how: 'Name all pki on one listener.',
  bad: conf(
    'pki a cert "/etc/ssl/mx.crt"',
    'pki a key "/etc/ssl/private/mx.key"',
    'pki b cert "/etc/ssl/mx.crt"',
    'pki b key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki a',
    'listen on 192.0.2.1 tls pki b',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki a cert "/etc/ssl/mx.crt"',
    'pki a key "/etc/ssl/private/mx.key"',
    'pki b cert "/etc/ssl/mx.crt"',
    'pki b key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki a pki b',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: config_listener; smtp.c: smtp_sni_callback',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    const taken = new Map<string, { statement: ListenStatement; pki: string }>();
    for (const { statement, listeners } of subject.once(listening)) {
      for (const { address, port, tls } of listeners) {
        const pki = tls?.pki.join(' ');
        if (pki === undefined) continue;
        const first = taken.get(`${address} ${port}`);
        if (first === undefined) taken.set(`${address} ${port}`, { statement, pki });
        else if (first.pki !== pki) {
          yield { at: statementPlace(statement), first: first.statement };
          break;
        }
      }
    }
  },
  message: () => 'This listener is there for its certificate only.',
  related: ({ first }) => [{ message: 'the listener that can name this pki too', place: statementPlace(first) }],
});
