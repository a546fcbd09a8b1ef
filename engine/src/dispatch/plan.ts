import type { UserInfo } from '../user-info.js';

/** What the action does with an envelope, everything looked up and expanded. Texts of the session are byte texts. */
export type DispatchPlan = LocalPlan | RelayPlan | DispatchFailure;

/** The delivery fails before anything is run or connected to. */
export interface DispatchFailure {
  readonly type: 'failure';
  /** Temporary ones are tried again until the envelope expires; permanent ones bounce. */
  readonly lasting: 'temporary' | 'permanent';
  /** As it stands in the log, after `stat=`. */
  readonly status: string;
  /** As a bounce gives it. */
  readonly reason: string;
  /** It is the delivery process that fails, as its user: what root does before that is done (smtpd.c:forkmda). */
  readonly inProcess?: true;
}

/** Mail handed to a delivery agent (mda.c, smtpd.c:forkmda). */
export interface LocalPlan {
  readonly type: 'local';
  /** Whose mail it is. */
  readonly user: UserInfo;
  /** As whom the agent runs, and in whose home directory (or /, where there is none): the `user` of the action. */
  readonly runAs: UserInfo;
  /** What the message gets before its own headers: Return-Path and Delivered-To, each with its line feed. */
  readonly headers: string;
  readonly agent: Agent;
  /** The wrapper around the agent's command. */
  readonly wrapper?: string;
  /** For `/bin/sh -c`; an mbox without wrapper is run without a shell: the arguments are those of `exec`. */
  readonly command: string;
  /** All of it, in the daemon's order. */
  readonly environment: Readonly<Record<string, string>>;
  /** The daemon took the command as it is written, since one of its specifiers is not closed or too long. */
  readonly unexpanded: boolean;
}

/** What runs. Parts that depend on what the shell makes of the command are absent. */
export type Agent =
  | { readonly type: 'mbox'; readonly path: string; readonly sender: string }
  | {
      readonly type: 'maildir';
      readonly path?: string;
      /** Mail marked as spam goes to the folder `.Junk` below. */
      readonly junk: boolean;
      /** The sub-address: the folder of that name gets the mail, if it exists. */
      readonly folder?: string;
    }
  | { readonly type: 'lmtp'; readonly destination?: string; readonly sender: string; readonly recipient: string }
  | { readonly type: 'mda'; readonly command?: string }
  /** An mbox that an alias or a .forward names. */
  | { readonly type: 'file'; readonly path?: string; readonly sender: string }
  /** A command out of an alias or a .forward. */
  | { readonly type: 'command' };

/** Mail sent on (mta.c, mta_session.c). */
export interface RelayPlan {
  readonly type: 'relay';
  /** By which the log knows the relay: `[relay:far.example,smtp]`. */
  readonly name: string;
  readonly destination: Destination;
  readonly protocol: 'smtp' | 'lmtp';
  readonly port: number;
  readonly tls: RelayTls;
  /** The name in EHLO or LHLO. */
  readonly helo: string;
  /** The address to connect from; absent: as the system chooses. */
  readonly source?: string;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly sender: string;
  readonly recipient: string;
  /** Seconds after which the daemon gives up. */
  readonly ttl: number;
  /** The filter that sees the session. */
  readonly filter?: string;
}

export type Destination =
  /** The domain's MXs; with `backup` only those that are preferred to the MX of that name. */
  | { readonly type: 'domain'; readonly domain: string; readonly backup?: string }
  | { readonly type: 'host'; readonly host: string };

export interface RelayTls {
  /** `opportunistic`: STARTTLS where the server offers it, and in the clear where it fails. */
  readonly mode: 'opportunistic' | 'starttls' | 'smtps' | 'no';
  /** Whether the certificate must be valid and name the host. */
  readonly verify: boolean;
  readonly pki?: string;
  readonly ca?: string;
  readonly ciphers?: string;
  readonly protocols?: string;
}
