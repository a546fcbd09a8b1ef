import type { Source } from '@smtpd-conf/grammar';
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { CompletionItem as Item, ItemKind } from '../features/completion/completion-item.js';
import { toRange } from './positions.js';

const KINDS: Readonly<Record<ItemKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  macro: CompletionItemKind.Constant,
  table: CompletionItemKind.Struct,
  action: CompletionItemKind.Function,
  filter: CompletionItemKind.Function,
  proc: CompletionItemKind.Function,
  wrapper: CompletionItemKind.Function,
  pki: CompletionItemKind.Module,
  ca: CompletionItemKind.Module,
  tag: CompletionItemKind.EnumMember,
};

/** Without its documentation, which is sent when it is asked for: `data` is the item's index in its list. */
export function toCompletionItem(item: Item, index: number, source: Source): CompletionItem {
  return {
    label: item.label,
    kind: KINDS[item.kind],
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    // Clients filter by what is already typed, which may be more than the label: a sigil, a directory.
    filterText: item.snippet ? item.label : item.text,
    sortText: String(index).padStart(5, '0'),
    textEdit: { range: toRange(source, item), newText: item.text },
    ...(item.snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    data: index,
  };
}

/** An item with all that there is to say of it. */
export function withDocumentation(item: CompletionItem, documentation: string | undefined): CompletionItem {
  if (documentation === undefined) return item;
  return { ...item, documentation: { kind: MarkupKind.Markdown, value: documentation } };
}
