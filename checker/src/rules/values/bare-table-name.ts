import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { tableStatements } from '../../subject/key-uses.js';
import { tableClauses } from '../../subject/table-clauses.js';

interface BareName extends Found {
  readonly at: Token;
}

/** A word that says something itself, although there is a table of that name. */
const HOST_NAME = /\.|^localhost$/i;

export const bareTableName = defineRule<BareName>({
  id: 'bare-table-name',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  what: "A literal has the name of a table, but stands without the table's angle brackets.",
  why: 'Without angle brackets it is taken for the only entry of a table of its own, so the table is never asked.',
  how: 'Write <name>.',
  bad: conf(
    'table domains { "example.org", "example.net" }',
    'action "a" mbox',
    'match from any for domain domains action "a"',
  ),
  good: conf(
    'table domains { "example.org", "example.net" }',
    'action "a" mbox',
    'match from any for domain <domains> action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: tables',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement', names: ['table'] },
  *find(subject) {
    const tables = subject.once(tableStatements);
    for (const { clause, takesLists } of tableClauses(subject)) {
      const { value } = clause;
      if (!takesLists || value?.kind !== 'word' || !tables.has(value.token.text)) continue;
      if (!HOST_NAME.test(value.token.text)) yield { at: value.token };
    }
  },
  problems: ['table-use'],
  recognise({ place }, subject) {
    const tables = subject.once(tableStatements);
    for (const { clause } of tableClauses(subject)) {
      const { value } = clause;
      if (value?.kind !== 'word' || !tables.has(value.token.text) || value.token.source !== place?.source) continue;
      if (value.token.start >= place.start && value.token.start < place.end) return { at: value.token };
    }
    return undefined;
  },
  message: ({ at }) => `"${at.text}" is a table, and here it is the word ${at.text}.`,
  fixes: ({ at }) => fix('safe', `Write <${at.text}>`, replaceText(at, `<${at.text}>`)),
});
