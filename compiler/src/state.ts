import {
  type Limit,
  type MacroDefinition,
  MDA_LIMITS,
  MTA_LIMITS,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
  type Source,
  type Target,
  type Token,
} from '@smtpd-conf/grammar';
import { Actions } from './action-state.js';
import type {
  CompiledCa,
  CompiledFilter,
  CompiledListener,
  CompiledPki,
  CompiledProc,
  CompiledRule,
  CompiledWrapper,
  Origin,
  SocketListener,
} from './config/compiled-config.js';
import type { LegacyRuleEntry } from './legacy/legacy-rule.js';
import type { RuleState } from './rule-state.js';
import { Tables } from './table-state.js';
import type { BackendFacts } from './tables/table-backend.js';
import type { World } from './world/world.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface MtaLimitState {
  values: Record<string, number>;
  family: 'any' | 'inet4' | 'inet6';
}

/** Everything that parse.y's actions change: struct smtpd, and the macros. */
export class CompileState {
  readonly macros = new Map<string, MacroDefinition>();
  readonly usedMacros = new Set<string>();
  readonly tables = new Tables();
  readonly actions = new Actions();
  readonly filters = new Map<string, Writable<CompiledFilter>>();
  readonly procs = new Map<string, CompiledProc>();
  readonly wrappers = new Map<string, CompiledWrapper>();
  readonly pki = new Map<string, Writable<CompiledPki>>();
  readonly ca = new Map<string, Writable<CompiledCa>>();
  readonly listeners: CompiledListener[] = [];
  /**
   * What the file listens on, of those that are refused as well, for they may be right elsewhere: the host lacks the
   * interface, or TLS is not as it must be. An address that is not known is ''. Filled by the tolerant view only.
   */
  readonly meantListeners: CompiledListener[] = [];
  readonly rules: RuleState[] = [];
  /** Rules of the grammar before 6.4; lowerLegacyRules puts them among the others. */
  readonly legacyRules: LegacyRuleEntry[] = [];
  socket: SocketListener | undefined;

  hostname = '';
  admd: string | undefined;
  bounceWarn: number[] = [4 * 3600];
  queueCompression = false;
  queueEncryption: { key?: string } | undefined;
  queueKeyPlace: Token | undefined;
  queueTtl = 4 * 86400;
  maxMessageSize = 35 * 1024 * 1024;
  subAddressDelimiter = '+';
  smtpCiphers: string | undefined;
  srsKey: string | undefined;
  srsBackup: string | undefined;
  srsTtl = 4;
  mtaMaxDeferred = 100;
  readonly smtpLimits = standards(SMTP_LIMITS);
  readonly mdaLimits = standards(MDA_LIMITS);
  readonly schedulerLimits = standards(SCHEDULER_LIMITS);
  readonly mtaLimits = new Map<string, MtaLimitState>([['default', { values: standards(MTA_LIMITS), family: 'any' }]]);

  /** Names whose definition failed, by kind: later uses of them are not wrong too. */
  readonly broken = new Map<string, Set<string>>();

  private readonly outcomes = new Map<string, CompiledRule['outcome']>();
  private readonly services = new Map<BackendFacts, ReadonlySet<string>>();
  private nextChain = 1;
  private readonly sources: Source[] = [];
  private lastSource: Source | undefined;
  private lastIndex = 0;

  constructor(
    readonly world: World,
    readonly target: Target,
  ) {}

  /** The paths that were read, the main file first. */
  get files(): readonly string[] {
    return this.sources.map((source) => source.name);
  }

  /** The file that an origin's number means. */
  sourceAt(file: number): Source | undefined {
    return this.sources[file];
  }

  /** Numbers the files in the order in which they are opened. */
  addFile(source: Source): void {
    this.sources.push(source);
  }

  origin(first: Token, last: Token): Origin {
    return {
      file: this.fileOf(first.source),
      line: first.line,
      start: first.start,
      end: Math.max(first.end, last.end),
    };
  }

  /** The number of a file. */
  fileOf(source: Source): number {
    if (source !== this.lastSource) {
      this.lastSource = source;
      this.lastIndex = Math.max(0, this.sources.indexOf(source));
    }
    return this.lastIndex;
  }

  /** What a rule does that names this action; one object for all such rules. */
  outcomeOf(action: string): CompiledRule['outcome'] {
    let outcome = this.outcomes.get(action);
    if (outcome === undefined) {
      outcome = { type: 'action', action };
      this.outcomes.set(action, outcome);
    }
    return outcome;
  }

  /** `<dynchain:00000001>` (parse.y: last_dynchain_id). */
  newChainName(): string {
    return `<dynchain:${(this.nextChain++).toString(16).padStart(8, '0')}>`;
  }

  /** The lookups a backend answers in the target's release; the sets are shared, for there may be many tables. */
  servicesOf(backend: BackendFacts): ReadonlySet<string> {
    let services = this.services.get(backend);
    if (services === undefined) {
      services = backend.services(this.target.version);
      this.services.set(backend, services);
    }
    return services;
  }

  markBroken(kind: string, name: string): void {
    const names = this.broken.get(kind) ?? new Set<string>();
    this.broken.set(kind, names.add(name));
  }

  isBroken(kind: string, name: string): boolean {
    return this.broken.get(kind)?.has(name) ?? false;
  }
}

function standards(limits: readonly Limit[]): Record<string, number> {
  return Object.fromEntries(limits.map(({ name, standard }) => [name, standard]));
}
