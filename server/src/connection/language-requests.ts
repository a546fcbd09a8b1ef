import {
  type CompletionItem,
  DocumentHighlightKind,
  ErrorCodes,
  MarkupKind,
  type Position,
  ResponseError,
  type SelectionRange,
} from 'vscode-languageserver';
import { complete } from '../features/completion/complete.js';
import type { CompletionItem as Item } from '../features/completion/completion-item.js';
import { foldingRanges } from '../features/folding.js';
import { formatDocument, formatOnType, formatRange } from '../features/formatting.js';
import { hover } from '../features/hover.js';
import { inlayHints } from '../features/inlay-hints.js';
import { documentLinks } from '../features/links.js';
import { definition, highlights, references } from '../features/navigation.js';
import { prepareRename, rename } from '../features/rename.js';
import { selectionRanges } from '../features/selection.js';
import { signatureHelp } from '../features/signature.js';
import { documentSymbols } from '../features/symbols.js';
import { toCompletionItem, withDocumentation } from '../to-lsp/completion.js';
import { toLocations, toTextEdit, toWorkspaceEdits } from '../to-lsp/edits.js';
import { toOffset, toRange, toSpan } from '../to-lsp/positions.js';
import { toDocumentSymbol } from '../to-lsp/symbols.js';
import { answering } from './answering.js';
import type { Server } from './server.js';

/** Answers what editors ask about a place or a document. */
export function answerLanguageRequests(server: Server): void {
  const { connection, workspace } = server;
  const about = answering(server);
  let offered: readonly Item[] = [];

  connection.onCompletion(
    about((snapshot, { position }) => {
      const { source } = snapshot;
      offered = complete(snapshot, toOffset(source, position), workspace.host);
      return offered.map((item, index) => toCompletionItem(item, index, source));
    }),
  );
  connection.onCompletionResolve((item: CompletionItem) => {
    const index: unknown = item.data;
    const found = typeof index === 'number' ? offered[index] : undefined;
    return withDocumentation(item, found && found.label === item.label ? found.documentation : undefined);
  });
  connection.onHover(
    about((snapshot, { position }) => {
      const found = hover(snapshot, toOffset(snapshot.source, position));
      if (found === undefined) return null;
      const contents = { kind: MarkupKind.Markdown, value: found.markdown };
      return { contents, range: toRange(snapshot.source, found) };
    }),
  );
  connection.onSignatureHelp(
    about((snapshot, { position }) => {
      const help = signatureHelp(snapshot, toOffset(snapshot.source, position));
      if (help === undefined) return null;
      const signatures = help.signatures.map(({ label, documentation, parameters }) => ({
        label,
        documentation,
        parameters: parameterSpans(label, parameters).map((span) => ({ label: span })),
      }));
      return { ...help, signatures };
    }),
  );
  connection.onDefinition(
    about((snapshot, { position }) => {
      const places = definition(snapshot, toOffset(snapshot.source, position));
      return toLocations([{ project: snapshot.project, places }]);
    }),
  );
  connection.onReferences(
    about((snapshot, { position, context }) => {
      const withDefinition = context?.includeDeclaration ?? true;
      const found = references(snapshot, toOffset(snapshot.source, position), withDefinition, workspace.allProjects());
      return toLocations(found);
    }),
  );
  connection.onDocumentHighlight(
    about((snapshot, { position }) =>
      highlights(snapshot, toOffset(snapshot.source, position)).map(({ role, ...span }) => ({
        range: toRange(snapshot.source, span),
        kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );
  connection.onPrepareRename(
    about((snapshot, { position }) => {
      const found = prepareRename(snapshot, toOffset(snapshot.source, position));
      if (typeof found === 'string') return refusal(found);
      return { range: toRange(snapshot.source, found), placeholder: found.name };
    }),
  );
  connection.onRenameRequest(
    about((snapshot, { position, newName }) => {
      const edits = rename(snapshot, toOffset(snapshot.source, position), newName, workspace.allProjects());
      return typeof edits === 'string' ? refusal(edits) : toWorkspaceEdits(edits);
    }),
  );
  connection.onDocumentSymbol(
    about((snapshot) => documentSymbols(snapshot).map((symbol) => toDocumentSymbol(symbol, snapshot.source))),
  );
  connection.onFoldingRanges(about((snapshot) => foldingRanges(snapshot).map(withoutUndefinedKind)));
  connection.onSelectionRanges(
    about((snapshot, { positions }) => {
      return positions.map((position: Position): SelectionRange => {
        const spans = selectionRanges(snapshot, toOffset(snapshot.source, position));
        let parent: SelectionRange | undefined;
        for (const span of spans.toReversed()) {
          const range = toRange(snapshot.source, span);
          parent = parent === undefined ? { range } : { range, parent };
        }
        return parent ?? { range: { start: position, end: position } };
      });
    }),
  );
  connection.onDocumentLinks(
    about((snapshot) =>
      documentLinks(snapshot).map(({ target, tooltip, ...span }) => ({
        range: toRange(snapshot.source, span),
        target,
        tooltip,
      })),
    ),
  );
  connection.onDocumentFormatting(
    about((snapshot) => formatDocument(snapshot).map((edit) => toTextEdit(snapshot.source, edit))),
  );
  connection.onDocumentRangeFormatting(
    about((snapshot, { range }) => {
      const { start, end } = toSpan(snapshot.source, range);
      return formatRange(snapshot, start, end).map((edit) => toTextEdit(snapshot.source, edit));
    }),
  );
  connection.onDocumentOnTypeFormatting(
    about((snapshot, { position, ch }) =>
      formatOnType(snapshot, toOffset(snapshot.source, position), ch).map((edit) => toTextEdit(snapshot.source, edit)),
    ),
  );
  connection.languages.inlayHint.on(
    about((snapshot, { range }) =>
      inlayHints(snapshot, toSpan(snapshot.source, range)).map(({ offset, label, tooltip }) => ({
        position: toRange(snapshot.source, { start: offset, end: offset }).start,
        label,
        tooltip,
        paddingLeft: true,
      })),
    ),
  );
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidRequest, message);
}

function withoutUndefinedKind<K extends string>({
  kind,
  ...range
}: {
  kind: K | undefined;
  startLine: number;
  endLine: number;
}) {
  return kind === undefined ? range : { ...range, kind };
}

/** Where each parameter stands in a label that consists of them, as UTF-16 offsets. */
function parameterSpans(label: string, parameters: readonly string[]): [number, number][] {
  let at = 0;
  return parameters.map((parameter) => {
    const start = label.indexOf(parameter, at);
    at = start + parameter.length;
    return [start, at];
  });
}
