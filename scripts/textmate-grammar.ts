import { KEYWORDS, METHODS, SETTINGS, STATEMENTS } from '@smtpd-conf/grammar';

/** A rule of a TextMate grammar, as far as this one uses them. */
interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly include?: string;
  readonly patterns?: readonly Rule[];
}

/** What words of a statement are called, behind its first keyword. */
const NAMED = ['action', 'filter', 'pki', 'ca', 'proc', 'table'] as const;

/** Statements of the grammar from before 6.4; whole lines, so that they look as old as they are. */
const LEGACY = ['accept', 'bounce-warn', 'expire', 'limit', 'map', 'max-message-size', 'subaddressing-delimiter'];

/** A keyword ends where a word of smtpd.conf ends (parse.y:allowed_to_end_number and allowed_in_string). */
const WORD_END = '(?![\\w.@/:+*%?~-])';
const WORD_START = '(?<![\\w.@/:+*%?~$-])';
const STATEMENT_START = '^\\s*';

/** The TextMate grammar of smtpd.conf: colours at once, before the language server's semantic tokens arrive. */
export function textmateGrammar(): Readonly<Record<string, unknown>> {
  const statements = [...Object.keys(STATEMENTS), ...settingKeywords()];
  const methods = Object.values(METHODS).map(({ forms }) => forms[0]?.parts[0] as string);
  const repository: Record<string, Rule> = {
    comment: {
      name: 'comment.line.number-sign.smtpd-conf',
      begin: '#',
      // A backslash at the end of the line joins the next one, in comments too.
      end: '(?<!\\\\)\\n',
    },
    'double-quoted': quoted('"', 'double'),
    'single-quoted': quoted("'", 'single'),
    'in-string': {
      patterns: [
        { name: 'constant.character.escape.smtpd-conf', match: '\\\\(?:["\'\\\\ \\t]|$)' },
        {
          name: 'constant.other.placeholder.smtpd-conf',
          match: '%\\{[a-z]+(?:\\[[^\\]]*\\])?(?::[a-z|]+)?(?:\\[[^\\]]*\\])?\\}',
        },
      ],
    },
    'macro-definition': {
      match: `${STATEMENT_START}([A-Za-z_][\\w]*)\\s*(=)`,
      captures: {
        '1': { name: 'variable.other.constant.definition.smtpd-conf' },
        '2': { name: 'keyword.operator.assignment.smtpd-conf' },
      },
    },
    macro: { name: 'variable.other.constant.smtpd-conf', match: '\\$[A-Za-z0-9_]+' },
    'table-reference': {
      match: '(<)([^<>\\s"]+)(>)',
      captures: {
        '1': { name: 'punctuation.definition.table.begin.smtpd-conf' },
        '2': { name: 'entity.name.type.table.smtpd-conf' },
        '3': { name: 'punctuation.definition.table.end.smtpd-conf' },
      },
    },
    legacy: {
      name: 'invalid.deprecated.statement.smtpd-conf',
      match: `${STATEMENT_START}(?:${alternatives(LEGACY)})${WORD_END}`,
    },
    definition: {
      match: `${STATEMENT_START}(${alternatives(NAMED)})${WORD_END}\\s+("[^"]*"|[A-Za-z0-9_][\\w.@-]*)`,
      captures: {
        '1': { name: 'keyword.control.directive.smtpd-conf' },
        '2': { name: 'entity.name.function.smtpd-conf' },
      },
    },
    statement: {
      match: `${STATEMENT_START}(${alternatives(statements)})${WORD_END}`,
      captures: { '1': { name: 'keyword.control.directive.smtpd-conf' } },
    },
    'action-reference': {
      match: `${WORD_START}(action)${WORD_END}\\s+("[^"]*"|[A-Za-z0-9_][\\w.@-]*)`,
      captures: {
        '1': { name: 'keyword.other.smtpd-conf' },
        '2': { name: 'entity.name.function.smtpd-conf' },
      },
    },
    refusal: {
      name: 'keyword.control.reject.smtpd-conf',
      match: `${WORD_START}(?:reject|disconnect)${WORD_END}`,
    },
    method: { name: 'support.function.smtpd-conf', match: `${WORD_START}(?:${alternatives(methods)})${WORD_END}` },
    keyword: {
      name: 'keyword.other.smtpd-conf',
      match: `${WORD_START}(?:${alternatives([...KEYWORDS.keys()])})${WORD_END}`,
    },
    negation: { name: 'keyword.operator.logical.smtpd-conf', match: '!' },
    arrow: { name: 'keyword.operator.mapping.smtpd-conf', match: '=>|=' },
    number: { name: 'constant.numeric.smtpd-conf', match: `${WORD_START}-?\\d+[smhdKMGTkgbB]?${WORD_END}` },
    address: { name: 'constant.other.address.smtpd-conf', match: `${WORD_START}[\\w.+-]+@[\\w.-]+` },
    path: { name: 'string.unquoted.path.smtpd-conf', match: `${WORD_START}(?:file|db|proc|static):\\S+` },
  };
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'smtpd.conf',
    scopeName: 'source.smtpd-conf',
    patterns: Object.keys(repository)
      .filter((name) => name !== 'in-string')
      .map((name) => ({ include: `#${name}` })),
    repository,
  };
}

function quoted(quote: string, kind: string): Rule {
  return {
    name: `string.quoted.${kind}.smtpd-conf`,
    begin: quote,
    end: quote,
    patterns: [{ include: '#in-string' }],
  };
}

/** The first words of settings, as `queue` of `queue ttl`. */
function settingKeywords(): readonly string[] {
  return Object.values(SETTINGS).flatMap(({ forms }) => forms.map(({ parts }) => parts[0] as string));
}

/** A choice of words, longer ones first, for the first that matches wins. */
function alternatives(words: readonly string[]): string {
  return [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|');
}
