import type { Statement, Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { tableStatements } from '../../subject/key-uses.js';
import { tableClausesIn, takesLists } from '../../subject/table-clauses.js';
import type { Subject } from '../../subject.js';

interface BareName extends Found {
  readonly at: Token;
}

interface BareWord {
  readonly at: Token;
  readonly listed: boolean;
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
    for (const { at, listed } of subject.once(wordsLikeTables)) if (listed && !HOST_NAME.test(at.text)) yield { at };
  },
  problems: ['table-use'],
  recognise({ place }, subject) {
    return subject
      .once(wordsLikeTables)
      .find(({ at }) => at.source === place?.source && at.start >= place.start && at.start < place.end);
  },
  message: ({ at }) => `"${at.text}" is a table, and here it is the word ${at.text}.`,
  fixes: ({ at }) => fix('safe', `Write <${at.text}>`, replaceText(at, `<${at.text}>`)),
});

/** The words that are tables of their own where tables are asked, and names of tables; `listed` where a list may stand. */
function wordsLikeTables(subject: Subject): readonly BareWord[] {
  const tables = tableStatements(subject);
  if (tables.size === 0) return [];
  const { part, statements } = subject;
  const found: BareWord[] = [];
  for (const words of part ? statements.map(bareWords) : subject.along(statements, bareWords)) {
    for (const word of words) if (tables.has(word.at.text)) found.push(word);
  }
  return found;
}

/** The words of a statement that are tables of their own. */
function bareWords(statement: Statement): readonly BareWord[] {
  const found: BareWord[] = [];
  for (const one of tableClausesIn(statement)) {
    const { value } = one.clause;
    if (value?.kind === 'word') found.push({ at: value.token, listed: takesLists(one) });
  }
  return found.length === 0 ? NONE : found;
}

const NONE: readonly BareWord[] = [];
