/** Where two sequences are not the same: between what they begin and what they end with. */
export interface ChangedPart<T> {
  /** The index of the first that is not the same. */
  readonly start: number;
  readonly gone: readonly T[];
  readonly come: readonly T[];
}

/** Compared one by one, by identity. */
export function changedPart<T>(before: readonly T[], now: readonly T[]): ChangedPart<T> {
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start += 1;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === now[now.length - 1 - same]) same += 1;
  return { start, gone: before.slice(start, before.length - same), come: now.slice(start, now.length - same) };
}

/** One in the place of another, where nothing else differs; undefined where more does. */
export function swapIn<T>({ gone, come }: Omit<ChangedPart<T>, 'start'>): readonly [before: T, now: T] | undefined {
  return gone.length === 1 && come.length === 1 ? [gone[0] as T, come[0] as T] : undefined;
}

/** What has gone and come between two sequences, in whatever order they stand. */
export function exchanged<T>(before: readonly T[], now: readonly T[]): Omit<ChangedPart<T>, 'start'> {
  const part = changedPart(before, now);
  const [gone, come] = [new Set(part.gone), new Set(part.come)];
  return { gone: part.gone.filter((one) => !come.has(one)), come: part.come.filter((one) => !gone.has(one)) };
}
