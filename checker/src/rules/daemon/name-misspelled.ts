import type { ProblemId } from '@smtpd-conf/compiler';
import { placeOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { distance } from 'fastest-levenshtein';
import { fix } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { type DefinitionKind, definitions } from '../../subject/definitions.js';
import type { Subject } from '../../subject.js';
import { REFERENCE_PROBLEMS } from './forward-reference.js';

interface Misspelled extends Found {
  readonly kind: string;
  readonly name: string;
  readonly meant: Token;
}

export const nameMisspelled = defineProblemRule<Misspelled>({
  id: 'name-misspelled',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  what: 'A name that nothing defines is almost one that is defined.',
  why: 'The daemon refuses the file.',
  how: 'Correct the name.',
  bad: conf('action "local" mbox', 'match for local action "loca"'),
  good: conf('action "local" mbox', 'match for local action "local"'),
  daemon: 'refuses',
  source: 'parse.y',
  fix: 'unsafe',
  problems: Object.keys(REFERENCE_PROBLEMS) as ProblemId[],
  recognise({ id, place }, subject) {
    const kind = REFERENCE_PROBLEMS[id];
    if (place === undefined || kind === undefined) return undefined;
    const name = place.source.text.slice(place.start, place.end).replace(/^(["'])(.*)\1$/s, '$2');
    // One letter in three may be wrong; what is shorter is another name, not a slip.
    let least = Math.floor(name.length / 3) + 1;
    let first = 0;
    let meant: Token | undefined;
    const own = lettersOf(name);
    const byLength = spellings(kind, subject);
    const longest = name.length + least - 1;
    for (let length = name.length - least + 1; length <= longest; length += 1) {
      for (const { token, letters, order } of byLength.get(length) ?? []) {
        // Each letter that the other has not takes a change.
        if (count(letters & ~own) > least || count(own & ~letters) > least) continue;
        if (token.source === place.source && token.end > place.start) continue;
        const apart = distance(token.text.toLowerCase(), name.toLowerCase());
        if (apart > least || (apart === least && (meant === undefined || order > first))) continue;
        least = apart;
        first = order;
        meant = token;
      }
    }
    return meant && { at: place, kind, name, meant };
  },
  message: ({ kind, name, meant }) => `There is no ${kind} "${name}", but one called "${meant.text}".`,
  related: ({ meant }) => [{ message: 'defined here', place: placeOf(meant) }],
  fixes: ({ at, name, meant }) => {
    // A place, for that is what the compiler gave; where a macro brought the name, the place does not hold it.
    if ('type' in at || !at.source.text.slice(at.start, at.end).includes(name)) return [];
    const text = at.source.text.slice(at.start, at.end).replace(name, () => meant.text);
    return fix('unsafe', `Change it to "${meant.text}"`, { source: at.source, start: at.start, end: at.end, text });
  },
});

interface Spelling {
  readonly token: Token;
  readonly letters: number;
  /** Among all of its kind. */
  readonly order: number;
}

/** The names of a kind by their lengths. */
function spellings(kind: DefinitionKind, subject: Subject): ReadonlyMap<number, readonly Spelling[]> {
  const names = definitions(kind, subject);
  const all = subject.once(knownSpellings);
  const known = all.get(kind);
  if (known) return known;
  const byLength = new Map<number, Spelling[]>();
  all.set(kind, byLength);
  let order = 0;
  for (const { token } of names.values()) {
    const one = { token, letters: lettersOf(token.text), order: order++ };
    const alike = byLength.get(token.text.length);
    if (alike) alike.push(one);
    else byLength.set(token.text.length, [one]);
  }
  return byLength;
}

const knownSpellings = (): Map<DefinitionKind, ReadonlyMap<number, readonly Spelling[]>> => new Map();

/** A bit for each character that a name has, in lower case; some share one. */
function lettersOf(name: string): number {
  let letters = 0;
  for (const letter of name.toLowerCase()) letters |= 1 << ((letter.codePointAt(0) ?? 0) & 31);
  return letters;
}

function count(bits: number): number {
  let left = bits;
  let found = 0;
  for (; left !== 0; left &= left - 1) found += 1;
  return found;
}
