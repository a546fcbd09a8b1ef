import type { DescribedFile, DescribedFilterAnswer } from '@smtpd-conf/compiler';

/** A user of the machine, as the world of a scenario describes it; the judge gets it in /etc/passwd. */
export interface ScenarioUser {
  readonly uid: number;
  readonly gid?: number;
  /** The home directory, made with the user as its owner; /home/NAME by default. */
  readonly home?: string;
  /** The text of ~/.forward, owned by the user with mode 0644, or that with other permissions. */
  readonly forward?: string | DescribedFile;
  /** A crypt(3) hash, for listeners that ask the system for passwords. */
  readonly password?: string;
}

/** The part of a world that both sides can have: the judge in its namespaces, the dry run out of its description. */
export interface ScenarioWorld {
  readonly hostname: string;
  readonly users: Readonly<Record<string, ScenarioUser>>;
  readonly files: Readonly<Record<string, string | DescribedFile>>;
  /** A and AAAA records by name. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** PTR records by address. */
  readonly reverse: Readonly<Record<string, string>>;
  /** MX records by domain. */
  readonly mx: Readonly<Record<string, readonly { readonly preference: number; readonly host: string }[]>>;
  /** The contents of tables that the configuration does not hold, by the table's name. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>> | readonly string[]>>;
  /** What filter processes answer; the judge has their programs among the files. */
  readonly filters: Readonly<Record<string, readonly DescribedFilterAnswer[]>>;
}

/** A server that mail is handed to, so that what the daemon says to it can be seen. */
export interface Sink {
  readonly protocol: 'smtp' | 'lmtp';
  /** An address of the loopback network, or the path of a socket. */
  readonly at: { readonly address: string; readonly port: number } | { readonly path: string };
  /** Lines of the answer to EHLO or LHLO behind the first. */
  readonly extensions: readonly string[];
  /** With these it offers STARTTLS: paths of files of the world. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Other answers than the usual ones, by the command they answer, in upper case ("RCPT TO", "."). */
  readonly replies: Readonly<Record<string, string>>;
}

/** What a client does next: a line and its reply, bytes as they are, or TLS. */
export type Step = { readonly line: string } | { readonly raw: string } | { readonly tls: true };

export interface ClientSession {
  readonly via: 'tcp';
  readonly from: string;
  readonly to: { readonly address: string; readonly port: number };
  /** Whether TLS begins before the banner. */
  readonly smtps: boolean;
  readonly steps: readonly Step[];
}

/** What sendmail(8) has said once, said again over the socket. */
export interface SocketSession {
  readonly via: 'socket';
  readonly steps: readonly Step[];
}

/** A message that sendmail(8) hands in over the socket. */
export interface SendmailSession {
  readonly via: 'sendmail';
  /** The user that runs it. */
  readonly as: string;
  readonly arguments: readonly string[];
  readonly text: string;
}

export type ScenarioSession = ClientSession | SocketSession | SendmailSession;

/** A configuration, a world around it, and what clients do, one session after the other. */
export interface Scenario {
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly about: string;
  readonly config: string;
  readonly world: ScenarioWorld;
  readonly sinks: readonly Sink[];
  readonly sessions: readonly ScenarioSession[];
}

/** The file of a `db:` table in a configuration. */
export function databasePath(config: string, table: string): string | undefined {
  return new RegExp(`^[ \\t]*table[ \\t]+"?${table}"?[ \\t]+"?db:([^\\s"]+)`, 'm').exec(config)?.[1];
}

/** The host's one interface beside the loopback. */
export const INTERFACE = { name: 'judge0', address: '198.18.0.1' } as const;
