import type { Source } from '@smtpd-conf/grammar';
import { type CallHierarchyItem, type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { HierarchyItem } from '../features/call-hierarchy.js';
import type { SymbolKind as Kind, DocumentSymbol as StatementSymbol } from '../features/symbols.js';
import { toRange } from './positions.js';

export const SYMBOL_KINDS: Readonly<Record<Kind, SymbolKind>> = {
  table: SymbolKind.Struct,
  action: SymbolKind.Function,
  filter: SymbolKind.Function,
  proc: SymbolKind.Event,
  wrapper: SymbolKind.Function,
  pki: SymbolKind.Key,
  ca: SymbolKind.Key,
  macro: SymbolKind.Constant,
  tag: SymbolKind.EnumMember,
  listener: SymbolKind.Interface,
  rule: SymbolKind.Method,
  include: SymbolKind.File,
  setting: SymbolKind.Property,
};

export function toDocumentSymbol(symbol: StatementSymbol, source: Source): DocumentSymbol {
  const { name, detail, kind, nameStart, nameEnd } = symbol;
  return {
    name,
    detail,
    kind: SYMBOL_KINDS[kind],
    range: toRange(source, symbol),
    selectionRange: toRange(source, { start: nameStart, end: nameEnd }),
  };
}

/** `data` is the offset at which the statement begins. */
export function toHierarchyItem(item: HierarchyItem, uri: string): CallHierarchyItem {
  const { source, name, kind, detail, nameStart, nameEnd } = item;
  return {
    name,
    detail,
    kind: SYMBOL_KINDS[kind],
    uri,
    range: toRange(source, item),
    selectionRange: toRange(source, { start: nameStart, end: nameEnd }),
    data: item.start,
  };
}
