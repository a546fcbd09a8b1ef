import { PLATFORMS, type Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Long extends Found {
  readonly at: Token;
  readonly most: number;
}

const LONG_NAME = 'a'.repeat(65);

export const actionNameTooLong = defineRule<Long>({
  id: 'action-name-too-long',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  platforms: ['linux'],
  what: 'The name of an action is longer than a host name may be.',
  why: 'The daemon cuts it off and then looks for an action with the shorter name: it exits at the first recipient.',
  how: 'Choose a shorter name.',
  bad: conf(`action "${LONG_NAME}" mbox`, `match for local action "${LONG_NAME}"`),
  good: conf('action "local" mbox', 'match for local action "local"'),
  daemon: 'accepts',
  source: 'lka_session.c: lka_submit; HOST_NAME_MAX',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    const most = PLATFORMS[subject.target.platform].hostNameMax;
    for (const { name } of subject.of('action')) {
      if (name && new TextEncoder().encode(name.text).length > most) yield { at: name, most };
    }
  },
  message: ({ most }) => `The name has more than ${most} bytes.`,
});
