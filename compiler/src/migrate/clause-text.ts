import {
  CLAUSES,
  type ClauseId,
  type ClauseNode,
  type Form,
  formsFor,
  isValueKind,
  type Version,
} from '@smtpd-conf/grammar';
import type { ValueWriter } from './word-text.js';

/** A clause of the grammar before 6.4 in the words that the target has for it. */
export function clauseText(clause: ClauseNode, writer: ValueWriter, version: Version): string {
  const value = clause.value === undefined ? '' : writer.value(clause.value);
  return formText(modernForm(clause, version), value);
}

/** The keywords of a form with the values in their places; a statement's limits and the domain they are for are one value. */
function formText({ parts }: Form, value: string): string {
  let left: string | undefined = value;
  const words = parts.flatMap((part) => {
    if (!isValueKind(part)) return [part];
    const [written] = left ? [left] : [];
    left = undefined;
    return written === undefined ? [] : [written];
  });
  return words.join(' ');
}

/** The form of the target that holds what this one does: with the same values, and the same words behind them. */
function modernForm({ id, form }: ClauseNode, version: Version): Form {
  const forms = formsFor(CLAUSES[id as ClauseId], version);
  const exact = forms.find(({ parts }) => parts.join(' ') === form.parts.join(' '));
  const same = forms.filter(({ parts }) => tail(parts) === tail(form.parts));
  const shortest = [...same].sort((one, other) => one.parts.length - other.parts.length)[0];
  return exact ?? shortest ?? (forms[0] as Form);
}

/** The values of a form and what follows them. Where a string stood a table may stand, which may be a string. */
function tail(parts: readonly string[]): string {
  const first = parts.findIndex(isValueKind);
  return first === -1
    ? ''
    : parts
        .slice(first)
        .join(' ')
        .replaceAll(/\b(TABLE|SIZE|NUMBER)\b/g, 'STRING');
}
