import type { Place } from '@smtpd-conf/compiler';
import { conf, defineRule, type Found } from '../../rule.js';
import { relayActions } from '../../subject/actions.js';
import { statementPlace } from '../../syntax.js';

interface Misuse extends Found {
  readonly at: Place;
  readonly kind: 'unused' | 'backup-only';
}

export const srsMisuse = defineRule<Misuse>({
  id: 'srs-misuse',
  category: 'relay',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A key for SRS is set, and nothing is rewritten with it.',
  why: 'Only actions that say srs rewrite the sender of forwarded mail, and only with srs key; without it forwarded mail fails SPF.',
  how: 'Add srs to the relay action that forwards, and set srs key.',
  bad: conf('srs key "0123456789abcdef"', 'action "r" relay', 'match from any for domain "example.net" action "r"'),
  good: conf(
    'srs key "0123456789abcdef"',
    'action "r" relay srs',
    'match from any for domain "example.net" action "r"',
  ),
  daemon: 'accepts',
  source: 'parse.y: srs; lka_session.c: lka_submit',
  needs: 'whole',
  scope: { each: 'file', and: ['action', 'setting'] },
  *find(subject) {
    const { srsKey } = subject.analysis.state;
    const used = () => relayActions(subject).some(({ action }) => action.srs);
    for (const statement of subject.of('setting')) {
      if (statement.setting?.id === 'srs.key' && !used()) yield { at: statementPlace(statement), kind: 'unused' };
      if (statement.setting?.id === 'srs.key-backup' && srsKey === undefined) {
        yield { at: statementPlace(statement), kind: 'backup-only' };
      }
    }
  },
  message: ({ kind }) =>
    kind === 'unused'
      ? 'No relay action says srs.'
      : 'There is a former key and no key, so nothing is rewritten or taken back.',
});
