import { probeRule } from '../../predicates/envelopes.js';
import { facesStrangers } from '../../predicates/public-address.js';
import { FOREIGN, takesForeign } from '../../predicates/relaying.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { MATCHING } from '../../subject/ruleset.js';

export const noLocalOutbound = defineRule<Found>({
  id: 'no-local-outbound',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'No rule relays mail of this host to other domains.',
  why: 'Bounces and forwarded mail are mail of this host: bounces are lost without a trace, and recipients who forward elsewhere are refused.',
  how: 'Add: match from local for any action "relay".',
  bad: conf('listen on 192.0.2.1', 'action "a" mbox', 'match from any for local action "a"'),
  good: conf(
    'listen on 192.0.2.1',
    'action "a" mbox',
    'action "r" relay',
    'match from any for local action "a"',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'bounce.c; ruleset.c: ruleset_match_from',
  needs: 'whole',
  scope: { each: 'file', compiled: MATCHING },
  *find(subject) {
    const { rules, tables, socket, meantListeners } = subject.analysis.state;
    // Who takes no mail from others has nothing to bounce.
    if (!meantListeners.some(facesStrangers)) return;
    if (!rules.some(({ outcome }) => outcome.type === 'action')) return;
    const bounce = {
      source: 'local',
      rdns: '',
      tag: (socket?.tag ?? '').toLowerCase(),
      helo: 'localhost',
      sender: '@',
      rcpt: `someone@${FOREIGN}`,
      login: '',
    };
    const toForeign = subject.along(rules, takesForeign);
    for (const [index, rule] of rules.entries()) {
      // An expression may be about most domains, and a database may hold any; then nothing can be said.
      if (rule.for.regex && rule.outcome.type === 'action') return;
      if (toForeign[index] === 'no') continue;
      const matches = probeRule(rule, bounce, tables);
      if (matches === 'unknown' || (matches === 'yes' && (rule.tls || rule.outcome.type === 'action'))) return;
      if (matches === 'yes') break;
    }
    yield { at: { source: subject.main, start: 0, end: 0 } };
  },
  message: () => 'Mail from this host to other domains is refused.',
});
