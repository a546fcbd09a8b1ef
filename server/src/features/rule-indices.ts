import type { Snapshot } from '../snapshot.js';

/**
 * Which of the daemon's rules the statements of a file have become, counted from 0, by where a statement begins. One from
 * before 6.4 may have become several; one that is refused is not there.
 */
export function ruleIndices({ project, source }: Pick<Snapshot, 'project' | 'source'>): ReadonlyMap<number, number[]> {
  const { state } = project.analysis;
  const indices = new Map<number, number[]>();
  for (const [index, { origin }] of state.rules.entries()) {
    if (state.sourceAt(origin.file) !== source) continue;
    const known = indices.get(origin.start);
    if (known) known.push(index);
    else indices.set(origin.start, [index]);
  }
  return indices;
}
