import type { ProblemId } from '@smtpd-conf/compiler';
import { placeOf } from '@smtpd-conf/compiler';
import type { Statement, Token } from '@smtpd-conf/grammar';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { type DefinitionKind, definitions } from '../../subject/definitions.js';

interface Forward extends Found {
  readonly name: string;
  readonly kind: string;
  readonly definition: Token;
  readonly statement: Statement;
}

export const REFERENCE_PROBLEMS: Partial<Record<ProblemId, DefinitionKind>> = {
  'undefined-table': 'table',
  'undefined-action': 'action',
  'undefined-filter': 'filter',
  'undefined-proc': 'process',
  'undefined-wrapper': 'wrapper',
  'undefined-pki': 'pki',
  'undefined-ca': 'ca',
};

export const forwardReference = defineProblemRule<Forward>({
  id: 'forward-reference',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  what: 'Something is used above the line that defines it.',
  why: 'The daemon reads from top to bottom and refuses the file.',
  how: 'Move the definition up.',
  bad: conf('match for local action "a"', 'action "a" mbox'),
  good: conf('action "a" mbox', 'match for local action "a"'),
  daemon: 'refuses',
  source: 'parse.y',
  problems: Object.keys(REFERENCE_PROBLEMS) as ProblemId[],
  recognise({ id, place }, subject) {
    const kind = REFERENCE_PROBLEMS[id];
    if (place === undefined || kind === undefined) return undefined;
    const name = place.source.text.slice(place.start, place.end).replace(/^(["'])(.*)\1$/s, '$2');
    const defined = definitions(kind, subject).get(name);
    if (defined === undefined) return undefined;
    const { token, statement } = defined;
    const behind = token.source !== place.source || token.start > place.end;
    return behind ? { at: place, name, kind, definition: token, statement } : undefined;
  },
  message: ({ kind, name }) => `The ${kind} "${name}" is defined further down.`,
  related: ({ definition }) => [{ message: 'defined here', place: placeOf(definition) }],
});
