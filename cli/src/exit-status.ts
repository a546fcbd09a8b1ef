/** Exit statuses, as docs/command-line.md promises them to scripts. */
export const EXIT = {
  clean: 0,
  /** Findings at or above --fail-on, a rejected configuration, a failed test. */
  findings: 1,
  /** Wrong usage or settings. */
  usage: 2,
  /** A file that cannot be read or written. */
  unreadable: 3,
  /** A fault of ours. */
  internal: 4,
} as const;

/** An error for the user: what, where, and what to do next. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly status: number = EXIT.usage,
  ) {
    super(message);
  }
}

/** Tells the user, so that the command can go on with the next file; the status that it ends with. Other errors go on. */
export function complain(error: unknown): number {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`smtpd-lint: ${error.message}\n`);
  return error.status;
}
