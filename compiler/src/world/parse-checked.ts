import type { LineColumn } from '@smtpd-conf/grammar';

/** What is wrong with a file that a schema describes. */
export interface CheckedProblem {
  /** The file, as the caller calls it. */
  readonly file: string;
  readonly place: LineColumn;
  readonly message: string;
}

export type Checked<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** Where the value at a path of keys and indices stands. */
      readonly placeOf: (path: readonly (string | number)[]) => LineColumn;
    }
  | { readonly ok: false; readonly problems: readonly CheckedProblem[] };

/**
 * Reads YAML or JSON and holds it against a JSON Schema, which must describe a T. `what` names the thing: "a world". The
 * libraries are loaded when it is called, for they are slow to start.
 */
export async function parseChecked<T>(
  text: string,
  fileName: string,
  schema: object,
  what: string,
): Promise<Checked<T>> {
  const { readChecked } = await import('./read-checked.js');
  return readChecked<T>(text, fileName, schema, what);
}
