import type { Statement, Token } from '@smtpd-conf/grammar';
import { fix, removeStatement } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { anyOf, namePatterns } from '../../settings/name-patterns.js';
import { unusedDefinitions } from '../../subject/unused-definitions.js';

interface Unused extends Found {
  readonly at: Token;
  readonly kind: string;
  readonly statement: Statement;
}

export const unusedDefinition = defineRule<Unused, { readonly ignore: readonly string[] }>({
  id: 'unused-definition',
  category: 'routing',
  severity: 'info',
  since: '0.1.0',
  what: 'A table, an action, a filter, a process, a pki, a ca, a wrapper or a macro is defined and never used.',
  why: 'It has no effect, but that a filter process is started all the same; a name that was misspelt elsewhere looks like this.',
  how: 'Remove it, or use it.',
  bad: conf('table domains { "example.org" }', 'action "a" mbox', 'match for domain "example.org" action "a"'),
  good: conf('table domains { "example.org" }', 'action "a" mbox', 'match for domain <domains> action "a"'),
  daemon: 'accepts',
  source: 'parse.y: parse_config',
  fix: 'unsafe',
  options: { ignore: namePatterns('Names that may be defined and not used.') },
  needs: 'whole',
  scope: { each: 'file', and: 'all' },
  *find(subject, { ignore }) {
    const meant = anyOf(ignore);
    // A listener that names none may be meant to have it; before 6.4 its host name said which.
    const { meantListeners } = subject.analysis.state;
    const takesAny = meantListeners.some(({ tls }) => tls?.pki.length === 0);
    for (const { kind, token, statement } of unusedDefinitions(subject)) {
      if (!meant(token.text) && !(kind === 'pki' && takesAny)) yield { at: token, kind, statement };
    }
  },
  message: ({ kind, at }) => `The ${kind} "${at.text}" is never used.`,
  fixes: ({ statement }) => fix('unsafe', 'Remove it', removeStatement(statement)),
});
