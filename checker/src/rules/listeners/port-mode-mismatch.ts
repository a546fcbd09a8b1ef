import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { meantListening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { wordAt } from '../../syntax.js';

interface Mode extends Found {
  readonly at: Token;
  readonly port: number;
  readonly written: string;
}

export const portModeMismatch = defineRule<Mode>({
  id: 'port-mode-mismatch',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A listener on port 465 does not speak TLS from the first byte, or one on port 25 or 587 does.',
  why: 'Clients expect TLS at once on port 465, and STARTTLS on ports 25 and 587: those that do cannot talk to this listener.',
  how: 'Use smtps on port 465, and tls or tls-require elsewhere.',
  bad: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 port 587 smtps pki mail auth',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 port 465 smtps pki mail auth',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'RFC 8314 section 3.3',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { statement, listeners } of subject.once(meantListening)) {
      const [listener] = listeners;
      const clause = statement.options.find(({ id }) => /^listen\.(smtps|tls|tls-require)$/.test(id));
      if (listener?.tls === undefined || clause === undefined) continue;
      const { port } = listener;
      const atOnce = listener.tls.mode === 'smtps';
      const wrong = atOnce ? port === 587 || port === 25 : port === 465;
      if (wrong) yield { at: wordAt(clause), port, written: wordAt(clause).text };
    }
  },
  message: ({ port, written }) => `Port ${port} does not go with ${written}.`,
  fixes: ({ at, port }) => {
    const mode = port === 465 ? 'smtps' : port === 25 ? 'tls' : 'tls-require';
    return fix('unsafe', `Use ${mode}`, replaceText(at, mode));
  },
});
