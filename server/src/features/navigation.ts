import type { Source } from '@smtpd-conf/grammar';
import type { Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';

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

export function references(snapshot: Snapshot, offset: number, withDefinition: boolean): readonly Location[] {
  const here = snapshot.project.names.at(snapshot.source, offset);
  if (here === undefined) return [];
  return snapshot.project.names.of(here.kind, here.name).filter(({ role }) => withDefinition || role === 'reference');
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
