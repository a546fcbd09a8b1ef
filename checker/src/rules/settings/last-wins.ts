import type { SettingId, SettingStatement } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementPlace } from '../../syntax.js';

interface Again extends Found {
  readonly name: string;
  readonly before: SettingStatement;
}

/** Settings that hold one value. */
const SINGLE: ReadonlySet<SettingId> = new Set<SettingId>([
  'admd',
  'bounce.warn-interval',
  'mta.max-deferred',
  'queue.encryption',
  'queue.ttl',
  'smtp.ciphers',
  'smtp.max-message-size',
  'smtp.sub-addr-delim',
  'srs.key',
  'srs.key-backup',
  'srs.ttl',
]);

export const lastWins = defineRule<Again>({
  id: 'last-wins',
  category: 'settings',
  severity: 'warning',
  since: '0.1.0',
  what: 'A setting that holds one value is set twice.',
  why: 'The last one wins without a word.',
  how: 'Keep one of them.',
  bad: conf('queue ttl 4d', 'queue ttl 1d', 'action "a" mbox', 'match for local action "a"'),
  good: conf('queue ttl 1d', 'action "a" mbox', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'parse.y: queue, smtp, srs, admd',
  needs: 'parts',
  scope: { each: 'file', compiled: ['setting'] },
  *find(subject) {
    const before = new Map<SettingId, SettingStatement>();
    for (const statement of subject.of('setting')) {
      const { setting } = statement;
      if (setting === undefined || statement.error || !SINGLE.has(setting.id)) continue;
      const first = before.get(setting.id);
      before.set(setting.id, statement);
      if (first === undefined) continue;
      yield { at: statementPlace(statement), name: setting.words.map(({ text }) => text).join(' '), before: first };
    }
  },
  message: ({ name }) => `${name} is set already.`,
  related: ({ before }) => [{ message: 'set here before, in vain', place: statementPlace(before) }],
});
