import type { Source } from '@smtpd-conf/grammar';
import type { Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';
import type { Project } from '../workspace/project.js';
import { type NamePlaces, sharedPlaces } from './shared-names.js';

export interface Location {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Where the name at an offset is defined; all places for names that several statements define together (pki, tags). */
export function definition(snapshot: Snapshot, offset: number): readonly Location[] {
  const here = snapshot.project.names.at(snapshot.source, offset);
  if (here === undefined) return [];
  const definitions = snapshot.project.names.of(here.kind, here.name).filter(({ role }) => role === 'definition');
  if (here.kind !== 'macro' || here.role === 'definition') return definitions;
  // A macro has the value that was set last above.
  const above = definitions.filter(({ order }) => order <= here.order).at(-1);
  return above ? [above] : [];
}

/**
 * Where the name at an offset stands, in its configuration first.
 * @param others configurations that may share it
 */
export function references(
  { project, source }: Snapshot,
  offset: number,
  withDefinition: boolean,
  others: readonly Project[] = [],
): readonly NamePlaces[] {
  const here = project.names.at(source, offset);
  if (here === undefined) return [];
  return sharedPlaces(project, here, others).map(({ project: one, places }) => ({
    project: one,
    places: places.filter(({ role }) => withDefinition || role === 'reference'),
  }));
}

export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly role: Occurrence['role'];
}

/** The places of the name at an offset, in this document. */
export function highlights(snapshot: Snapshot, offset: number): readonly Highlight[] {
  const here = snapshot.project.names.at(snapshot.source, offset);
  if (here === undefined) return [];
  return snapshot.project.names.of(here.kind, here.name).filter(({ source }) => source === snapshot.source);
}
