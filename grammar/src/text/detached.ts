/** Shorter parts are copies anyway. */
const LONGEST_COPY = 12;

/** The same string, not as the part of a larger one: V8's slices keep the whole text alive that they were cut from. */
export function detached(part: string): string {
  // The sum is written out as one text of its own before anything is cut from it.
  return part.length > LONGEST_COPY ? ` ${part}`.slice(1) : part;
}
