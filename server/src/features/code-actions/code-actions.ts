import type { Span } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../snapshot.js';
import type { ActionKind, ActionSource, CodeAction } from './code-action.js';
import { defineMissing } from './define-missing.js';
import { disableRule } from './disable-rule.js';
import { extractTable } from './extract-table.js';
import { fixAll } from './fix-all.js';
import { inlineTable } from './inline-table.js';
import { moveDefinition } from './move-definition.js';
import { quickFixes } from './quick-fixes.js';

const SOURCES: readonly (readonly [kind: ActionKind, source: ActionSource])[] = [
  ['quickfix', quickFixes],
  ['quickfix', moveDefinition],
  ['quickfix', defineMissing],
  ['quickfix', disableRule],
  ['refactor.extract', extractTable],
  ['refactor.inline', inlineTable],
  ['source.fixAll', fixAll],
];

/** What can be done about a selection; `only` names kinds, or the beginnings of kinds, that are wanted. */
export function codeActions(snapshot: Snapshot, selection: Span, only?: readonly string[]): readonly CodeAction[] {
  const wanted = (kind: string): boolean => only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true;
  return SOURCES.flatMap(([kind, source]) => (wanted(kind) ? source(snapshot, selection) : []));
}
