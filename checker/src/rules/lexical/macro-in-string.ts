import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Literal extends Found {
  readonly at: Token;
  readonly name: string;
}

export const macroInString = defineRule<Literal>({
  id: 'macro-in-string',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'The name of a macro stands inside a string or a word.',
  why: 'A macro is replaced only where its $ begins a word: here the $ and the name stay as they are.',
  how: 'Put the whole string into a macro.',
  bad: conf(
    'smarthost = "relay.example.net"',
    'action "r" relay host "smtp://$smarthost"',
    'match from local for any action "r"',
  ),
  good: conf(
    'smarthost = "smtp://relay.example.net"',
    'action "r" relay host $smarthost',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'parse.y: yylex',
  needs: 'parts',
  scope: { each: 'statement', names: ['macro'] },
  *find(subject) {
    const names = [...subject.analysis.state.macros.keys()];
    if (names.length === 0) return;
    for (const { tokens } of subject.statements) {
      for (const at of tokens) {
        if (at.expandedFrom || !at.text.includes('$')) continue;
        const name = /\$\{?([A-Za-z_][A-Za-z0-9_]*)/.exec(at.text)?.[1];
        if (name !== undefined && names.includes(name)) yield { at, name };
      }
    }
  },
  message: ({ name }) => `$${name} is not replaced here.`,
});
