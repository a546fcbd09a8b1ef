import type { Analysis, AnalysisMemory, Problem } from '@smtpd-conf/compiler';
import type { Source, Statement, StatementKind } from '@smtpd-conf/grammar';
import type { Finding } from '../finding.js';
import type { Rule, Scope } from '../rule.js';
import { Lasting } from '../subject/lasting.js';
import { type Part, Subject } from '../subject.js';
import { changedKinds } from './changed-kinds.js';
import { type Moving, moving } from './moving-finding.js';
import { namesOfTables } from './names-of-tables.js';

/** What a rule has found, and what has happened since. */
class RuleMemory {
  readonly byStatement = new Map<Statement, readonly Moving[]>();
  /** What is found in a file, rather than in one statement of it. */
  found: readonly Moving[] = [];
  /** Everything has to be looked at. */
  stale = true;
}

/** What rules have not looked at yet. Those that need the whole are not asked while a part is broken. */
class Pending {
  readonly statements = new Set<Statement>();
  /** Tables with keys to be looked at. */
  readonly tables = new Set<string>();
  /** What of it there is in the configuration, once somebody has asked: without, and with, all that name a table that has changed. */
  readonly parts: { own?: Subject; held?: Subject } = {};

  clear(): void {
    this.statements.clear();
    this.tables.clear();
    delete this.parts.own;
    delete this.parts.held;
  }
}

/** Kinds of statements that give names to things, which other statements are then refused without. */
const NAMING: readonly StatementKind[] = ['table', 'map', 'action', 'filter', 'proc', 'pki', 'ca', 'setting', 'macro'];

/**
 * What `lint` leaves for the next time, after an edit: a rule that says what it looks at (Scope) is asked about no more
 * than has changed. For one target, one set of rules and options, and one world: make a new one for another.
 */
export class LintMemory {
  private readonly rules = new Map<Rule, RuleMemory>();
  private claims = new Map<Problem, Moving>();
  /** The statements that define or name a table, by its name. */
  private readonly users = new Map<string, Set<Statement>>();
  private readonly lasting = new Lasting();
  private readonly pending = { parts: new Pending(), whole: new Pending() };

  constructor(private readonly analyses: AnalysisMemory) {}

  /** Begins with what has been analysed with the memory of analyses that this one is for. */
  begin(analysis: Analysis): Subject {
    const changes = this.analyses.takeChanges();
    const { fresh, gone } = changes;
    const { words: kinds, compiled, names } = changedKinds(changes);
    const touches = (of: readonly StatementKind[] | 'all'): boolean =>
      of === 'all' ? kinds.size > 0 : of.some((kind) => kinds.has(kind));
    const concerns = ({ and = [], compiled: from = [], names: named = [] }: Scope): boolean =>
      touches(and) || from.some((kind) => compiled.has(kind)) || named.some((kind) => names.has(kind));
    const tables = new Set<string>();
    for (const one of gone) {
      for (const table of namesOfTables(one)) {
        tables.add(table);
        this.users.get(table)?.delete(one);
      }
    }
    for (const one of fresh) {
      for (const table of namesOfTables(one)) {
        tables.add(table);
        const users = this.users.get(table) ?? new Set();
        this.users.set(table, users.add(one));
      }
    }
    for (const pending of Object.values(this.pending)) {
      if (pending.parts.own || pending.parts.held) pending.clear();
      for (const one of gone) pending.statements.delete(one);
      for (const one of fresh) pending.statements.add(one);
      for (const table of tables) pending.tables.add(table);
    }
    for (const [{ scope }, memory] of this.rules) {
      if (scope === undefined || concerns(scope)) memory.stale = true;
      else if (scope.each === 'file') {
        memory.stale ||= memory.found.some(({ statements }) => some(statements, gone));
      } else for (const one of gone) memory.byStatement.delete(one);
    }
    this.forgetClaims(
      gone,
      touches(NAMING),
      NAMING.some((kind) => names.has(kind)),
    );
    return new Subject(analysis, undefined, this.statementAt, this.lasting);
  }

  /** What a rule finds in the configuration that was begun with. `ask` asks it about a configuration, or a part of one. */
  findings(rule: Rule, subject: Subject, ask: (subject: Subject) => readonly Finding[]): readonly Finding[] {
    const { scope } = rule;
    if (scope === undefined) return ask(subject);
    const memory = this.rules.get(rule) ?? new RuleMemory();
    this.rules.set(rule, memory);
    if (scope.each === 'file') return this.inFile(memory, subject, ask);
    if (memory.stale) memory.byStatement.clear();
    const part = memory.stale ? subject : this.partOf(this.pending[rule.needs], subject, scope.held ? 'held' : 'own');
    if (part.part?.statements.length === 0) return all(memory);
    for (const one of part.part?.statements ?? []) memory.byStatement.delete(one);
    const found = ask(part);
    const kept = this.kept(found);
    memory.stale = kept === undefined;
    if (kept === undefined) return part === subject ? found : ask(subject);
    for (const one of kept) {
      if (one.statement === undefined) continue;
      const before = memory.byStatement.get(one.statement);
      memory.byStatement.set(one.statement, before ? [...before, one] : [one]);
    }
    return all(memory);
  }

  /** What is said of old statements may follow from what they name, of others from the names only that there are. */
  private forgetClaims(gone: ReadonlySet<Statement>, named: boolean, names: boolean): void {
    if (names) this.claims.clear();
    for (const [problem, { statements }] of this.claims) {
      if ((named && problem.id === 'legacy-grammar') || some(statements, gone)) this.claims.delete(problem);
    }
  }

  /** What a rule says of a problem, by `ask`. */
  claim(problem: Problem, ask: () => Finding): Finding {
    const known = this.claims.get(problem);
    if (known) return known.finding;
    const finding = ask();
    const moved = finding.span.end === 0 ? undefined : moving(finding, this.keptAt);
    if (moved) this.claims.set(problem, moved);
    return moved?.finding ?? finding;
  }

  /** Forgets what was said of problems that are no more. */
  keepClaims(problems: readonly Problem[]): void {
    if (this.claims.size === 0) return;
    const claims = new Map<Problem, Moving>();
    for (const problem of problems) {
      const known = this.claims.get(problem);
      if (known) claims.set(problem, known);
    }
    this.claims = claims;
  }

  private inFile(memory: RuleMemory, subject: Subject, ask: (subject: Subject) => readonly Finding[]) {
    if (memory.stale) {
      const found = ask(subject);
      const kept = this.kept(found);
      memory.stale = kept === undefined;
      memory.found = kept ?? [];
      if (kept === undefined) return found;
    }
    return memory.found.map(({ finding, statement }) => {
      return statement ? finding : { ...finding, span: { source: subject.main, start: 0, end: 0 } };
    });
  }

  private kept(findings: readonly Finding[]): readonly Moving[] | undefined {
    const kept: Moving[] = [];
    for (const finding of findings) {
      const moved = finding.rule === 'internal-error' ? undefined : moving(finding, this.keptAt);
      if (moved === undefined) return undefined;
      kept.push(moved);
    }
    return kept;
  }

  private readonly keptAt = (...place: Parameters<AnalysisMemory['statements']['keptAt']>) =>
    this.analyses.statements.keptAt(...place);

  private readonly statementAt = (source: Source, offset: number): Statement | undefined => {
    const statement = this.keptAt(source, offset)?.statement;
    const [first] = statement?.tokens ?? [];
    return first?.start === offset && first.source === source ? statement : undefined;
  };

  private partOf(pending: Pending, { analysis }: Subject, which: 'own' | 'held'): Subject {
    const known = pending.parts[which];
    if (known) return known;
    const own = new Set(pending.statements);
    const tables = new Set(pending.tables);
    if (which === 'held') {
      for (const one of this.usersOf(pending.tables)) own.add(one);
      // Where the finding is may be in another table that they name.
      for (const one of own) for (const table of namesOfTables(one)) tables.add(table);
    }
    const users = new Set([...own, ...this.usersOf(tables)]);
    const inOrder = users.size === 0 ? [] : inOrderOf(analysis, users);
    const part: Part = {
      statements: inOrder.filter((one) => one.kind === 'table' || own.has(one)),
      users: inOrder,
      tables,
    };
    const subject = new Subject(analysis, part, this.statementAt, this.lasting);
    pending.parts[which] = subject;
    return subject;
  }

  private usersOf(tables: ReadonlySet<string>): readonly Statement[] {
    return [...tables].flatMap((table) => [...(this.users.get(table) ?? [])]);
  }
}

/** Statements in the order in which they are read. */
function inOrderOf({ statements }: Analysis, some: ReadonlySet<Statement>): readonly Statement[] {
  const places = [...some].map((one) => one.tokens[0] ?? one.end);
  if (places.some(({ source }) => source !== places[0]?.source)) return statements.filter((one) => some.has(one));
  const startOf = ({ tokens, end }: Statement): number => (tokens[0] ?? end).start;
  return [...some].sort((a, b) => startOf(a) - startOf(b));
}

function some(statements: ReadonlySet<Statement>, among: ReadonlySet<Statement>): boolean {
  for (const one of statements) if (among.has(one)) return true;
  return false;
}

function all({ byStatement }: RuleMemory): readonly Finding[] {
  return [...byStatement.values()].flatMap((found) => found.map(({ finding }) => finding));
}
