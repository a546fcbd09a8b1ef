import type { Analysis, CompiledConfig, Origin, Place, World } from '@smtpd-conf/compiler';
import type { Source, Statement, StatementKind, StatementOf, Target } from '@smtpd-conf/grammar';
import { KindLists } from './subject/kind-lists.js';
import type { Lasting } from './subject/lasting.js';
import { isUnderstood } from './subject/understood.js';

/** Some statements of a configuration, and all that look keys up in some of its tables. */
export interface Part {
  readonly statements: readonly Statement[];
  readonly tables: ReadonlySet<string>;
  /** The statements, and those that name the tables; in order. */
  readonly users: readonly Statement[];
}

/** One configuration as rules see it. What several rules ask for is worked out once, when it is first asked for. */
export class Subject {
  private readonly memory = new Map<unknown, unknown>();

  /**
   * @param part where rules are to look at a part of it only; see memory/lint-memory.ts
   * @param locate the statement that begins at an offset, where that is known already
   * @param lasting what outlives edits; nothing does where it is absent
   */
  constructor(
    readonly analysis: Analysis,
    readonly part?: Part,
    private readonly locate?: (source: Source, offset: number) => Statement | undefined,
    private readonly lasting?: Lasting,
  ) {}

  /** Those that are to be looked at, in the order in which they are read. */
  get statements(): readonly Statement[] {
    return this.part?.statements ?? this.analysis.statements;
  }

  get target(): Target {
    return this.analysis.state.target;
  }

  get world(): World {
    return this.analysis.state.world;
  }

  /** Complete where there are no errors. */
  get config(): CompiledConfig {
    return this.analysis.config;
  }

  /** The file that the check was asked about; includes are others. */
  get main(): Source {
    return this.analysis.state.sourceAt(0) as Source;
  }

  /** Whether it is not known what the file says about mail. */
  get broken(): boolean {
    return this.once(isBroken);
  }

  /** The statements of a kind, in the order in which they are read. */
  of<Kind extends StatementKind>(kind: Kind): readonly StatementOf<Kind>[] {
    return this.part === undefined ? this.all(kind) : this.once(partByKind).of(kind);
  }

  /** Those of the whole configuration: the same list as long as nothing in it has changed. */
  all<Kind extends StatementKind>(kind: Kind): readonly StatementOf<Kind>[] {
    return this.onward(allByKind).of(kind);
  }

  /** The statement that a part of the compiled configuration came from. */
  statementAt(origin: Origin): Statement | undefined {
    const kept = this.locate?.(this.sourceOf(origin), origin.start);
    if (kept) return kept;
    const statements = this.once(statementsBySource).get(this.sourceOf(origin)) ?? [];
    let [low, high] = [0, statements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (startOf(statements[middle]) < origin.start) low = middle + 1;
      else high = middle;
    }
    return startOf(statements[low]) === origin.start ? statements[low] : undefined;
  }

  /** The place that a part of the compiled configuration came from. */
  placeOf(origin: Origin): Place {
    return { source: this.sourceOf(origin), start: origin.start, end: origin.end };
  }

  private sourceOf(origin: Origin): Source {
    return this.analysis.state.sourceAt(origin.file) ?? this.main;
  }

  /** What `make` gives for this configuration, made at most once. */
  once<T>(make: (subject: Subject) => T): T {
    if (!this.memory.has(make)) this.memory.set(make, make(this));
    return this.memory.get(make) as T;
  }

  /**
   * `make` for one thing after another, asked once for each as long as that outlives edits. What it gives may follow from
   * nothing but the thing, the target, the world and the tables that every configuration has.
   */
  each<Of extends object, T>(make: (of: Of, subject: Subject) => T): (of: Of) => T {
    const known = this.lasting?.of<Of, T>(make);
    if (known === undefined) return (of) => make(of, this);
    return (of) => {
      const there = known.get(of);
      if (there !== undefined || known.has(of)) return there as T;
      const made = make(of, this);
      known.set(of, made);
      return made;
    };
  }

  /** `make` of each of a list that is always about the whole configuration, in its order; what it gives may follow from the same as in `each`. */
  along<Of extends object, T>(list: readonly Of[], make: (of: Of, subject: Subject) => T): readonly T[] {
    const ask = (of: Of): T => make(of, this);
    return this.lasting?.along(list, ask, make) ?? list.map(ask);
  }

  /** What `make` gives for all statements of a kind, and follows from nothing else: as long as those stay, so does it. */
  ofAll<Kind extends StatementKind, T>(kind: Kind, make: (statements: readonly StatementOf<Kind>[]) => T): T {
    if (this.lasting) return this.lasting.whole(this.all(kind), make);
    if (!this.memory.has(make)) this.memory.set(make, make(this.all(kind)));
    return this.memory.get(make) as T;
  }

  /** What `make` gives for the whole configuration, out of what it gave before the last edits where that is known; made at most once. */
  onward<T>(make: (subject: Subject, before: T | undefined) => T): T {
    return this.once(this.lasting?.onward(make) ?? (make as (subject: Subject) => T));
  }
}

function allByKind({ analysis }: Subject, before: KindLists | undefined): KindLists {
  return (before ?? new KindLists()).goOn(analysis.statements);
}

function partByKind({ statements }: Subject): KindLists {
  return new KindLists().goOn(statements);
}

function isBroken(subject: Subject): boolean {
  const statementsOf = (source: Source) => subject.once(statementsBySource).get(source);
  return subject.analysis.problems.some(
    (problem) => problem.severity === 'error' && !isUnderstood(problem, statementsOf),
  );
}

/** The statements of each file, in its order. */
function statementsBySource({ analysis }: Subject): ReadonlyMap<Source, readonly Statement[]> {
  const sources = new Map<Source, Statement[]>();
  let last: { readonly source: Source; readonly statements: Statement[] } | undefined;
  for (const statement of analysis.statements) {
    const source = statement.tokens[0]?.source;
    if (source === undefined) continue;
    if (source !== last?.source) {
      last = { source, statements: sources.get(source) ?? [] };
      sources.set(source, last.statements);
    }
    last.statements.push(statement);
  }
  return sources;
}

function startOf(statement: Statement | undefined): number {
  return statement?.tokens[0]?.start ?? Number.POSITIVE_INFINITY;
}
