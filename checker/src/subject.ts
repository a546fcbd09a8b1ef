import type { Analysis, CompiledConfig, Origin, Place, World } from '@smtpd-conf/compiler';
import type { Source, Statement, StatementKind, StatementOf, Target } from '@smtpd-conf/grammar';

/** Some statements of a configuration, and all that look keys up in some of its tables. */
export interface Part {
  readonly statements: readonly Statement[];
  readonly tables: ReadonlySet<string>;
  /** The statements, and those that name the tables; in order. */
  readonly users: readonly Statement[];
}

const NONE: readonly Statement[] = [];

/** One configuration as rules see it. What several rules ask for is worked out once, when it is first asked for. */
export class Subject {
  private readonly byKind = new Map<StatementKind, Statement[]>();
  private readonly byStart = new Map<Source, Map<number, Statement>>();
  private readonly memory = new Map<(subject: Subject) => unknown, unknown>();

  /**
   * @param part where rules are to look at a part of it only; see memory/lint-memory.ts
   * @param locate the statement that begins at an offset, where that is known already
   */
  constructor(
    readonly analysis: Analysis,
    readonly part?: Part,
    private readonly locate?: (source: Source, offset: number) => Statement | undefined,
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

  /** Whether a part of the file could not be compiled. */
  get broken(): boolean {
    return this.analysis.problems.some(({ severity }) => severity === 'error');
  }

  /** The statements of a kind, in the order in which they are read. */
  of<Kind extends StatementKind>(kind: Kind): readonly StatementOf<Kind>[] {
    if (this.byKind.size === 0) {
      for (const statement of this.statements) {
        const those = this.byKind.get(statement.kind);
        if (those) those.push(statement);
        else this.byKind.set(statement.kind, [statement]);
      }
    }
    return (this.byKind.get(kind) ?? NONE) as readonly StatementOf<Kind>[];
  }

  /** The statement that a part of the compiled configuration came from. */
  statementAt(origin: Origin): Statement | undefined {
    const kept = this.locate?.(this.sourceOf(origin), origin.start);
    if (kept) return kept;
    if (this.byStart.size === 0) {
      for (const statement of this.analysis.statements) {
        const [first] = statement.tokens;
        if (first === undefined) continue;
        const starts = this.byStart.get(first.source) ?? new Map<number, Statement>();
        this.byStart.set(first.source, starts.set(first.start, statement));
      }
    }
    return this.byStart.get(this.sourceOf(origin))?.get(origin.start);
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
}
