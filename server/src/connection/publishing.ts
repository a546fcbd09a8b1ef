import type {
  CancellationToken,
  Diagnostic,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { diagnostics } from '../features/diagnostics.js';
import type { StatusChanged } from '../requests.js';
import { toDiagnostic } from '../to-lsp/diagnostics.js';
import type { Project } from '../workspace/project.js';
import { answering, cancelled, turn } from './answering.js';
import { refusal } from './refusals.js';
import type { Server } from './server.js';
import { diagnosticsInSettings, diagnosticsOfSettings, SettingsMessages } from './settings-faults.js';

/** The diagnostics of all files of a project, by URI. Those of a file that is included twice stand there once. */
function diagnosticsOf(project: Project): ReadonlyMap<string, Diagnostic[]> {
  const byUri = new Map<string, Diagnostic[]>();
  const sources = new Set([...project.sources, ...project.findings.map(({ span }) => span.source)]);
  for (const source of sources) {
    const uri = project.uriOfSource(source);
    const snapshot = { uri, version: 0, source, project, settings: project.settings };
    const own = diagnostics(snapshot).map((one) => toDiagnostic(one, source, (other) => project.uriOfSource(other)));
    const before = byUri.get(uri) ?? [];
    byUri.set(uri, before.length === 0 ? own : [...before, ...unknown(own, before)]);
  }
  return byUri;
}

function unknown(found: readonly Diagnostic[], before: readonly Diagnostic[]): Diagnostic[] {
  const known = new Set(before.map((one) => JSON.stringify(one)));
  return found.filter((one) => !known.has(JSON.stringify(one)));
}

/** Whether the client need not be told: the same of the same version. */
function isSame(a: Told, b: Told): boolean {
  return a.version === b.version && JSON.stringify(a.found) === JSON.stringify(b.found);
}

interface Told {
  readonly version: number | undefined;
  readonly found: readonly Diagnostic[];
}

const STATUS_CHANGED: StatusChanged = 'smtpd/statusChanged';

/** Longest wait, in milliseconds, between the last edit and its check. */
const LONGEST_WAIT = 300;

/** Tells the client of findings: after each change, once checking has kept up; a push for those who do not ask. */
export class Publisher {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** How long the last check took: the wait before the next one. */
  private cost = 0;
  /** What the client was told last, by URI. */
  private readonly told = new Map<string, Told>();

  private readonly messages: SettingsMessages;
  /** For what the open configurations were judged when the client was told last. */
  private targets = '';

  constructor(private readonly server: Server) {
    this.messages = new SettingsMessages(server);
  }

  /** Checks soon: at once where that is quick, else when no more edits come in for as long as a check takes. */
  schedule(): void {
    clearTimeout(this.timer);
    const wait = this.cost < 15 ? 0 : Math.min(LONGEST_WAIT, this.cost);
    this.timer = setTimeout(() => this.publish(), wait);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async publish(): Promise<void> {
    const { connection, workspace, client } = this.server;
    await workspace.settingsRead();
    if (this.server.stage !== 'running') return;
    this.messages.tell();
    this.tellStatus();
    if (client.pullsDiagnostics) {
      if (client.refreshesDiagnostics) void connection.languages.diagnostics.refresh();
      return;
    }
    const began = performance.now();
    const now = new Map(diagnosticsOfSettings(workspace));
    for (const project of workspace.mainProjects()) {
      for (const [uri, found] of diagnosticsOf(project)) if (!now.has(uri)) now.set(uri, found);
    }
    for (const uri of this.told.keys()) if (!now.has(uri)) now.set(uri, []);
    for (const [uri, found] of now) {
      const version = workspace.documents.get(uri)?.version;
      const before = this.told.get(uri);
      if (before && isSame(before, { version, found })) continue;
      if (version === undefined && found.length === 0) {
        if (!this.told.has(uri)) continue;
        this.told.delete(uri);
      } else this.told.set(uri, { version, found });
      void connection.sendDiagnostics({ uri, diagnostics: found, ...(version === undefined ? {} : { version }) });
    }
    this.cost = performance.now() - began;
  }

  private tellStatus(): void {
    const { connection, workspace, client } = this.server;
    if (!client.statusChanges) return;
    const targets = JSON.stringify(workspace.documents.all().map(({ uri }) => [uri, workspace.settingsOf(uri).target]));
    if (targets === this.targets) return;
    this.targets = targets;
    void connection.sendNotification(STATUS_CHANGED);
  }
}

/** Answers clients that ask for diagnostics. */
export function answerDiagnosticRequests(server: Server): void {
  const { connection, workspace } = server;
  const about = answering(server);
  const inConfig = about((snapshot, { previousResultId }: DocumentDiagnosticParams): DocumentDiagnosticReport => {
    const { project, uri } = snapshot;
    const resultId = project.id;
    if (previousResultId === resultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: diagnosticsOf(project).get(uri) ?? [] };
  });
  connection.languages.diagnostics.on((async (params: DocumentDiagnosticParams, token: CancellationToken) => {
    const items = await diagnosticsInSettings(server, params);
    return items === undefined ? inConfig(params, token) : { kind: 'full', items };
  }) as never);
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, progress, partial) => {
    const refused = refusal(server);
    if (refused) return refused as never;
    const known = new Map((previousResultIds ?? []).map(({ uri, value }) => [uri, value]));
    const uris = workspace.configUris();
    const all: WorkspaceDocumentDiagnosticReport[] = [];
    const seen = new Set<string>();
    const report = (found: ReadonlyMap<string, Diagnostic[]>, resultId?: string): void => {
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      for (const [uri, diagnostics] of found) {
        if (seen.has(uri)) continue;
        seen.add(uri);
        const version = workspace.documents.get(uri)?.version ?? null;
        items.push(
          resultId !== undefined && known.get(uri) === resultId
            ? { kind: 'unchanged', uri, version, resultId }
            : { kind: 'full', uri, version, items: diagnostics, ...(resultId === undefined ? {} : { resultId }) },
        );
      }
      if (partial === undefined) all.push(...items);
      else if (items.length > 0) partial.report({ items });
    };
    progress.begin('Checking smtpd.conf files', 0, undefined, true);
    for (const [index, main] of uris.entries()) {
      await workspace.settingsRead(main);
      await turn();
      if (token.isCancellationRequested) return cancelled() as never;
      progress.report(Math.round((100 * index) / uris.length), main);
      const project = workspace.projectOf(main);
      if (project !== undefined) report(diagnosticsOf(project), project.id);
    }
    report(diagnosticsOfSettings(workspace, uris));
    progress.done();
    return { items: all };
  });
}
