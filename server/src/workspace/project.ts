import { type Choice, type Finding, LintMemory, lintChosen, mostFindings } from '@smtpd-conf/checker';
import { type Analysis, AnalysisMemory, analyze, type World } from '@smtpd-conf/compiler';
import { type Document, parse, type Source, StatementMemory } from '@smtpd-conf/grammar';
import { buildNames, definitionsIn, type NameIndex, type NameKind, type Occurrence } from '../index/name-index.js';
import type { OverlayWorld } from './overlay-world.js';
import type { Settings } from './settings.js';
import { withoutGuesses } from './unseen.js';
import { directoryOf, pathOf, resolvePath, uriOf } from './uri.js';

export interface ProjectInput {
  /** Of the file that includes the others, or stands alone. */
  readonly uri: string;
  readonly source: Source;
  readonly settings: Settings;
  /** What the settings file of the project chooses for it. */
  readonly choices: readonly Choice[];
  readonly world: OverlayWorld;
  /** Of the host: whether what is not found is not there. */
  readonly seesSystem: boolean;
  /** Where the host has a path that a configuration names. */
  readonly locate: (path: string) => string;
  /** The URI under which the client has a file of the host, where it has it open. */
  readonly openUri: (hostPath: string) => string | undefined;
  /** What was found out about the configuration before its last edit, for one that is being edited. */
  readonly memory?: ProjectMemory | undefined;
}

/** What outlives an edit: which of the statements are as they were, and what came of them. */
export class ProjectMemory {
  readonly analysis = new AnalysisMemory();
  lint = new LintMemory(this.analysis);
  /** Of the files by themselves, by their names. */
  readonly documents = new Map<string, StatementMemory>();
}

let made = 0;

/**
 * A configuration with what it includes, at one moment: immutable, and everything is worked out when it is first asked
 * for. An edit makes a new one.
 */
export class Project {
  /** Tells this project from every other, and from itself before an edit. */
  readonly id = String(++made);
  private analysed: Analysis | undefined;
  private found: readonly Finding[] | undefined;
  private indexed: NameIndex | undefined;
  private readonly documents = new Map<Source, Document>();

  private memory: ProjectMemory | undefined;

  constructor(private readonly input: ProjectInput) {
    this.memory = input.memory;
  }

  /** Leaves what it remembers to the project that takes its place: what it has found out already is out of date from then on. */
  retire(): void {
    this.memory = undefined;
  }

  get uri(): string {
    return this.input.uri;
  }

  get settings(): Settings {
    return this.input.settings;
  }

  get world(): World {
    return this.input.world;
  }

  get seesSystem(): boolean {
    return this.input.seesSystem;
  }

  get main(): Source {
    return this.input.source;
  }

  get analysis(): Analysis {
    const { source, world, settings } = this.input;
    this.analysed ??= analyze(source, world, { ...settings.target, memory: this.memory?.analysis });
    return this.analysed;
  }

  /** What is found, as `check` would tell it: but for what settings turn off and comments suppress, and not without end. */
  get findings(): readonly Finding[] {
    if (this.found === undefined) {
      const { findings } = lintChosen(this.analysis, this.input.choices, {
        memory: this.memory?.lint,
        commentsOf: (source) => this.document(source).comments,
      });
      this.found = mostFindings(this.seesSystem ? findings : withoutGuesses(findings), this.main);
    }
    return this.found;
  }

  get names(): NameIndex {
    this.indexed ??= buildNames(this.analysis);
    return this.indexed;
  }

  /** What is defined of a kind, in the order of reading. */
  definitions(kind: NameKind): readonly Occurrence[] {
    return definitionsIn(this.analysis, kind);
  }

  /** The files that were read, the main one first; one that is included twice is there twice. */
  get sources(): readonly Source[] {
    const { state } = this.analysis;
    return state.files.flatMap((_, index) => state.sourceAt(index) ?? []);
  }

  /** Whether a change of a file of the host may change what is found here. Complete once findings were asked for. */
  dependsOn(hostPath: string): boolean {
    return this.input.world.asked.has(hostPath);
  }

  /** Paths of the host that were looked at, found or not, for what was found. */
  askedPaths(): Iterable<string> {
    // Rules look at files too.
    void this.findings;
    return this.input.world.asked;
  }

  /** Whether a file of the host is included, or would be if it could be read. */
  includes(hostPath: string): boolean {
    return this.analysis.statements.some(
      (statement) =>
        statement.kind === 'include' && statement.path !== undefined && this.hostPath(statement.path.text) === hostPath,
    );
  }

  /** Whether a file of the host is a part of the configuration, rather than something that it names. */
  reads(hostPath: string): boolean {
    return pathOf(this.uri) === hostPath || this.sources.some(({ name }) => this.hostPath(name) === hostPath);
  }

  /** One file's own statements and comments, without what it includes. */
  document(source: Source): Document {
    let document = this.documents.get(source);
    if (document === undefined) {
      const { macros } = this.analysis.state;
      document = parse(source, { version: this.settings.target.version, macros, memory: this.memoryOf(source) }).ast;
      this.documents.set(source, document);
    }
    return document;
  }

  private memoryOf({ name }: Source): StatementMemory | undefined {
    const { memory } = this;
    if (memory === undefined) return undefined;
    const known = memory.documents.get(name) ?? new StatementMemory();
    memory.documents.set(name, known);
    return known;
  }

  uriOfSource(source: Source): string {
    return source === this.main ? this.uri : this.uriOfPath(source.name);
  }

  /** The URI of a file that the configuration names. */
  uriOfPath(path: string): string {
    const hostPath = this.input.locate(path);
    return this.input.openUri(hostPath) ?? uriOf(hostPath, this.uri);
  }

  /** Where the host has a path that the configuration names. */
  hostPath(path: string): string {
    return this.input.locate(path);
  }

  /** The source of a file of this project; undefined where the URI is not one of its. */
  sourceOfUri(uri: string): Source | undefined {
    if (uri === this.uri) return this.main;
    return this.sources.find((source) => this.uriOfSource(source) === uri);
  }
}

/** Where the host has a path that the configuration at `mainPath` names. */
export function locator(mainPath: string, root: string): (path: string) => string {
  const base = root === '' ? '' : root.replace(/\/$/, '');
  return (path) => (path.startsWith('/') ? `${base}${path}` : resolvePath(directoryOf(mainPath), path));
}
