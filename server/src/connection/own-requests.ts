import { mailFlow } from '../features/mail-flow.js';
import type { CompiledConfigResult, DocumentParams, MailFlowResult, OwnRequests, StatusResult } from '../requests.js';
import type { Snapshot } from '../snapshot.js';
import { toLocation } from '../to-lsp/edits.js';
import { turn } from './answering.js';
import type { Server } from './server.js';

/** Answers what only our own clients ask. */
export function answerOwnRequests({ connection, workspace }: Server): void {
  const on = <M extends keyof OwnRequests>(
    method: M,
    answer: (snapshot: Snapshot | undefined, params: OwnRequests[M]['params']) => OwnRequests[M]['result'],
  ): void => {
    connection.onRequest(method, async (params: OwnRequests[M]['params']) => {
      await turn();
      return answer(workspace.snapshotOfFile(params.uri), params);
    });
  };
  on('smtpd/compiledConfig', (snapshot, params) => compiledConfig(snapshot, params));
  on('smtpd/mailFlow', (snapshot) => flow(snapshot));
  on('smtpd/status', (snapshot, { uri }) => status(snapshot, workspace.settingsOf(uri).target));
}

function compiledConfig(snapshot: Snapshot | undefined, { uri }: DocumentParams): CompiledConfigResult {
  if (snapshot === undefined) return { ok: false, message: `${uri} cannot be read; open it first.` };
  const { problems, config } = snapshot.project.analysis;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) {
    return { ok: false, message: `The daemon refuses this configuration; mend ${errors} error(s) first.` };
  }
  return { ok: true, text: JSON.stringify(config, undefined, 2) };
}

function flow(snapshot: Snapshot | undefined): MailFlowResult {
  if (snapshot === undefined) return { nodes: [], edges: [] };
  const { nodes, edges } = mailFlow(snapshot);
  return {
    nodes: nodes.map(({ id, kind, label, place }) => ({
      id,
      kind,
      label,
      ...(place === undefined ? {} : { location: toLocation(place, snapshot.project) }),
    })),
    edges,
  };
}

function status(snapshot: Snapshot | undefined, { version, platform }: Snapshot['settings']['target']): StatusResult {
  const problems = snapshot?.project.analysis.problems ?? [];
  const legacy = problems.some(({ id }) => id === 'legacy-grammar');
  const modern = (snapshot?.project.analysis.statements ?? []).some(({ error }) => error === undefined);
  return { version, platform, dialect: legacy ? (modern ? 'mixed' : 'legacy') : 'modern' };
}
