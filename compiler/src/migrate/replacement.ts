/** What takes the place of a statement. */
export interface Replacement {
  /** Statements, one a line; none where nothing takes its place, undefined where the statement stays as it is. */
  readonly lines: readonly string[] | undefined;
  /** What is not exactly as it was, each a clause of a sentence without a full stop. */
  readonly notes: readonly string[];
}
