import { acceptedConfig } from '../dry-run/dry-run-config.js';
import type { PolicyHost } from '../dry-run/policy-tests.js';
import { mailFlow } from '../features/mail-flow.js';
import type { CompiledConfigResult, DocumentParams, MailFlowResult, OwnRequests, StatusResult } from '../requests.js';
import type { Snapshot } from '../snapshot.js';
import { toLocation } from '../to-lsp/edits.js';
import { pathOf } from '../workspace/uri.js';
import { turn } from './answering.js';
import { refusal } from './refusals.js';
import type { Server } from './server.js';

/** The simulator is loaded when somebody asks for it: what is open can be checked sooner. */
const simulation = () => import('../dry-run/simulate-envelope.js');
const policy = () => import('../dry-run/policy-tests.js');

/** Answers what only our own clients ask. */
export function answerOwnRequests(server: Server): void {
  const { connection, workspace } = server;
  const on = <M extends keyof OwnRequests>(
    method: M,
    answer: (
      snapshot: Snapshot | undefined,
      params: OwnRequests[M]['params'],
    ) => OwnRequests[M]['result'] | Promise<OwnRequests[M]['result']>,
  ): void => {
    connection.onRequest(method, async (params: OwnRequests[M]['params']) => {
      const refused = refusal(server);
      if (refused) return refused;
      await workspace.settingsRead(params.uri);
      await turn();
      return answer(workspace.snapshotOfFile(params.uri), params);
    });
  };
  const host: PolicyHost = {
    platform: workspace.host.platform,
    seesSystem: workspace.host.seesSystem,
    readText: (path) => workspace.readText(path),
    worldOf: (path, root, platform) => workspace.worldOf(path, root, platform),
  };
  on('smtpd/simulate', async (snapshot, params) => {
    if (snapshot === undefined) return unreadable(params);
    return (await simulation()).simulateEnvelope(snapshot.project, params, host.readText);
  });
  on('smtpd/policyTestList', async (_, { uri }) => {
    const text = workspace.readText(pathOf(uri));
    if (text === undefined) return { cases: [], ...unreadable({ uri }) };
    return (await policy()).listPolicyTests(pathOf(uri), text);
  });
  on('smtpd/policyTestRun', async (_, { uri }) => {
    const text = workspace.readText(pathOf(uri));
    if (text === undefined) return { cases: [], ...unreadable({ uri }) };
    return (await policy()).runPolicyTests(pathOf(uri), text, host);
  });
  on('smtpd/compiledConfig', (snapshot, params) => compiledConfig(snapshot, params));
  on('smtpd/mailFlow', (snapshot) => flow(snapshot));
  on('smtpd/included', (_, { uri }) => ({ included: workspace.isIncluded(pathOf(uri)) }));
  on('smtpd/status', (snapshot, { uri }) => status(snapshot, workspace.settingsOf(uri).target));
}

function unreadable({ uri }: DocumentParams): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `${uri} cannot be read; open it first.` };
}

function compiledConfig(snapshot: Snapshot | undefined, params: DocumentParams): CompiledConfigResult {
  if (snapshot === undefined) return unreadable(params);
  const accepted = acceptedConfig(snapshot.project.analysis, snapshot.project.seesSystem);
  return accepted.ok ? { ok: true, text: JSON.stringify(accepted.config, undefined, 2) } : accepted;
}

function flow(snapshot: Snapshot | undefined): MailFlowResult {
  if (snapshot === undefined) return { nodes: [], edges: [], refused: [] };
  const { nodes, edges, refused } = mailFlow(snapshot);
  return {
    nodes: nodes.map(({ id, kind, label, place }) => ({
      id,
      kind,
      label,
      ...(place === undefined ? {} : { location: toLocation(place, snapshot.project) }),
    })),
    edges,
    refused: refused.map(({ text, place }) => ({
      text,
      ...(place === undefined ? {} : { location: toLocation(place, snapshot.project) }),
    })),
  };
}

function status(snapshot: Snapshot | undefined, { version, platform }: Snapshot['settings']['target']): StatusResult {
  const problems = snapshot?.project.analysis.problems ?? [];
  const legacy = problems.some(({ id }) => id === 'legacy-grammar');
  const statements = snapshot?.project.analysis.statements ?? [];
  const modern = statements.some(({ kind }) => kind === 'match' || kind === 'action');
  return { version, platform, dialect: legacy ? (modern ? 'mixed' : 'legacy') : 'modern' };
}
