import { type CallHierarchyItem, ResponseError } from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../features/call-hierarchy.js';
import type { Snapshot } from '../snapshot.js';
import { toOffset, toRange } from '../to-lsp/positions.js';
import { toHierarchyItem } from '../to-lsp/symbols.js';
import { answering } from './answering.js';
import { refusal } from './refusals.js';
import type { Server } from './server.js';

/** Answers where mail comes from and goes to: the call hierarchy of editors. */
export function answerHierarchyRequests(server: Server): void {
  const { connection, workspace } = server;
  const about = answering(server);
  connection.languages.callHierarchy.onPrepare(
    about((snapshot, { position }) =>
      prepareCallHierarchy(snapshot, toOffset(snapshot.source, position)).map((item) =>
        toHierarchyItem(item, snapshot.project.uriOfSource(item.source)),
      ),
    ),
  );
  /** The file of a step. */
  const fileOf = ({ item }: { readonly item: CallHierarchyItem }): Snapshot | undefined | ResponseError<void> =>
    refusal(server) ?? workspace.snapshotOfFile(item.uri);
  connection.languages.callHierarchy.onOutgoingCalls((params) => {
    const { item } = params;
    const snapshot = fileOf(params);
    if (snapshot === undefined) return null;
    if (snapshot instanceof ResponseError) return snapshot;
    return outgoingCalls(snapshot, Number(item.data)).map((call) => ({
      to: toHierarchyItem(call.item, snapshot.project.uriOfSource(call.item.source)),
      fromRanges: call.places.map((place) => toRange(snapshot.source, place)),
    }));
  });
  connection.languages.callHierarchy.onIncomingCalls((params) => {
    const { item } = params;
    const snapshot = fileOf(params);
    if (snapshot === undefined) return null;
    if (snapshot instanceof ResponseError) return snapshot;
    return incomingCalls(snapshot, Number(item.data)).map((call) => ({
      from: toHierarchyItem(call.item, snapshot.project.uriOfSource(call.item.source)),
      fromRanges: call.places.map((place) => toRange(call.item.source, place)),
    }));
  });
}
