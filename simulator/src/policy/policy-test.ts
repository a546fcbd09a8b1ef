import type { WorldDescription } from '@smtpd-conf/compiler';

/** A file of policy tests, *.smtpd-test.yaml: what policy-test.schema.ts describes. */
export interface PolicyTestFile {
  readonly version?: 1;
  /** The configuration, relative to the file. */
  readonly config: string;
  /** Below which absolute paths of the configuration are looked up, relative to the file. */
  readonly root?: string;
  /** A world, or a file with one, relative to this file. */
  readonly world?: string | WorldDescription;
  readonly target?: string;
  readonly platform?: 'openbsd' | 'linux' | 'freebsd';
  readonly tests: readonly PolicyTest[];
}

export interface PolicyTest {
  readonly name: string;
  readonly session: PolicySession;
  readonly expect: PolicyExpectation;
}

/** The facts of a session, as the options of `simulate` give them. */
export interface PolicySession {
  /** ADDRESS:PORT, PORT, a tag, or "socket"; the first listener by default. */
  readonly listener?: string | number;
  /** An address, or "socket"; 127.0.0.1 by default. */
  readonly from?: string;
  readonly rdns?: string;
  readonly helo?: string;
  readonly tls?: boolean;
  readonly auth?: string;
  readonly mailFrom: string;
  readonly rcptTo: string | readonly string[];
  readonly message?: string;
}

/** What must come out; what is not said may be anything. */
export interface PolicyExpectation extends RecipientExpectation {
  /** By phase: how the reply must begin, or /REGEX/. */
  readonly replies?: Readonly<Record<string, string>>;
  /** For single recipients, by their address. */
  readonly recipients?: Readonly<Record<string, RecipientExpectation>>;
}

export interface RecipientExpectation {
  readonly decision?: 'accept' | 'reject' | 'tempfail';
  /** The line of the rule in its file; null for none. */
  readonly rule?: number | null;
  readonly action?: string;
  /** How the reply to RCPT TO must begin, or /REGEX/. */
  readonly reply?: string;
  /** All deliveries, in any order, each with what is said of it. */
  readonly deliveries?: readonly DeliveryExpectation[];
}

export interface DeliveryExpectation {
  readonly action?: string;
  readonly method?: string;
  readonly user?: string | null;
  readonly rcpt?: string;
  readonly destination?: string;
}
