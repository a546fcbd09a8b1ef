import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { formatStrings } from '../../subject/format-strings.js';

interface Destination extends Found {
  readonly at: Token;
  readonly kind: 'unix' | 'no-port' | 'space';
}

export const lmtpDestination = defineRule<Destination>({
  id: 'lmtp-destination',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  what: 'An lmtp action has a destination that mail.lmtp reads otherwise.',
  why: 'A path begins with a slash and anything else is a host name; a host without a port is called on port 25; a space ends the destination: deliveries fail or go elsewhere.',
  how: 'Write /path/of/socket, or host:port.',
  bad: conf('action "a" lmtp "unix:/var/run/lmtp"', 'match for local action "a"'),
  good: conf('action "a" lmtp "/var/run/lmtp"', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'mail.lmtp.c: lmtp_connect, inet_socket',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { token, kind } of subject.once(formatStrings)) {
      if (kind !== 'lmtp') continue;
      const { text } = token;
      if (/^(unix|lmtp):/.test(text)) yield { at: token, kind: 'unix' };
      else if (/\s/.test(text)) yield { at: token, kind: 'space' };
      else if (!text.startsWith('/') && !text.includes(':') && !text.includes('%'))
        yield { at: token, kind: 'no-port' };
    }
  },
  message({ at, kind }) {
    if (kind === 'unix') return `"${at.text}" is taken for the host "${at.text.split(':')[0]}".`;
    if (kind === 'space') return `"${at.text}" ends at its first space.`;
    return `"${at.text}" is a host without a port, and so on port 25.`;
  },
  fixes({ at, kind }) {
    const path = /^(?:unix|lmtp):(\/(?!\/).*)$/.exec(at.text)?.[1];
    return kind === 'unix' && path ? fix('safe', `Write "${path}"`, replaceWith(at, path)) : [];
  },
});
