import type { Source, Span, Statement } from '@smtpd-conf/grammar';
import type { NameKind, Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';
import type { Project } from '../workspace/project.js';
import { extentOf, statementAt } from './statement-at.js';
import { type DocumentSymbol, documentSymbols, type SymbolKind } from './symbols.js';

/** A statement as a step on the way of mail: a listener, filter, process, rule, action or table. */
export interface HierarchyItem extends Span {
  readonly source: Source;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly detail: string;
  readonly nameStart: number;
  readonly nameEnd: number;
}

export interface HierarchyCall {
  readonly item: HierarchyItem;
  /** Where the one names the other; in the file of the one that refers. */
  readonly places: readonly Span[];
}

/** What mail passes through; a macro or a tag is nothing of that kind. */
const STEPS: ReadonlySet<NameKind> = new Set<NameKind>(['table', 'action', 'filter', 'proc', 'wrapper', 'pki', 'ca']);

/** The step at an offset: what the name there stands for, or the statement. */
export function prepareCallHierarchy(snapshot: Snapshot, offset: number): readonly HierarchyItem[] {
  const { project, source } = snapshot;
  const name = project.names.at(source, offset);
  if (name && STEPS.has(name.kind)) {
    const definition = project.names.of(name.kind, name.name).find(({ role }) => role === 'definition');
    return definition ? itemOf(definition.statement, definition.source, project) : [];
  }
  const statement = statementAt(snapshot, offset);
  return statement ? itemOf(statement, source, project) : [];
}

/** Where mail goes on to from the step that begins at `start`. */
export function outgoingCalls(snapshot: Snapshot, start: number): readonly HierarchyCall[] {
  const { project, source } = snapshot;
  const statement = statementAt(snapshot, start);
  if (statement === undefined) return [];
  const uses = project.names.within(source, extentOf(statement)).filter(isUse);
  return grouped(
    uses,
    (use) => {
      const definition = project.names.of(use.kind, use.name).find(({ role }) => role === 'definition');
      return definition && { statement: definition.statement, source: definition.source };
    },
    project,
  );
}

/** Where mail comes from to the step that begins at `start`. */
export function incomingCalls(snapshot: Snapshot, start: number): readonly HierarchyCall[] {
  const { project, source } = snapshot;
  const statement = statementAt(snapshot, start);
  if (statement === undefined) return [];
  const defined = project.names
    .within(source, extentOf(statement))
    .filter(({ role, kind }) => role === 'definition' && STEPS.has(kind));
  const uses = defined.flatMap(({ kind, name }) => project.names.of(kind, name)).filter(isUse);
  return grouped(uses, (use) => ({ statement: use.statement, source: use.source }), project);
}

function isUse({ role, kind }: Occurrence): boolean {
  return role === 'reference' && STEPS.has(kind);
}

interface Step {
  readonly statement: Statement;
  readonly source: Source;
}

function grouped(
  uses: readonly Occurrence[],
  stepOf: (use: Occurrence) => Step | undefined,
  project: Project,
): readonly HierarchyCall[] {
  const calls = new Map<Statement, { step: Step; places: Span[] }>();
  for (const use of uses) {
    const step = stepOf(use);
    if (step === undefined) continue;
    const call = calls.get(step.statement) ?? { step, places: [] };
    call.places.push({ start: use.start, end: use.end });
    calls.set(step.statement, call);
  }
  return [...calls.values()].flatMap(({ step, places }) =>
    itemOf(step.statement, step.source, project).map((item) => ({ item, places })),
  );
}

/** The item of a statement: none for one that is no symbol. */
function itemOf(statement: Statement, source: Source, project: Project): readonly HierarchyItem[] {
  const { start } = extentOf(statement);
  const snapshot = { project, source, settings: project.settings, uri: '', version: 0 };
  return documentSymbols(snapshot)
    .filter((symbol) => symbol.start === start)
    .map((symbol: DocumentSymbol) => ({ ...symbol, source }));
}
