import type { StatementKind } from '@smtpd-conf/grammar';
import type { NameKind } from '../index/name-index.js';
import { documentOf, type Snapshot } from '../snapshot.js';
import type { Location } from './navigation.js';
import { extentOf } from './statement-at.js';

export type CodeLens =
  | {
      readonly type: 'references';
      readonly start: number;
      readonly end: number;
      readonly title: string;
      readonly places: readonly Location[];
    }
  | { readonly type: 'simulate'; readonly start: number; readonly end: number };

const COUNTED: ReadonlySet<NameKind> = new Set<NameKind>(['table', 'action', 'filter', 'proc', 'pki', 'ca', 'wrapper']);

const TRIED: ReadonlySet<StatementKind> = new Set<StatementKind>(['match', 'rule', 'action']);

/** How often a definition is referred to, above it; above a rule, a way to try it. */
export function codeLenses(snapshot: Snapshot): readonly CodeLens[] {
  if (!snapshot.settings.codeLens) return [];
  const { names } = snapshot.project;
  const lenses: CodeLens[] = [];
  for (const { kind, name, role, start, end } of names.within(snapshot.source)) {
    if (role !== 'definition' || !COUNTED.has(kind)) continue;
    const places = names.of(kind, name).filter((one) => one.role === 'reference');
    const title = places.length === 1 ? '1 reference' : `${places.length} references`;
    lenses.push({ type: 'references', start, end, title, places });
  }
  for (const statement of documentOf(snapshot).statements) {
    if (!TRIED.has(statement.kind)) continue;
    // At an action's name, so that it stands behind the number of references.
    const { start, end } = (statement.kind === 'action' && statement.name) || extentOf(statement);
    // A name in quotes is counted from behind its quote.
    const quote = statement.kind === 'action' && statement.name?.quoted ? 1 : 0;
    lenses.push({ type: 'simulate', start: start + quote, end });
  }
  return lenses.sort((a, b) => a.start - b.start);
}
