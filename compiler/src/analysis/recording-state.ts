import { type Anchor, AnchoredPlace, type Source, type Target, type Token } from '@smtpd-conf/grammar';
import { type ActionBody, Actions } from '../action-state.js';
import type { CompiledAction, Origin } from '../config/compiled-config.js';
import { CompileState } from '../state.js';
import { type InlineTableState, type NamedTable, type TableState, Tables } from '../table-state.js';
import type { BackendFacts } from '../tables/table-backend.js';
import type { World } from '../world/world.js';

/** The maps of a state whose entries statements look up by name. */
type MapName = 'filters' | 'procs' | 'wrappers' | 'pki' | 'ca';

/** What compiling a statement has read of a state and done to it. */
export interface Recording {
  /** Names that it asked for, as `kind name`. */
  readonly reads: Set<string>;
  readonly writes: Write[];
  /** Tables written where they are used. */
  readonly inline: InlineTableState[];
  /** It asked for something that is not noted, or changed what somebody else made. */
  unnoted: boolean;
}

export type Write =
  | { readonly to: MapName; readonly name: string; readonly value: never }
  | { readonly to: 'action'; readonly name: string; value: ActionBody; readonly origin: Origin }
  | { readonly to: 'table'; readonly name: string; readonly value: NamedTable }
  | { readonly to: 'broken'; readonly name: string; readonly value: string };

/** A write by what reads of it go by. */
export const keyOf = (kind: string, name: string): string => `${kind} ${name}`;

/** A state that notes what a statement reads and writes, and takes over what one wrote into another state. */
export class RecordingState extends CompileState {
  override readonly actions = new RecordingActions(this);
  override readonly filters = new RecordingMap<never>('filters', this);
  override readonly procs = new RecordingMap<never>('procs', this);
  override readonly wrappers = new RecordingMap<never>('wrappers', this);
  override readonly pki = new RecordingMap<never>('pki', this);
  override readonly ca = new RecordingMap<never>('ca', this);
  override readonly tables: Tables = new RecordingTables(this);
  recording: Recording | undefined;

  constructor(
    world: World,
    target: Target,
    private readonly anchorAt: (source: Source, offset: number) => Anchor | undefined,
  ) {
    super(
      watched(world, () => {
        if (this.recording) this.recording.unnoted = true;
      }),
      target,
    );
  }

  /** What `act` reads and writes. */
  record(act: () => void): Recording {
    const recording: Recording = { reads: new Set(), writes: [], inline: [], unnoted: false };
    this.recording = recording;
    try {
      act();
    } finally {
      this.recording = undefined;
    }
    return recording;
  }

  /** Does once more what a statement did. Its tables without names may have other numbers than they had. */
  replay(writes: readonly Write[], inline: readonly InlineTableState[]): void {
    const numbers = inline.length > 0 ? this.adopt(inline) : undefined;
    for (const write of writes) {
      if (numbers && write.to === 'action') write.value = renumbered(write.value, numbers);
      if (write.to === 'table') this.tables.define(write.value);
      else if (write.to === 'action') this.actions.define(write.name, write.value, write.origin);
      else if (write.to === 'broken') this.markBroken(write.value, write.name);
      else this[write.to].set(write.name, write.value);
    }
  }

  /** The new names of the tables by their old ones, where those are others. */
  private adopt(inline: readonly InlineTableState[]): ReadonlyMap<string, string> | undefined {
    const [first] = inline;
    const before = first?.isNumber(this.tables.inlineCount) ? undefined : inline.map(({ name }) => name);
    for (const table of inline) this.tables.adopt(table);
    return before && new Map(before.map((name, index) => [name, inline[index]?.name ?? name]));
  }

  override origin(first: Token, last: Token): Origin {
    const origin = super.origin(first, last);
    const anchor = this.anchorAt(first.source, first.start);
    return anchor === undefined ? origin : new AnchoredOrigin(anchor, origin);
  }

  override newChainName(): string {
    if (this.recording) this.recording.unnoted = true;
    return super.newChainName();
  }

  override markBroken(kind: string, name: string): void {
    this.recording?.writes.push({ to: 'broken', name, value: kind });
    super.markBroken(kind, name);
  }

  override isBroken(kind: string, name: string): boolean {
    this.recording?.reads.add(keyOf('broken', `${kind} ${name}`));
    return super.isBroken(kind, name);
  }
}

class RecordingMap<V> extends Map<string, V> {
  constructor(
    private readonly kind: MapName,
    private readonly state: RecordingState,
  ) {
    super();
  }

  override get(name: string): V | undefined {
    this.note(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.note(name);
    return super.has(name);
  }

  override set(name: string, value: V): this {
    this.state.recording?.writes.push({ to: this.kind, name, value: value as never });
    return super.set(name, value);
  }

  /** Who looks a filter up may tell it which subsystem uses it. */
  private note(name: string): void {
    const { recording } = this.state;
    if (recording === undefined) return;
    recording.reads.add(keyOf(this.kind, name));
    if (this.kind === 'filters') recording.unnoted = true;
  }
}

class RecordingActions extends Actions {
  /** They move with their statements. */
  private readonly origins: Origin[] = [];

  constructor(private readonly state: RecordingState) {
    super();
  }

  override has(name: string): boolean {
    this.state.recording?.reads.add(keyOf('action', name));
    return super.has(name);
  }

  override get(name: string): CompiledAction | undefined {
    this.state.recording?.reads.add(keyOf('action', name));
    return super.get(name);
  }

  override define(name: string, body: ActionBody, origin: Origin): void {
    this.state.recording?.writes.push({ to: 'action', name, value: body, origin });
    super.define(name, body, origin);
  }

  protected override keepPlace(origin: Origin): void {
    this.origins.push(origin);
  }

  protected override placeAt(index: number): Origin {
    return this.origins[index] as Origin;
  }

  protected override isAt(index: number, file: number, start: number): boolean {
    const origin = this.origins[index];
    return origin?.file === file && origin.start === start;
  }
}

class RecordingTables extends Tables {
  constructor(private readonly state: RecordingState) {
    super();
  }

  override find(name: string): TableState | undefined {
    const { recording } = this.state;
    if (recording) {
      recording.reads.add(keyOf('table', name));
      if (name.startsWith('<')) recording.unnoted = true;
    }
    return super.find(name);
  }

  override define(table: NamedTable): void {
    this.state.recording?.writes.push({ to: 'table', name: table.name, value: table });
    super.define(table);
  }

  override newInline(services: ReturnType<BackendFacts['services']>, origin: Origin): InlineTableState {
    const table = super.newInline(services, origin);
    this.state.recording?.inline.push(table);
    return table;
  }
}

/** The options of actions that hold the name of a table. */
const TABLE_OPTIONS = ['alias', 'virtual', 'userbase', 'source', 'heloSource', 'auth'] as const;

/** An action whose tables without names have other numbers. */
function renumbered(body: ActionBody, names: ReadonlyMap<string, string>): ActionBody {
  const now: Record<string, unknown> = {};
  for (const option of TABLE_OPTIONS) {
    const name = names.get((body as Partial<Record<typeof option, string>>)[option] ?? '');
    if (name !== undefined) now[option] = name;
  }
  const smarthost = body.type === 'relay' ? body.smarthost : undefined;
  const table = smarthost && names.get(smarthost.table);
  if (table !== undefined) now.smarthost = { ...smarthost, table };
  return Object.keys(now).length === 0 ? body : { ...body, ...now };
}

/** An origin that moves with its statement. Plain data again where it is written as JSON. */
class AnchoredOrigin implements Origin {
  readonly file: number;
  private readonly place: AnchoredPlace;
  private readonly down: number;

  constructor(
    private readonly anchor: Anchor,
    origin: Origin,
  ) {
    this.file = origin.file;
    this.place = new AnchoredPlace(anchor, origin);
    this.down = origin.line - anchor.line;
  }

  get line(): number {
    return this.anchor.line + this.down;
  }

  get start(): number {
    return this.place.start;
  }

  get end(): number {
    return this.place.end;
  }

  toJSON(): Origin {
    const { file, line, start, end } = this;
    return { file, line, start, end };
  }
}

/** The same world; tells when something is asked of it. */
function watched(world: World, onQuestion: () => void): World {
  return new Proxy(world, {
    get: (target, name) => {
      onQuestion();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
