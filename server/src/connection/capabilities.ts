import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from '../features/semantic-tokens.js';
import type { OwnRequests } from '../requests.js';

/** What goes beyond LSP, so that any editor can find out about it. */
const OWN_REQUESTS: Readonly<Record<keyof OwnRequests, true>> = {
  'smtpd/simulate': true,
  'smtpd/compiledConfig': true,
  'smtpd/mailFlow': true,
  'smtpd/policyTestList': true,
  'smtpd/policyTestRun': true,
  'smtpd/included': true,
  'smtpd/status': true,
};

/** All that the server can do. docs/lsp.md is made of it. */
export const CAPABILITIES: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  diagnosticProvider: {
    identifier: 'smtpd-conf',
    interFileDependencies: true,
    workspaceDiagnostics: true,
    workDoneProgress: true,
  },
  completionProvider: { resolveProvider: true, triggerCharacters: ['<', '$', '"', '{', ':', '/', '%', ' '] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: [' '], retriggerCharacters: [' '] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: { delta: true },
    range: true,
  },
  documentLinkProvider: {},
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] },
  codeActionProvider: {
    codeActionKinds: [
      CodeActionKind.QuickFix,
      CodeActionKind.RefactorExtract,
      CodeActionKind.RefactorInline,
      CodeActionKind.SourceFixAll,
    ],
  },
  inlayHintProvider: true,
  codeLensProvider: {},
  callHierarchyProvider: true,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  experimental: { requests: Object.keys(OWN_REQUESTS) },
};
