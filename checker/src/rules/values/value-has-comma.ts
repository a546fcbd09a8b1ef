import { writeWord } from '@smtpd-conf/compiler';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

const parts = (key: string): string[] =>
  key
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const valueHasComma = defineRule<KeyUse>({
  id: 'value-has-comma',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'Several values stand in one string, with commas between them.',
  why: 'A string is one value, commas and all, so none of them matches.',
  how: 'Write a list: { "a", "b" }.',
  bad: conf('action "a" mbox', 'match from any for domain "example.org, example.net" action "a"'),
  good: conf('action "a" mbox', 'match from any for domain { "example.org", "example.net" } action "a"'),
  daemon: 'accepts',
  source: 'parse.y: tables',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const service of ['domain', 'mailaddr', 'netaddr'] as const) {
      for (const use of keysOf(service, subject)) if (use.key.includes(',') && parts(use.key).length > 1) yield use;
    }
  },
  message: ({ key }) => `"${key}" is one value.`,
  fixes({ key, token, value, clause }) {
    if (token === undefined || value !== undefined) return [];
    const words = parts(key).map((part) => writeWord(part));
    const list = words.map((word) => ('text' in word ? word.text : '')).join(', ');
    if (words.some((word) => 'problem' in word)) return [];
    const alone = clause.value?.kind === 'word' && clause.value.token === token;
    return fix('safe', 'Write a list', replaceText(token, alone ? `{ ${list} }` : list));
  },
});
