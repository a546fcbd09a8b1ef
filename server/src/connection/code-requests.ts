import type { CodeAction, CodeLens, Command, SemanticTokensDelta } from 'vscode-languageserver';
import { codeActions } from '../features/code-actions/code-actions.js';
import { codeLenses, type CodeLens as Lens } from '../features/code-lens.js';
import { diagnostics } from '../features/diagnostics.js';
import { semanticTokens } from '../features/semantic-tokens.js';
import type { Snapshot } from '../snapshot.js';
import { toLocation, toWorkspaceEdit } from '../to-lsp/edits.js';
import { toPosition, toRange, toSpan } from '../to-lsp/positions.js';
import { encodeTokens, tokensDelta } from '../to-lsp/semantic-tokens.js';
import { answering } from './answering.js';
import type { Server } from './server.js';

/** Answers what editors ask to show or offer beside the text: tokens, actions, lenses. */
export function answerCodeRequests(server: Server): void {
  const { connection } = server;
  const about = answering(server);
  /** What was sent last, by URI. */
  const sent = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
  let results = 0;
  const remember = (uri: string, data: readonly number[]): string => {
    const resultId = String(++results);
    sent.set(uri, { resultId, data });
    return resultId;
  };
  const encoded = (snapshot: Snapshot): number[] => encodeTokens(semanticTokens(snapshot), snapshot.source);

  connection.languages.semanticTokens.on(
    about((snapshot) => {
      const data = encoded(snapshot);
      return { resultId: remember(snapshot.uri, data), data };
    }) as never,
  );
  connection.languages.semanticTokens.onDelta(
    about((snapshot, { previousResultId }: { previousResultId: string; textDocument: { uri: string } }) => {
      const before = sent.get(snapshot.uri);
      const data = encoded(snapshot);
      const resultId = remember(snapshot.uri, data);
      if (before?.resultId !== previousResultId) return { resultId, data };
      return { resultId, edits: tokensDelta(before.data, data) } satisfies SemanticTokensDelta;
    }) as never,
  );
  connection.languages.semanticTokens.onRange(
    about((snapshot, { range }: { range: Parameters<typeof toSpan>[1]; textDocument: { uri: string } }) => {
      const { start, end } = toSpan(snapshot.source, range);
      return { data: encodeTokens(semanticTokens(snapshot, start, end), snapshot.source) };
    }) as never,
  );
  connection.onCodeAction(
    about((snapshot, { range, context }): CodeAction[] => {
      const found = codeActions(snapshot, toSpan(snapshot.source, range), context.only ?? undefined);
      return found.map((action) => {
        const mended = context.diagnostics.filter(
          ({ code, range: at }) =>
            action.finding !== undefined &&
            code === action.finding.rule &&
            diagnostics(snapshot).some(
              (one) => one.code === code && sameStart(toRange(snapshot.source, one).start, at.start),
            ),
        );
        return {
          title: action.title,
          kind: action.kind,
          ...(mended.length > 0 ? { diagnostics: mended } : {}),
          ...(action.preferred ? { isPreferred: true } : {}),
          edit: toWorkspaceEdit(action.edits, snapshot.project),
        };
      });
    }),
  );
  connection.onCodeLens(
    about((snapshot): CodeLens[] =>
      codeLenses(snapshot).flatMap((lens) => {
        const command = commandOf(lens, snapshot, server.client.commands);
        return command === undefined ? [] : [{ range: toRange(snapshot.source, lens), command }];
      }),
    ),
  );
}

function sameStart(a: { line: number; character: number }, b: { line: number; character: number }): boolean {
  return a.line === b.line && a.character === b.character;
}

/** Our commands are the client's; one that does not know them is told the number of references only. */
function commandOf(lens: Lens, { uri, source, project }: Snapshot, commands: boolean): Command | undefined {
  switch (lens.type) {
    case 'references': {
      if (!commands) return { title: lens.title, command: '' };
      const places = lens.places.map((place) => toLocation(place, project));
      return {
        title: lens.title,
        command: 'smtpd-conf.showReferences',
        arguments: [uri, toPosition(source, lens.start), places],
      };
    }
    case 'simulate':
      return commands ? { title: 'simulate', command: 'smtpd-conf.simulate', arguments: [uri] } : undefined;
  }
}
