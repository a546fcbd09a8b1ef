import type { PhaseId, Target } from '@smtpd-conf/grammar';

/** Where a part of the configuration came from. */
export interface Origin {
  /** Index into `files`. */
  readonly file: number;
  /** Counting from 1. */
  readonly line: number;
  /** UTF-16 offsets into that file, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Table services as table.c names them. */
export type TableBackend = 'static' | 'db' | 'getpwnam' | 'proc';
export type TableKind = 'none' | 'list' | 'hash' | 'dynamic';

/** A key, lower-cased as the daemon stores it, and in a mapping its value. */
export type TableRow = readonly [key: string] | readonly [key: string, value: string];

export interface CompiledTable {
  /** `<dynamic:N>` for a table written where it is used; `<localhost>` and the like for the built-in ones. */
  readonly name: string;
  readonly backend: TableBackend;
  readonly kind: TableKind;
  /** The path of a file, or `name:path` of a table process. */
  readonly config?: string;
  /** Static tables only: the entries, in the order written; of equal keys the last counts. */
  readonly entries?: readonly TableRow[];
  readonly origin?: Origin;
}

export interface CompiledPki {
  readonly name: string;
  readonly cert?: string;
  readonly key?: string;
  readonly dhe: 'none' | 'auto' | 'legacy';
  readonly origin: Origin;
}

export interface CompiledCa {
  readonly name: string;
  readonly cert?: string;
  readonly origin: Origin;
}

export interface CompiledWrapper {
  readonly name: string;
  readonly command: string;
  readonly origin: Origin;
}

export interface CompiledProc {
  readonly name: string;
  readonly command: string;
  readonly user?: string;
  readonly group?: string;
  readonly chroot?: string;
  readonly origin: Origin;
}

export type Subsystem = 'smtp-in' | 'smtp-out';

interface FilterBase {
  /** `<dynchain:00000001>` for a chain written where it is used. */
  readonly name: string;
  readonly subsystems: readonly Subsystem[];
  readonly origin: Origin;
}

export interface ProcFilter extends FilterBase {
  readonly type: 'proc';
  readonly proc: string;
}

export interface ChainFilter extends FilterBase {
  readonly type: 'chain';
  readonly filters: readonly string[];
}

/** Phases as the daemon runs them; `phase auth` is one that runs at connect, so `written` keeps what the file says. */
export type FilterPhase = PhaseName<PhaseId>;
type PhaseName<Id> = Id extends `phase.${infer Name}` ? Name : never;

export interface FilterCondition {
  readonly type: 'fcrdns' | 'rdns' | 'src' | 'helo' | 'auth' | 'mail-from' | 'rcpt-to';
  readonly negated: boolean;
  readonly regex: boolean;
  readonly table?: string;
}

export type FilterDecision =
  | { readonly type: 'reject' | 'disconnect' | 'rewrite' | 'report'; readonly text: string }
  | { readonly type: 'junk' | 'bypass' };

export interface BuiltinFilter extends FilterBase {
  readonly type: 'builtin';
  readonly phase: FilterPhase;
  readonly written: FilterPhase;
  readonly condition: FilterCondition;
  readonly decision: FilterDecision;
}

export type CompiledFilter = ProcFilter | ChainFilter | BuiltinFilter;

interface ActionBase {
  readonly name: string;
  /** Seconds; absent for the queue's ttl. */
  readonly ttl?: number;
  readonly origin: Origin;
}

export type LocalMethod =
  | { readonly type: 'mbox' }
  | { readonly type: 'maildir'; readonly path?: string; readonly junk: boolean }
  | { readonly type: 'lmtp'; readonly destination: string; readonly rcptTo: boolean }
  | { readonly type: 'mda'; readonly command: string }
  | { readonly type: 'forward-only' }
  | { readonly type: 'expand-only' };

/** Table, wrapper and filter names refer to the parts of the same configuration. */
export interface LocalAction extends ActionBase {
  readonly type: 'local';
  readonly method: LocalMethod;
  readonly user?: string;
  readonly alias?: string;
  readonly virtual?: string;
  /** `<getpwnam>` where nothing else is said. */
  readonly userbase: string;
  readonly wrapper?: string;
}

export interface RelayAction extends ActionBase {
  readonly type: 'relay';
  readonly helo?: string;
  readonly heloSource?: string;
  readonly pki?: string;
  readonly ca?: string;
  readonly ciphers?: string;
  readonly protocols?: string;
  readonly source?: string;
  readonly mailFrom?: string;
  /** `mx` is absent for the host's own name. */
  readonly backup?: { readonly mx?: string };
  readonly smarthost?: { readonly table: string; readonly byDomain: boolean };
  /** Absent: TLS when the server offers it. */
  readonly tls?: { readonly verify: boolean };
  readonly auth?: string;
  readonly filter?: string;
  readonly srs: boolean;
}

export type CompiledAction = LocalAction | RelayAction;

export interface RuleTest {
  readonly negated: boolean;
  readonly regex: boolean;
  /** Absent where the criterion asks for presence only: `tls`, `auth`, `from socket`, `from rdns`. */
  readonly table?: string;
}

export interface FromTest extends RuleTest {
  readonly type: 'src' | 'rdns' | 'socket';
  /** True for the `from local` that nobody wrote. */
  readonly implicit: boolean;
}

export interface ForTest extends RuleTest {
  readonly implicit: boolean;
}

/** One match rule with everything made explicit, in the daemon's terms (struct rule). */
export interface CompiledRule {
  readonly from: FromTest;
  readonly for: ForTest;
  readonly tag?: RuleTest;
  readonly helo?: RuleTest;
  readonly auth?: RuleTest;
  readonly tls?: RuleTest;
  readonly mailFrom?: RuleTest;
  readonly rcptTo?: RuleTest;
  readonly outcome: { readonly type: 'reject' } | { readonly type: 'action'; readonly action: string };
  readonly origin: Origin;
}

export interface ListenerAuth {
  readonly required: boolean;
  /** Absent for the system users. */
  readonly table?: string;
}

export interface ListenerTls {
  readonly mode: 'starttls' | 'starttls-require' | 'smtps';
  readonly verify: boolean;
  /** Names of pki entries. */
  readonly pki: readonly string[];
  readonly ca?: string;
  readonly ciphers?: string;
  readonly protocols?: string;
}

export interface CompiledListener {
  /** What the file says after `listen on`. */
  readonly on: string;
  readonly family: 'inet4' | 'inet6';
  readonly address: string;
  readonly scope?: number;
  readonly port: number;
  /** Whether sessions from it are those of the loopback. */
  readonly local: boolean;
  readonly hostname: string;
  readonly hostnames?: string;
  readonly tag?: string;
  readonly filter?: string;
  readonly tls?: ListenerTls;
  readonly auth?: ListenerAuth;
  readonly senders?: { readonly table: string; readonly masquerade: boolean };
  readonly maskSource: boolean;
  readonly receivedAuth: boolean;
  readonly dsn: boolean;
  readonly proxyV2: boolean;
  readonly origin: Origin;
}

/** The socket of local submission; there is always one. */
export interface SocketListener {
  readonly hostname: string;
  readonly tag?: string;
  readonly filter?: string;
  readonly maskSource: boolean;
  readonly dsn: boolean;
  /** Absent where no `listen on socket` stands in the file. */
  readonly origin?: Origin;
}

/** Numbers under the names that `mta limit` knows; `family` restricts relaying to one. */
export interface MtaLimits {
  readonly values: Readonly<Record<string, number>>;
  readonly family: 'any' | 'inet4' | 'inet6';
}

export interface CompiledSettings {
  /** The host's mail name. */
  readonly hostname: string;
  readonly admd?: string;
  /** Seconds; at most four. */
  readonly bounceWarn: readonly number[];
  readonly queue: {
    readonly compression: boolean;
    /** `key` absent or "stdin": asked for at start. */
    readonly encryption?: { readonly key?: string };
    /** Seconds. */
    readonly ttl: number;
  };
  readonly smtp: {
    /** Bytes. */
    readonly maxMessageSize: number;
    readonly subAddressDelimiter: string;
    readonly ciphers?: string;
    readonly limits: Readonly<Record<string, number>>;
  };
  /** Present where a key or a former key is set; without `key` nothing is rewritten. */
  readonly srs?: { readonly key?: string; readonly backup?: string /** Days. */; readonly ttl: number };
  readonly mda: { readonly limits: Readonly<Record<string, number>> };
  readonly mta: {
    readonly maxDeferred: number;
    readonly limits: MtaLimits;
    readonly domains: Readonly<Record<string, MtaLimits>>;
  };
  readonly scheduler: { readonly limits: Readonly<Record<string, number>> };
}

/** A configuration with nothing left to look up: plain data that can be stored, run and printed again. */
export interface CompiledConfig {
  readonly version: 1;
  readonly target: Target;
  /** The paths that were read, the main file first; `<stdin>` for standard input. */
  readonly files: readonly string[];
  readonly settings: CompiledSettings;
  readonly tables: readonly CompiledTable[];
  readonly pki: readonly CompiledPki[];
  readonly ca: readonly CompiledCa[];
  readonly wrappers: readonly CompiledWrapper[];
  readonly procs: readonly CompiledProc[];
  readonly filters: readonly CompiledFilter[];
  readonly actions: readonly CompiledAction[];
  readonly socket: SocketListener;
  readonly listeners: readonly CompiledListener[];
  readonly rules: readonly CompiledRule[];
}
