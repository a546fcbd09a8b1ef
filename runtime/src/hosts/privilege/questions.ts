import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { TableLookup, UserInfo } from '@smtpd-conf/engine';
import type { TraceSubsystem } from '../../control/command.js';
import type { EnvelopeId } from '../../queue/ids.js';

/** What the process that speaks with the network is told when it begins. */
export interface Beginning {
  readonly config: CompiledConfig;
  readonly spool: string;
  readonly root: string;
  readonly portOffset: number;
  readonly bind?: string;
  readonly verbose: boolean;
  readonly tracing: readonly TraceSubsystem[];
  readonly uid: number;
  readonly gid: number;
  /** Certificates, keys and authorities that the configuration names, by path. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

/** What it asks the privileged process. */
export type NetworkQuestion =
  | { readonly type: 'deliver'; readonly id: EnvelopeId }
  | { readonly type: 'prepare-mailbox'; readonly id: EnvelopeId }
  | { readonly type: 'open-forward'; readonly user: UserInfo }
  | { readonly type: 'authenticate'; readonly username: string; readonly password: string }
  | { readonly type: 'listen'; readonly host: string; readonly port: number }
  | { readonly type: 'start-processor'; readonly name: string }
  | { readonly type: 'stop-processor'; readonly process: number }
  | { readonly type: 'update-table'; readonly name: string }
  /** The server cannot go on. */
  | { readonly type: 'fatal'; readonly why: string };

/** What the privileged process asks it. */
export type PrivilegedQuestion =
  | { readonly type: 'begin'; readonly beginning: Beginning }
  | { readonly type: 'look-up'; readonly lookup: TableLookup }
  | { readonly type: 'processor-ended'; readonly process: number; readonly how: string }
  | { readonly type: 'stop'; readonly patience: number };
