import { type Analysis, analyze, type Problem, type World, writeWord } from '@smtpd-conf/compiler';
import { Source, type Token } from '@smtpd-conf/grammar';
import { buildNames, type NameKind, type Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';
import type { Project } from '../workspace/project.js';
import { pathOf } from '../workspace/uri.js';
import type { Location } from './navigation.js';
import { sharedPlaces } from './shared-names.js';

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

export interface ProjectEdits {
  readonly project: Project;
  readonly edits: readonly Replacement[];
}

/**
 * All edits that give a name another one, across the files of its configuration and of those that share it; a string says
 * why there are none.
 * @param others configurations that may share it
 */
export function rename(
  snapshot: Snapshot,
  offset: number,
  newName: string,
  others: readonly Project[] = [],
): readonly ProjectEdits[] | string {
  const target = prepareRename(snapshot, offset);
  if (typeof target === 'string') return target;
  const here = snapshot.project.names.at(snapshot.source, offset) as Occurrence;
  if (here.name === newName) return [];
  const problem = nameProblem(here.kind, newName);
  if (problem !== undefined) return problem;
  const found: ProjectEdits[] = [];
  for (const { project, places } of sharedPlaces(snapshot.project, here, others)) {
    const edits = renameIn(project, places, here.kind, newName);
    if (typeof edits === 'string') return project === snapshot.project ? edits : `${pathOf(project.uri)}: ${edits}`;
    found.push({ project, edits });
  }
  return found;
}

function renameIn(
  project: Project,
  places: readonly Occurrence[],
  kind: NameKind,
  newName: string,
): readonly Replacement[] | string {
  if (project.names.of(kind, newName).length > 0) return `There is a ${kind} named "${newName}" already.`;
  const edits: Replacement[] = [];
  for (const one of places) {
    const edit = replacement(one, newName);
    if (typeof edit === 'string') return edit;
    // A macro that several uses share is changed once.
    if (!edits.some(({ source, start }) => source === edit.source && start === edit.start)) edits.push(edit);
  }
  return objection(project, edits, { kind, newName, count: places.length }) ?? edits;
}

/** What the daemon would have against a configuration after edits that are to leave it what it is, but for a name. */
function objection(
  { analysis, main, world, settings }: Project,
  edits: readonly Replacement[],
  { kind, newName, count }: { readonly kind: NameKind; readonly newName: string; readonly count: number },
): string | undefined {
  const texts = new Map<string, string>();
  for (const source of new Set(edits.map((edit) => edit.source))) {
    const own = edits.filter((edit) => edit.source === source).toSorted((a, b) => b.start - a.start);
    const text = own.reduce((so, { start, end, text: by }) => so.slice(0, start) + by + so.slice(end), source.text);
    texts.set(source.name, text);
  }
  const edited: World = {
    ...world,
    readFile: (path) => {
      const text = texts.get(path);
      return text === undefined ? world.readFile(path) : { ok: true, value: new TextEncoder().encode(text) };
    },
  };
  const after = analyze(new Source(main.name, texts.get(main.name) ?? main.text), edited, settings.target);
  const left = errorsOf(analysis).map(({ id }) => id);
  for (const { id, what } of errorsOf(after)) {
    const known = left.indexOf(id);
    if (known === -1) return `The daemon would refuse that: ${what}`;
    left.splice(known, 1);
  }
  if (buildNames(after).of(kind, newName).length === count) return undefined;
  return `The daemon would not read ${JSON.stringify(newName)} as a name in all places.`;
}

function errorsOf({ problems }: Analysis): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

function nameProblem(kind: NameKind, name: string): string | undefined {
  if (name === '') return 'A name must not be empty.';
  if (/[\n\r\0"]/.test(name)) return 'A name cannot hold quotes or line breaks.';
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
