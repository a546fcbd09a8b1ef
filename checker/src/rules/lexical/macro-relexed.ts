import { placeOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Relexed extends Found {
  readonly at: Token;
  readonly name: string;
  readonly definition: Token;
}

export const macroRelexed = defineProblemRule<Relexed>({
  id: 'macro-relexed',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'The value of a macro loses its quotes where it is used.',
  why: 'A macro is text that is read again: without quotes a path, an address or a keyword is not a string.',
  how: `Put quotes within the quotes: '"/etc/x"'.`,
  bad: conf(
    'certificate = "/etc/ssl/mx.crt"',
    'pki mail cert $certificate',
    'pki mail key "/etc/ssl/private/mx.key"',
    'match for local reject',
  ),
  good: conf(
    `certificate = '"/etc/ssl/mx.crt"'`,
    'pki mail cert $certificate',
    'pki mail key "/etc/ssl/private/mx.key"',
    'match for local reject',
  ),
  daemon: 'refuses',
  source: 'parse.y: yylex, pushback',
  fix: 'unsafe',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const token = syntaxFault(problem, subject)?.token;
    const definition = token?.expandedFrom?.definition.token;
    if (token === undefined || definition === undefined || !definition.quoted || /["']/.test(definition.text))
      return undefined;
    return { at: token, name: token.expandedFrom?.name ?? '', definition };
  },
  message: ({ name, definition }) => `$${name} stands for ${definition.text} without quotes.`,
  related: ({ definition }) => [{ message: 'the macro is defined here', place: placeOf(definition) }],
  fixes: ({ definition }) => fix('unsafe', 'Quote the value twice', replaceText(definition, `'"${definition.text}"'`)),
});
