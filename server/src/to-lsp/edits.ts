import type { Source, Span } from '@smtpd-conf/grammar';
import type { Location, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Project } from '../workspace/project.js';
import { toRange } from './positions.js';

export interface SourceEdit extends Span {
  readonly source: Source;
  readonly text: string;
}

export function toTextEdit(source: Source, edit: Span & { readonly text: string }): TextEdit {
  return { range: toRange(source, edit), newText: edit.text };
}

/** Edits of several files of a configuration. */
export function toWorkspaceEdit(edits: readonly SourceEdit[], project: Project): WorkspaceEdit {
  return toWorkspaceEdits([{ project, edits }]);
}

/** Edits of several files, by URI. A file that is included twice, or by several configurations, is changed once. */
export function toWorkspaceEdits(
  all: readonly { readonly project: Project; readonly edits: readonly SourceEdit[] }[],
): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  const seen = new Set<string>();
  for (const { project, edits } of all) {
    for (const edit of edits) {
      const uri = project.uriOfSource(edit.source);
      const key = `${uri} ${edit.start} ${edit.end} ${edit.text}`;
      if (seen.has(key)) continue;
      seen.add(key);
      changes[uri] = [...(changes[uri] ?? []), toTextEdit(edit.source, edit)];
    }
  }
  return { changes };
}

export function toLocation(place: Span & { readonly source: Source }, project: Project): Location {
  return { uri: project.uriOfSource(place.source), range: toRange(place.source, place) };
}

/** Places of several files, perhaps of several configurations, those that mean the same once. */
export function toLocations(
  all: readonly { readonly project: Project; readonly places: readonly (Span & { readonly source: Source })[] }[],
): Location[] {
  const locations = new Map<string, Location>();
  for (const { project, places } of all) {
    for (const place of places) {
      const key = `${project.uriOfSource(place.source)} ${place.start} ${place.end}`;
      if (!locations.has(key)) locations.set(key, toLocation(place, project));
    }
  }
  return [...locations.values()];
}
