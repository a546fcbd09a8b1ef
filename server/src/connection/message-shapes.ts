import type { OwnRequests } from '../requests.js';
import { anything, count, flag, list, number, object, optional, type Shape, text, token } from './shapes.js';

const position = object({ line: count, character: count });
const range = object({ start: position, end: position });
const textDocument = object({ uri: text });
const document = { textDocument };
const place = { textDocument, position };
const part = { textDocument, range };
const folder = object({ uri: text });
const item = object({ uri: text });

/** What any request may carry beside its own params. */
const PROGRESS = { workDoneToken: optional(token), partialResultToken: optional(token) };

const ENVELOPE = {
  mailFrom: text,
  rcptTo: list(text),
  from: optional(text),
  helo: optional(text),
  tls: optional(flag),
  auth: optional(text),
};

const OWN: Readonly<Record<keyof OwnRequests, Readonly<Record<string, Shape>>>> = {
  'smtpd/simulate': { uri: text, ...ENVELOPE },
  'smtpd/compiledConfig': { uri: text },
  'smtpd/mailFlow': { uri: text },
  'smtpd/policyTestList': { uri: text },
  'smtpd/policyTestRun': { uri: text },
  'smtpd/included': { uri: text },
  'smtpd/status': { uri: text },
};

const REQUESTS: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  initialize: {
    capabilities: object({
      workspace: optional(object({})),
      textDocument: optional(object({})),
      window: optional(object({})),
    }),
    workspaceFolders: optional(list(folder)),
    rootUri: optional(text),
  },
  'textDocument/completion': place,
  'completionItem/resolve': { label: text },
  'textDocument/hover': place,
  'textDocument/signatureHelp': place,
  'textDocument/definition': place,
  'textDocument/references': { ...place, context: optional(object({})) },
  'textDocument/documentHighlight': place,
  'textDocument/prepareRename': place,
  'textDocument/rename': { ...place, newName: text },
  'textDocument/documentSymbol': document,
  'workspace/symbol': { query: text },
  'textDocument/foldingRange': document,
  'textDocument/selectionRange': { textDocument, positions: list(position) },
  'textDocument/semanticTokens/full': document,
  'textDocument/semanticTokens/full/delta': { textDocument, previousResultId: optional(text) },
  'textDocument/semanticTokens/range': part,
  'textDocument/documentLink': document,
  'textDocument/formatting': document,
  'textDocument/rangeFormatting': part,
  'textDocument/onTypeFormatting': { ...place, ch: text },
  'textDocument/codeAction': {
    ...part,
    context: object({
      diagnostics: list(object({ range, code: optional(anything) })),
      only: optional(list(text)),
    }),
  },
  'textDocument/inlayHint': part,
  'textDocument/codeLens': document,
  'textDocument/prepareCallHierarchy': place,
  'callHierarchy/incomingCalls': { item },
  'callHierarchy/outgoingCalls': { item },
  'textDocument/diagnostic': { textDocument, previousResultId: optional(text) },
  'workspace/diagnostic': { previousResultIds: optional(list(object({ uri: text, value: text }))) },
  ...OWN,
};

const NOTIFICATIONS: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  'textDocument/didOpen': { textDocument: object({ uri: text, languageId: text, version: number, text }) },
  'textDocument/didChange': {
    textDocument: object({ uri: text, version: number }),
    contentChanges: list(object({ text, range: optional(range) })),
  },
  'textDocument/didClose': document,
  'workspace/didChangeWatchedFiles': { changes: list(object({ uri: text })) },
  'workspace/didChangeConfiguration': { settings: anything },
  'workspace/didChangeWorkspaceFolders': { event: object({ added: list(folder), removed: list(folder) }) },
  'window/workDoneProgress/cancel': { token },
  '$/cancelRequest': { id: token },
  '$/setTrace': { value: text },
  '$/progress': { token },
};

/** By method, what its params must be. A method that is not here is not ours, or has no params. */
export const MESSAGE_SHAPES: ReadonlyMap<string, Shape> = new Map([
  ...Object.entries(REQUESTS).map(([method, fields]) => [method, object({ ...fields, ...PROGRESS })] as const),
  ...Object.entries(NOTIFICATIONS).map(([method, fields]) => [method, object(fields)] as const),
]);
