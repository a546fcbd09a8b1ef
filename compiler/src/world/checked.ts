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
