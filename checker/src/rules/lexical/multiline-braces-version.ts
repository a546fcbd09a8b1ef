import type { Statement, Token } from '@smtpd-conf/grammar';
import { TokenType } from '@smtpd-conf/grammar';
import { behavesOnLines } from '../../predicates/multiline-braces.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Broken extends Found {
  readonly at: Token;
}

export const multilineBracesVersion = defineProblemRule<Broken>({
  id: 'multiline-braces-version',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  versions: { until: '7.5.0' },
  what: 'A list in braces goes over several lines.',
  why: 'Releases before 7.5 end the statement at the line feed and refuse the file.',
  how: 'End each line of the list in a backslash, or name a later release with --target.',
  bad: conf('table domains {', '  "example.org",', '  "example.net"', '}', 'match for domain <domains> reject'),
  good: conf(
    'table domains { \\',
    '  "example.org", \\',
    '  "example.net" \\',
    '}',
    'match for domain <domains> reject',
  ),
  daemon: 'refuses',
  source: 'parse.y: tableval_list, optnl',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const fault = syntaxFault(problem, subject);
    if (fault === undefined || fault.token.type !== TokenType.NewLine) return undefined;
    const open = openBrace(fault.statement, fault.index);
    return open && !behavesOnLines(subject.target.version) ? { at: open } : undefined;
  },
  message: () => 'The list is not closed on its line.',
});

/** The brace that is open before the token at `index`. */
function openBrace({ tokens }: Statement, index: number): Token | undefined {
  let open: Token | undefined;
  for (const token of tokens.slice(0, index)) {
    if (token.type === TokenType.BraceOpen) open = token;
    if (token.type === TokenType.BraceClose) open = undefined;
  }
  return open;
}
