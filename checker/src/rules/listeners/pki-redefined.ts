import type { Place } from '@smtpd-conf/compiler';
import type { ClauseNode } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { SERVICES } from '../../subject/ruleset.js';
import { clausePlace, wordAt } from '../../syntax.js';

interface Again extends Found {
  readonly at: Place;
  readonly name: string;
  readonly word: string;
  readonly before: Place;
}

export const pkiRedefined = defineRule<Again>({
  id: 'pki-redefined',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A pki or ca entry is given the same part twice.',
  why: 'The last one wins without a word.',
  how: 'Keep one of them, or give the entry another name.',
  bad: conf(
    'pki mail cert "/etc/ssl/old.crt"',
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: pki_params_opt',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    const given = new Map<string, Place>();
    for (const statement of [...subject.of('pki'), ...subject.of('ca')]) {
      const name = statement.name?.text.toLowerCase() ?? '';
      for (const clause of statement.options as readonly ClauseNode[]) {
        const at = clausePlace(clause, statement);
        const before = given.get(`${name} ${clause.id}`);
        given.set(`${name} ${clause.id}`, at);
        if (before) yield { at, name, word: wordAt(clause).text, before };
      }
    }
  },
  message: ({ name, word }) => `The ${word} of "${name}" is given twice.`,
  related: ({ before }) => [{ message: 'given here before', place: before }],
});
