import { clauseAt } from './clause-at.js';
import type { ActionSource } from './code-action.js';
import { cutLines } from './lines.js';

/** Puts the entries of a table in the place of its name; the table goes where nothing else uses it. */
export const inlineTable: ActionSource = (snapshot, { start }) => {
  const { source, project } = snapshot;
  const value = clauseAt(snapshot, start)?.clause.value;
  if (value?.kind !== 'table-reference' || value.name === undefined || value.close === undefined) return [];
  const places = project.names.of('table', value.name.text);
  const definition = places.find(({ role }) => role === 'definition')?.statement;
  if (definition?.kind !== 'table' || definition.error !== undefined) return [];
  const { entries } = definition;
  if (entries?.close === undefined || entries.entries.length === 0) return [];
  if (definition.tokens.some(({ expandedFrom }) => expandedFrom !== undefined)) return [];
  const text = entries.open.source.text.slice(entries.open.start, entries.close.end);
  const use = { source, start: value.open.start, end: value.close.end, text: text.replace(/\s*\n\s*/g, ' ') };
  const only = places.filter(({ role }) => role === 'reference').length === 1;
  return [
    {
      title: only ? `Inline table <${value.name.text}>` : `Inline table <${value.name.text}> here`,
      kind: 'refactor.inline',
      edits: only ? [cutLines(entries.open.source, definition), use] : [use],
    },
  ];
};
