import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';

interface Name extends Found {
  readonly at: Token;
}

export const pkiNameCase = defineProblemRule<Name>({
  id: 'pki-name-case',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '7.3.0' },
  what: 'A listener names a pki entry with capitals.',
  why: 'The daemon keeps entries in lower case and looks the name up as it is written, so it stops with "pki name not found".',
  how: 'Write the name in lower case on the listener.',
  bad: conf(
    'pki Mail.Example.org cert "/etc/ssl/mx.crt"',
    'pki Mail.Example.org key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki Mail.Example.org',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki Mail.Example.org cert "/etc/ssl/mx.crt"',
    'pki Mail.Example.org key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki mail.example.org',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'refuses',
  source: 'parse.y: config_listener',
  fix: 'safe',
  problems: ['undefined-pki'],
  recognise({ place }, subject) {
    for (const { options } of subject.of('listen')) {
      for (const { id, value } of options) {
        if (id !== 'listen.pki' || value?.kind !== 'word') continue;
        const { token } = value;
        if (token.source !== place?.source || token.start !== place.start) continue;
        return subject.analysis.state.pki.has(token.text.toLowerCase()) ? { at: token } : undefined;
      }
    }
    return undefined;
  },
  message: ({ at }) => `The entry is known as "${at.text.toLowerCase()}".`,
  fixes: ({ at }) => fix('safe', 'Write it in lower case', replaceWith(at, at.text.toLowerCase())),
});
