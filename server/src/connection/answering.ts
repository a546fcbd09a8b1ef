import { type CancellationToken, LSPErrorCodes, RAL, ResponseError } from 'vscode-languageserver';
import type { Snapshot } from '../snapshot.js';
import { refusal } from './refusals.js';
import type { Server } from './server.js';

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

type Answered<R> = Promise<R | null | ResponseError<void>>;

/**
 * Answers a request about a document. What the client says meanwhile is heard first: a request that it cancels is not
 * worked on, one about a document that it closed is answered with null, and one about a text that is no longer there
 * with an error, as LSP has it. So is a request before `initialize` or after `shutdown`.
 */
export function answering(server: Server) {
  const { workspace } = server;
  return <P extends DocumentParams, R>(answer: (snapshot: Snapshot, params: P) => R) =>
    async (params: P, token: CancellationToken): Answered<R> => {
      const refused = refusal(server);
      if (refused) return refused;
      const { uri } = params.textDocument;
      const asked = workspace.documents.get(uri);
      await workspace.settingsRead(uri);
      await turn();
      if (token.isCancellationRequested) return cancelled();
      const open = workspace.documents.get(uri);
      if (open === undefined) return null;
      if (asked !== undefined && asked !== open) {
        return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since; ask again.');
      }
      const snapshot = workspace.snapshot(uri);
      return snapshot === undefined ? null : answer(snapshot, params);
    };
}

export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled, as asked.');
}

/**
 * How often the connection has its turn before a request is worked on. It reads one message a turn and handles one a turn,
 * both by its own immediates; a clock would tell nothing about how far it is on a busy machine.
 */
const TURNS = 4;

/** Lets messages that have come in be heard. */
export async function turn(): Promise<void> {
  for (let count = 0; count < TURNS; count += 1) {
    await new Promise<void>((resolve) => RAL().timer.setImmediate(resolve));
  }
}
