import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementPlace, wordAt } from '../../syntax.js';

interface Limit extends Found {
  readonly what: string;
}

/** Delays and margins may be nothing. */
const MAY_BE_ZERO = /delay|lowat|keepalive/;

export const limits = defineRule<Limit>({
  id: 'limits',
  category: 'settings',
  severity: 'warning',
  since: '0.1.0',
  what: 'A limit lets nothing through, or cannot be kept.',
  why: 'The daemon takes any number, and then refuses or holds back all mail, or leaves out what does not fit.',
  how: 'Use a number above zero; warn at most four times, and before the message is given up.',
  bad: conf('smtp limit max-rcpt 0', 'action "a" mbox', 'match for local action "a"'),
  good: conf('smtp limit max-rcpt 100', 'action "a" mbox', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'parse.y: limits_smtp, limits_mta, bouncedelays',
  needs: 'parts',
  scope: { each: 'file', compiled: ['setting'] },
  *find(subject) {
    const { queueTtl } = subject.analysis.state;
    for (const statement of subject.of('setting')) {
      const { setting } = statement;
      if (setting?.value?.kind === 'limits') {
        for (const { name, value } of setting.value.limits) {
          if (value === undefined) continue;
          const number = Number(value.text);
          if (number < 0 || (number === 0 && !MAY_BE_ZERO.test(name.text))) {
            yield { at: value, what: `${name.text} is ${value.text}.` };
          }
        }
      }
      if (setting?.id === 'smtp.max-message-size' && setting.complete && subject.analysis.state.maxMessageSize === 0) {
        yield { at: statementPlace(statement), what: 'No message is that small.' };
      }
      if (setting?.id === 'bounce.warn-interval' && setting.value?.kind === 'delays') {
        const { delays } = setting.value;
        if (delays.length > 4) yield { at: delays[4] as Token, what: 'Only the first four delays count.' };
        const late = subject.analysis.state.bounceWarn.findIndex((seconds) => seconds >= queueTtl);
        if (late >= 0)
          yield { at: delays[late] ?? wordAt(setting), what: 'A message has been given up by then (queue ttl).' };
      }
    }
  },
  message: ({ what }) => what,
});
