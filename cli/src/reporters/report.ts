import type { FileReport } from './file-report.js';

/** Everything that a report is made of. */
export interface Report {
  readonly files: readonly FileReport[];
  /** What the program is called and which release it is. */
  readonly version: string;
  /** Whether colours may be used. */
  readonly colour: boolean;
  /** The width of the terminal; absent where it is none. */
  readonly columns?: number;
}

export type Reporter = (report: Report) => string | Promise<string>;
