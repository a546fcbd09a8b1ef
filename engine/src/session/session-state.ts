import type { CompiledConfig, CompiledListener, SocketListener } from '@smtpd-conf/compiler';
import { SMTP_LIMITS } from '@smtpd-conf/grammar';
import type { MailAddress } from '../envelope.js';
import type { FilterChain } from '../filter/filter-chains.js';
import type { FilterSession } from '../filter/filter-session.js';
import type { TableAccess } from '../filter/table-access.js';
import type { Intake } from '../message/intake.js';
import type { LookupProcess } from '../tables/lookup-errno.js';
import type { Tracer } from '../trace.js';
import type { DsnOptions, TlsFacts } from './effects.js';
import type { ExpandRecipient } from './expand-recipient.js';
import type { LineReader } from './line-reader.js';
import type { ListenerFacts } from './listener-facts.js';
import type { PathContext } from './mail-path.js';

/** What every session of a configuration shares. */
export interface SessionServices {
  readonly config: CompiledConfig;
  readonly tables: TableAccess;
  readonly chains: ReadonlyMap<string, FilterChain>;
  readonly expandRecipient: ExpandRecipient;
  readonly process: LookupProcess;
  readonly trace?: Tracer;
}

/** The client's end of a connection; addresses as inet_ntop writes them. */
export type Peer =
  | { readonly family: 'inet4' | 'inet6'; readonly address: string; readonly port: number }
  | { readonly family: 'local' };

export interface Connection {
  /** Sixteen hexadecimal digits. */
  readonly id: string;
  readonly listener: CompiledListener | SocketListener;
  readonly client: Peer;
  /** What came behind a PROXY header in the same chunk. */
  readonly received?: Uint8Array;
}

/** smtp_session.c: enum smtp_state, without those that pass within one step. */
type SessionState = 'command' | 'auth-plain' | 'auth-username' | 'auth-password' | 'tls' | 'body' | 'quit';

/** struct smtp_session. What the client sent is byte texts. */
export interface Session {
  readonly services: SessionServices;
  readonly connection: Connection;
  readonly listener: ListenerFacts;
  readonly reader: LineReader;
  /** ss_to_text of the client's address. */
  readonly source: string;
  rdns: string;
  fcrdns: 'yes' | 'no' | 'error';
  smtpname: string;
  /** Absent where the listener has no filter. */
  filter?: FilterSession;
  state: SessionState;
  bannerSent: boolean;
  /** "" until HELO or EHLO, and again after STARTTLS. */
  helo: string;
  esmtp: boolean;
  tls?: TlsFacts;
  authenticated: boolean;
  /** Kept of every AUTH, successful or not. */
  username: string;
  /** Messages accepted so far. */
  mailCount: number;
  /** A filter's `junk` before any transaction: it holds for all that follow. */
  junk: boolean;
  /** The verb of the command last read; "" for one that is not known. */
  lastVerb: string;
  commandLine: string;
  transaction?: Transaction;
  /** Why the daemon fell over. */
  crash?: string;
}

/** struct smtp_tx. */
export interface Transaction {
  /** The message's id; absent until the queue gave one. */
  message?: string;
  sender: MailAddress;
  /** evp.rcpt: of the last RCPT TO, refused or not. */
  lastRecipient: MailAddress;
  firstRecipient?: MailAddress;
  recipientCount: number;
  dsn: DsnOptions;
  junk: boolean;
  /** Whether delivering what has been accepted asks the system for users (mda.c:mda_user). */
  asksSystemUsers: boolean;
  /** Bytes of the lines that came after DATA (datain). */
  received: number;
  intake?: Intake;
}

/** What an address is read against: without a domain it gets the name that the session goes by. */
export function pathContext({ smtpname, services }: Session): PathContext {
  return { domain: smtpname, platform: services.config.target.platform };
}

export function smtpLimit(config: CompiledConfig, name: 'max-mails' | 'max-rcpt'): number {
  const standard = SMTP_LIMITS.find((limit) => limit.name === name)?.standard ?? 0;
  return config.settings.smtp.limits[name] ?? standard;
}
