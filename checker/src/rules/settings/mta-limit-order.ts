import type { SettingStatement } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementPlace } from '../../syntax.js';

interface Late extends Found {
  readonly domain: string;
  readonly copy: SettingStatement;
}

export const mtaLimitOrder = defineRule<Late>({
  id: 'mta-limit-order',
  category: 'settings',
  severity: 'warning',
  since: '0.1.0',
  what: 'A general mta limit stands below one for a domain.',
  why: 'The limits of a domain are a copy of the general ones as they stand at that line: what is set later does not reach it.',
  how: 'Move the general limit above it.',
  bad: conf(
    'mta limit for domain "example.net" max-conn-per-host 2',
    'mta limit session-mail-max 10',
    'action "r" relay',
    'match from local for any action "r"',
  ),
  good: conf(
    'mta limit session-mail-max 10',
    'mta limit for domain "example.net" max-conn-per-host 2',
    'action "r" relay',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'parse.y: mta',
  needs: 'parts',
  scope: { each: 'file', compiled: ['setting'] },
  *find(subject) {
    let copy: { domain: string; statement: SettingStatement } | undefined;
    for (const statement of subject.of('setting')) {
      const { setting } = statement;
      if (setting?.value?.kind !== 'limits') continue;
      if (setting.id === 'mta.limit-for-domain' && setting.value.domain) {
        copy ??= { domain: setting.value.domain.text, statement };
      } else if (setting.id === 'mta.limit' && copy) {
        yield { at: statementPlace(statement), domain: copy.domain, copy: copy.statement };
      }
    }
  },
  message: ({ domain }) => `This does not hold for ${domain}.`,
  related: ({ copy }) => [{ message: 'the limits of the domain were copied here', place: statementPlace(copy) }],
});
