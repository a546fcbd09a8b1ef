import { writeWord } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import type { NameKind, Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';
import type { Location } from './navigation.js';

export interface Renameable {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** The name at an offset, if it can have another one; a string says why it cannot. */
export function prepareRename(snapshot: Snapshot, offset: number): Renameable | string {
  const here = snapshot.project.names.at(snapshot.source, offset);
  if (here === undefined) return 'There is no name of a table, action, filter, macro or the like here.';
  if (here.name.startsWith('<') || BUILT_IN.test(here.name)) return `${here.name} is a table of the daemon's own.`;
  return { start: here.start, end: here.end, name: here.name };
}

const BUILT_IN = /^<?(?:anyhost|anydestination|localhost|localnames|getpwnam)>?$/;

export type Replacement = Location & { readonly text: string };

/** All edits that give a name another one, across the files of the project; a string says why there are none. */
export function rename(snapshot: Snapshot, offset: number, newName: string): readonly Replacement[] | string {
  const target = prepareRename(snapshot, offset);
  if (typeof target === 'string') return target;
  const here = snapshot.project.names.at(snapshot.source, offset) as Occurrence;
  const problem = nameProblem(here.kind, newName);
  if (problem !== undefined) return problem;
  if (snapshot.project.names.of(here.kind, newName).length > 0) {
    return `There is a ${here.kind} named "${newName}" already.`;
  }
  const edits: Replacement[] = [];
  for (const one of snapshot.project.names.of(here.kind, here.name)) {
    const edit = replacement(one, newName);
    if (typeof edit === 'string') return edit;
    // A macro that several uses share is changed once.
    if (!edits.some(({ source, start }) => source === edit.source && start === edit.start)) edits.push(edit);
  }
  return edits;
}

function nameProblem(kind: NameKind, name: string): string | undefined {
  if (name === '') return 'A name must not be empty.';
  if (/[\n\0"]/.test(name)) return 'A name cannot hold quotes or line breaks.';
  if (kind === 'macro' && !/^[A-Za-z_]\w*$/.test(name)) {
    return 'The name of a macro begins with a letter or _ and has letters, digits and _ after it.';
  }
  if (kind === 'table' && !/^[\w.@-]+$/.test(name)) return 'The name of a table has letters, digits and . _ - @ only.';
  return undefined;
}

function replacement(one: Occurrence, newName: string): Replacement | string {
  if (!one.viaMacro) return { source: one.source, start: one.start, end: one.end, text: written(one, newName) };
  const token = one.statement.tokens.find(({ start, text }) => start === one.start && text === one.name);
  const value: Token | undefined = token?.expandedFrom?.definition.token;
  if (value === undefined || value.text.trim() !== one.name) {
    return `"${one.name}" also comes out of the macro $${token?.expandedFrom?.name ?? ''} together with other words; rename it there first.`;
  }
  return { source: value.source, start: value.start, end: value.end, text: bare(newName) };
}

/** A name that stood in quotes stays in them; one that did not gets them where the new name needs them. */
function written(one: Occurrence, newName: string): string {
  const before = one.source.text[one.start - 1];
  if (before === '"' || before === "'" || one.kind === 'macro') return newName;
  return bare(newName);
}

function bare(name: string): string {
  const written = writeWord(name);
  return 'text' in written ? written.text : `"${name}"`;
}
