import {
  type Diagnostic,
  type DocumentDiagnosticParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { settingsProblems } from '../features/settings-problems.js';
import { toDiagnostic } from '../to-lsp/diagnostics.js';
import { type FaultySettings, isSettingsPath } from '../workspace/settings-files.js';
import { pathOf, uriOf } from '../workspace/uri.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Server } from './server.js';

/** Settings files that cannot be used, as diagnostics in them, by URI. */
export function diagnosticsOfSettings(
  workspace: Workspace,
  configs: readonly string[] = [],
): ReadonlyMap<string, Diagnostic[]> {
  return new Map(
    workspace.faultySettings(configs).map((fault) => {
      const { source, found } = settingsProblems(fault);
      const uri = uriOfSettings(fault, workspace);
      return [uri, found.map((one) => toDiagnostic(one, source, () => uri))];
    }),
  );
}

/** What is wrong in the settings file that a client asks about; undefined where it asks about something else. */
export async function diagnosticsInSettings(
  { workspace, stage }: Server,
  params: DocumentDiagnosticParams,
): Promise<Diagnostic[] | undefined> {
  const { uri } = params.textDocument;
  if (stage !== 'running') return undefined;
  if (!isSettingsPath(pathOf(uri)) || !workspace.documents.get(uri)) return undefined;
  await workspace.settingsRead(uri);
  return diagnosticsOfSettings(workspace, [uri]).get(uri) ?? [];
}

function uriOfSettings({ path }: FaultySettings, workspace: Workspace): string {
  return workspace.documents.uriOf(path) ?? uriOf(path, workspace.folderUris[0] ?? 'file://');
}

/** Tells the user, once for each file, of settings that cannot be used and that nobody has in front of them. */
export class SettingsMessages {
  private readonly told = new Set<string>();

  constructor(private readonly server: Server) {}

  tell(): void {
    const { connection, workspace } = this.server;
    for (const { path, what, problems } of workspace.faultySettings()) {
      if (this.told.has(path) || workspace.documents.uriOf(path) !== undefined) continue;
      this.told.add(path);
      const [first] = problems;
      const place = first === undefined ? '' : `:${first.place.line}: ${first.message}`;
      const message = `smtpd.conf is checked without ${path}: ${what}. ${path}${place}`;
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
  }
}
