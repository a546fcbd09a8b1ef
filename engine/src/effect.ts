import type { TableService } from '@smtpd-conf/compiler';
import type { FilterEffect } from './filter/effects.js';
import type { SessionEffect } from './session/effects.js';
import type { UserInfo } from './user-info.js';

/** One lookup in a table that the configuration does not hold: db, proc, getpwnam (table.c:table_lookup). */
export interface TableLookup {
  readonly type: 'table-lookup';
  /** The table's name in the CompiledConfig. */
  readonly table: string;
  readonly service: TableService;
  /** As the daemon hands it to the backend: lower-cased already. */
  readonly key: string;
  /** Whether the answer is for table_match, which wants to know that there is an entry, or for table_lookup. */
  readonly wanted: 'presence' | 'value';
}

/** All keys of a db table, for the services that go through them (table_db.c:table_db_get_entry_match). */
export interface TableKeys {
  readonly type: 'table-keys';
  readonly table: string;
}

/** As long as the keys do not change let it be the same array: the engine keeps an index of it. */
export type KeysAnswer =
  | { readonly outcome: 'keys'; readonly keys: readonly string[] }
  | { readonly outcome: 'failed' };

/** What table.c:table_lookup makes of it: 1, 0 and -1. `value` is the raw text; the engine parses it (to.c). */
export type LookupAnswer =
  | { readonly outcome: 'found'; readonly value?: string }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'failed' };

/** The next entry, round robin, of a table that the configuration does not hold (table.c:table_fetch). */
export interface TableFetch {
  readonly type: 'table-fetch';
  readonly table: string;
  readonly service: TableService;
}

/** ~/.forward of a user, opened as the parent process does (smtpd.c:parent_forward_open). */
export interface ForwardFile {
  readonly type: 'forward-file';
  readonly user: UserInfo;
}

/**
 * `absent`: there is none; `refused`: owner, mode, link or a parent directory is not safe (the daemon's -1 without
 * EAGAIN); `tempfail`: it could not be opened for now (EAGAIN). `text` is a byte text.
 */
export type ForwardAnswer =
  | { readonly outcome: 'text'; readonly text: string }
  | { readonly outcome: 'absent' | 'refused' | 'tempfail' };

/** A file that an alias includes, read by the lookup process as the daemon's user (aliases.c:aliases_expand_include). */
export interface IncludeFile {
  readonly type: 'include-file';
  /** Absolute. */
  readonly path: string;
}

/** `text`: its bytes as a byte text; `absent`: it cannot be opened. */
export type IncludeAnswer = { readonly outcome: 'text'; readonly text: string } | { readonly outcome: 'absent' };

/** The names of an address: what getnameinfo(3) and the forward confirmation say (smtp.c, smtp_session.c:smtp_getnameinfo_cb). */
export interface ReverseLookup {
  readonly type: 'reverse-lookup';
  /** Without brackets. */
  readonly address: string;
}

export interface ReverseAnswer {
  /** Absent: there is none, and the daemon calls it <unknown>. */
  readonly name?: string;
  /** Whether the name leads back to the address; `error` where the lookup of it failed. */
  readonly confirmed: 'yes' | 'no' | 'error';
}

/** The MX records of a domain (dns.c). */
export interface ExchangerLookup {
  readonly type: 'exchanger-lookup';
  readonly domain: string;
}

/** `records` without any: the domain exists and has no MX. Names without the final dot; "" is the null MX. */
export type ExchangerAnswer =
  | { readonly outcome: 'records'; readonly records: readonly { readonly host: string; readonly preference: number }[] }
  | { readonly outcome: 'no-domain' | 'invalid' | 'failed' };

/** The addresses of a host that mail is sent to, without brackets; none where there is no such host. */
export interface HostLookup {
  readonly type: 'host-lookup';
  readonly name: string;
}

/** Name and password, byte texts both, held against the system's users (listener `auth` without a table). */
export interface Authenticate {
  readonly type: 'authenticate';
  readonly username: string;
  readonly password: string;
}

export type AuthenticateAnswer = 'ok' | 'refused' | 'tempfail';

/** A password held against a crypt(3) hash, as crypt_checkpass does: a slow computation, so the host does it. Byte texts. */
export interface CheckPassword {
  readonly type: 'check-password';
  readonly password: string;
  readonly hash: string;
}

/** Seconds since the epoch, time(3). */
export interface Clock {
  readonly type: 'clock';
}

/**
 * All that any piece of the engine may ask of its host, so that one driver runs them all: the lookups above, what the
 * session machine asks (session/), and what goes to filter processes (filter/).
 */
export type Effect =
  | TableLookup
  | TableKeys
  | TableFetch
  | ForwardFile
  | IncludeFile
  | ReverseLookup
  | ExchangerLookup
  | HostLookup
  | Authenticate
  | CheckPassword
  | Clock
  | SessionEffect
  | FilterEffect;

interface Answers {
  'table-lookup': LookupAnswer;
  'table-keys': KeysAnswer;
  'table-fetch': LookupAnswer;
  'forward-file': ForwardAnswer;
  'include-file': IncludeAnswer;
  'reverse-lookup': ReverseAnswer;
  'exchanger-lookup': ExchangerAnswer;
  'host-lookup': readonly string[];
  authenticate: AuthenticateAnswer;
  'check-password': boolean;
  clock: number;
}

/** The type of an effect's answer; effects of sessions and filters carry theirs as the phantom field `answer`. */
export type Answer<E extends Effect> = AnswerTo<Extract<Effect, { readonly type: E['type'] }>>;

type AnswerTo<E extends Effect> = E extends { readonly answer?: infer A }
  ? A
  : E['type'] extends keyof Answers
    ? Answers[E['type']]
    : never;
