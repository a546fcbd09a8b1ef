import type { NameKind, Occurrence } from '../index/name-index.js';
import type { Project } from '../workspace/project.js';

/** Where a name stands in one configuration. */
export interface NamePlaces {
  readonly project: Project;
  readonly places: readonly Occurrence[];
}

/**
 * The places of a name in its configuration, and in those that share one of its places because they include the same file:
 * there it is the same name.
 */
export function sharedPlaces(
  project: Project,
  { kind, name }: { readonly kind: NameKind; readonly name: string },
  others: readonly Project[],
): readonly NamePlaces[] {
  const found: NamePlaces[] = [];
  const files = new Set<string>();
  const take = (one: Project, places: readonly Occurrence[]): void => {
    found.push({ project: one, places });
    for (const { source } of places) files.add(one.uriOfSource(source));
  };
  take(project, project.names.of(kind, name));
  let left = others.filter((one) => one !== project).map((one) => [one, one.names.of(kind, name)] as const);
  for (;;) {
    const shares = ([one, places]: (typeof left)[number]): boolean =>
      places.some(({ source }) => files.has(one.uriOfSource(source)));
    const more = left.filter(shares);
    if (more.length === 0) return found;
    left = left.filter((one) => !more.includes(one));
    for (const [one, places] of more) take(one, places);
  }
}
