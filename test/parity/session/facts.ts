/** One step of a client and what came back; the first has no line, its answer is the banner. */
export interface Exchange {
  readonly client?: string;
  readonly server: readonly string[];
}

export interface SessionFacts {
  readonly transcript: readonly Exchange[];
  /** Whether the daemon closed the connection before the client did. */
  readonly closed: boolean;
}

/** What the daemon logged of the fate of one envelope. */
export interface EnvelopeResult {
  readonly agent: 'mda' | 'mta';
  readonly from: string;
  readonly to: string;
  /** The recipient that the client named, where it is another one. */
  readonly rcpt?: string;
  readonly user?: string;
  readonly result: string;
  readonly status: string;
}

/** A command line that the daemon ran for a delivery, before the shell read it. */
export interface DeliveryCommand {
  readonly user: string;
  readonly directory: string;
  readonly command: string;
  /** The message as it reached the command; each character is a byte. */
  readonly input: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface DeliveredFile {
  /** The unique name of a maildir's file is masked. */
  readonly path: string;
  readonly owner: string;
  /** Each character is a byte. */
  readonly text: string;
}

/** One conversation that the daemon had with a sink. */
export interface SinkFacts {
  readonly at: string;
  readonly peer?: string;
  readonly commands: readonly string[];
  readonly messages: readonly string[];
}

export interface Facts {
  readonly sessions: readonly SessionFacts[];
  readonly results: readonly EnvelopeResult[];
  readonly commands: readonly DeliveryCommand[];
  readonly files: readonly DeliveredFile[];
  readonly sinks: readonly SinkFacts[];
}

/** What a room gives back: facts with everything that differs from run to run still in them, and the daemon's log. */
export interface RawFacts extends Facts {
  readonly log: string;
  /** Why there are no facts. */
  readonly failure?: string;
}
