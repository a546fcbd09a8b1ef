import { type Difference, distinct, setDifferences } from './difference.js';
import { type StatementForm, statementForms } from './forms.js';
import type { Grammar } from './grammar.js';

/** The forms of statements, and of what can stand in each of their places, that one grammar has and the other lacks. */
export function formDifferences(yacc: Grammar, ours: Grammar): { differences: Difference[]; compared: number } {
  const theirs = statementForms(yacc);
  const known = statementForms(ours);
  const differences = setDifferences('statement', new Set(theirs.keys()), new Set(known.keys()));
  const compared = new Set(known.keys());
  for (const [text, form] of known) {
    const other = theirs.get(text);
    if (other) differences.push(...placeDifferences(other, form));
    for (const place of form.places) for (const some of place.forms) compared.add(`${place.rule}: ${some}`);
  }
  return { differences: distinct(differences), compared: compared.size };
}

function placeDifferences(yacc: StatementForm, ours: StatementForm): Difference[] {
  return ours.places.flatMap((place, at) => {
    const other = yacc.places[at];
    const differences = setDifferences(place.rule, other?.forms ?? new Set(), place.forms);
    if (other === undefined || other.kind === place.kind) return differences;
    return [
      ...differences,
      ...setDifferences(place.rule, new Set([manner(other.kind)]), new Set([manner(place.kind)])),
    ];
  });
}

const manner = (kind: 'list' | 'choice'): string =>
  kind === 'list' ? '(any number of these)' : '(exactly one of these)';
