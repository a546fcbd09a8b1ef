import { valueTokens } from '@smtpd-conf/compiler';
import type { Source, Span, TableStatement } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../snapshot.js';
import type { Project } from '../../workspace/project.js';
import { clauseAt, isWhole } from './clause-at.js';
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
  const written = entriesText(definition, snapshot);
  if (written === undefined) return [];
  const use = { source, start: value.open.start, end: value.close.end, text: written.text };
  const only = places.filter(({ role }) => role === 'reference').length === 1;
  return [
    {
      title: only ? `Inline table <${value.name.text}>` : `Inline table <${value.name.text}> here`,
      kind: 'refactor.inline',
      edits: only ? [cutLines(written.source, definition), use] : [use],
    },
  ];
};

/** What stands in the braces of a table, on one line; undefined where it would mean something else further down. */
function entriesText(
  definition: TableStatement,
  { project }: Snapshot,
): { readonly text: string; readonly source: Source } | undefined {
  const { entries } = definition;
  if (entries?.close === undefined || entries.entries.length === 0) return undefined;
  const { source, start } = entries.open;
  const { end } = entries.close;
  const tokens = valueTokens(entries);
  if (!isWhole(tokens, definition)) return undefined;
  if (tokens.some(({ expandedFrom }) => expandedFrom && !isFixed(expandedFrom.name, project))) return undefined;
  const [first] = entries.entries;
  // One entry needs no braces, unless it is half of a pair or half of what a macro says.
  const alone = entries.entries.length === 1 && first?.value === undefined && first?.key.expandedFrom === undefined;
  const span = alone && first ? first.key : { start, end };
  return { source, text: onOneLine(source, span, project) };
}

/** Whether a macro says the same everywhere. */
function isFixed(name: string, { names }: Project): boolean {
  return names.of('macro', name).filter(({ role }) => role === 'definition').length === 1;
}

function onOneLine(source: Source, { start, end }: Span, project: Project): string {
  let text = '';
  let at = start;
  for (const comment of project.document(source).comments) {
    if (comment.start < at || comment.end > end) continue;
    text += source.text.slice(at, comment.start);
    at = comment.end;
  }
  return (text + source.text.slice(at, end)).replace(/\s*\n\s*/g, ' ');
}
