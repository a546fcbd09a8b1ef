import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { localActions } from '../../subject/actions.js';
import { builtins } from '../../subject/filter-statements.js';

interface Junk extends Found {
  readonly at: Token;
}

export const junkNoEffect = defineRule<Junk>({
  id: 'junk-no-effect',
  category: 'filters',
  severity: 'info',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter marks messages as junk, and no action looks at the mark.',
  why: 'The message gets a header "X-Spam: Yes", and only maildir with junk puts it elsewhere.',
  how: 'Use maildir junk, unless the mail programs look at the header.',
  bad: conf(
    'filter "f" phase connect match !rdns junk',
    'listen on lo filter "f"',
    'action "a" maildir',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase connect match !rdns junk',
    'listen on lo filter "f"',
    'action "a" maildir junk',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_filter_phase; mail.maildir.c',
  needs: 'whole',
  scope: { each: 'file', and: ['action', 'rule', 'filter', 'listen'] },
  *find(subject) {
    const junks = subject.once(builtins).filter(({ filter }) => filter.decision.type === 'junk');
    if (junks.length === 0) return;
    // Commands and LMTP servers see the header.
    const looks = localActions(subject).some(({ action: { method } }) =>
      method.type === 'maildir' ? method.junk : method.type === 'mda' || method.type === 'lmtp',
    );
    const relays = subject.analysis.state.actions.all().some(({ type }) => type === 'relay');
    if (looks || relays) return;
    for (const { decision } of junks) yield { at: decision };
  },
  message: () => 'Nothing is done about junk.',
});
