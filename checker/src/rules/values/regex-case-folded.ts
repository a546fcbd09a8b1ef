import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

/** Escapes of GNU's regular expressions that mean the contrary in lower case, and how to say the same in lower case. */
const ESCAPES: Readonly<Record<string, string>> = { '\\S': '[^[:space:]]', '\\W': '[^[:alnum:]_]' };

export const regexCaseFolded = defineRule<KeyUse>({
  id: 'regex-case-folded',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A regular expression uses an escape in capitals, or asks for capitals.',
  why: 'The daemon turns the expression and what it is held against into lower case: \\S becomes \\s, its contrary.',
  how: 'Use a bracket expression in lower case, such as [^[:space:]].',
  bad: conf('match from any mail-from regex "^\\S+@example\\.org$" for any reject'),
  good: conf('match from any mail-from regex "^[^[:space:]]+@example\\.org$" for any reject'),
  daemon: 'accepts',
  source: 'table.c: table_lookup, table_static_priv_add',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('regex', subject)) if (/(?<!\\)(\\\\)*(\\[SWB]|\[:upper:\])/.test(use.key)) yield use;
  },
  message: ({ key }) => `"${key}" is read as "${key.toLowerCase()}".`,
  fixes({ key, token }) {
    const mended = key.replace(/\\(.)/gs, (found) => ESCAPES[found] ?? found);
    return token && mended !== key ? fix('safe', `Write "${mended}"`, replaceWith(token, mended)) : [];
  },
});
