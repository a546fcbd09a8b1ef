import { atLeast, type Version } from '@smtpd-conf/grammar';
import type { Alternative, GrammarSymbol } from '../../scripts/compare-grammar/grammar.js';
import { tablesLanguage } from '../../scripts/compare-grammar/tables-grammar.js';

/** The tables for `version` as a yacc file, for a test to change. */
export function yaccText(version: Version): string {
  const { grammar, keywords } = tablesLanguage(version, true);
  const rules = [...grammar.rules].map(([name, alternatives]) => ruleText(ruleName(name), alternatives));
  return [
    '%{ /* %% */\n#define UNTIDY "%%{"\n%}\n%token ARROW UNUSED',
    ...[...keywords].map((word) => `%token ${tokenName(word)}`),
    '%token <v.string> STRING /* NUMBER */\n%token <v.number> NUMBER\n%%',
    "file: /* nothing */ | file '\\n' | file statement '\\n' | file error '\\n' { count++; };",
    ...rules,
    valueRules(atLeast(version, '7.5.0')),
    '%%\nint lookup(char *s) {\n\tstatic const struct keywords keywords[] = {',
    ...[...keywords].map((word) => `\t\t{ "${word}",\t${tokenName(word)} },`),
    '\t};\n}\n',
  ].join('\n');
}

/** A limit.c for it: the names that its action hands on are the tables'. */
export function limitText(): string {
  const { grammar } = tablesLanguage('7.8.0', true);
  const names = [...grammar.rules].flatMap(([name, alternatives]) =>
    name === 'one of mta limits' ? alternatives.flatMap((alternative) => alternative.names ?? []) : [],
  );
  const tests = names.map((name) => `\telse if (!strcmp(key, "${name}")) limits->value = value;`);
  return ['int limit_set(struct limits *limits, const char *key, int value)', '{', ...tests, '}'].join('\n');
}

/** The kinds of value, in our own words. `loose`: with line feeds beside braces and after commas. */
function valueRules(loose: boolean): string {
  const feeds = loose ? ' feeds' : '';
  return `
feeds: | '\\n' feeds ;
after_brace:${feeds} ;
between: ','${feeds} | '\\n' feeds | /* nothing */ ;
sign: '=' | ARROW ;
not: '!' { $$ = 1; } | { $$ = 0; } ;
names: STRING${feeds} | STRING between names ;
pairs: STRING sign STRING${feeds} | STRING sign STRING between pairs ;
entries: names | pairs ;
reference: '<' STRING '>' ;
anonymous: STRING | '{' after_brace { begin("{"); } entries '}' ;
tables: anonymous | reference ;
delay: STRING { later($1, '}'); } ;
delays: delay | delays ',' delay ;
`;
}

function ruleText(name: string, alternatives: readonly Alternative[]): string {
  const texts = alternatives.map((alternative) => {
    const symbols = alternative.symbols.map((symbol) => symbolText(symbol));
    return [...symbols, action(name, alternative)].join(' ');
  });
  return `${name}:\n\t  ${texts.join('\n\t| ')}\n\t;\n`;
}

/** Code that a reader of rules must step over, and for limits the comparisons that it must find. */
function action(rule: string, { names }: Alternative): string {
  if (rule === 'one_of_mta_limits' && names) return '{ if (!limit_set(limits, $1, $2)) YYERROR; }';
  const tests = (names ?? []).map((name) => `if (!strcmp($1, "${name}")) { set($2); } else`);
  return `{ ${tests.join(' ')} done("}", '{', '\\''); /* } */ }`;
}

function symbolText({ kind, name }: GrammarSymbol): string {
  if (kind === 'rule') return ruleName(name);
  const braces = (content: string): string => `{ last = "{"; } '{' ${content} '}'`;
  switch (name) {
    case 'STRING':
    case 'NUMBER':
      return name;
    case 'TABLE':
      return 'tables';
    case '[!]':
      return 'not';
    case '=':
      return "'='";
    case 'DELAYS':
      return 'delays';
    case 'FILTERS':
      return braces('after_brace names');
    case 'ENTRIES':
      return braces('after_brace entries');
    default:
      return tokenName(name);
  }
}

const ruleName = (name: string): string => name.replaceAll(/\W/g, '_');

const tokenName = (word: string): string => word.toUpperCase().replaceAll('-', '_');
