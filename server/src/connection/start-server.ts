import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type MessageReader,
  type MessageWriter,
  type SymbolInformation,
} from 'vscode-languageserver';
import { workspaceSymbols } from '../features/symbols.js';
import { toLocation } from '../to-lsp/edits.js';
import { SYMBOL_KINDS } from '../to-lsp/symbols.js';
import type { ServerHost } from '../workspace/host.js';
import { SECTION } from '../workspace/settings.js';
import { pathOf } from '../workspace/uri.js';
import { Workspace } from '../workspace/workspace.js';
import { turn } from './answering.js';
import { CAPABILITIES } from './capabilities.js';
import { checkedReader, GONE } from './checked-reader.js';
import { clientOf } from './client.js';
import { answerCodeRequests } from './code-requests.js';
import { FollowedFiles } from './followed-files.js';
import { answerHierarchyRequests } from './hierarchy-requests.js';
import { answerLanguageRequests } from './language-requests.js';
import { answerOwnRequests } from './own-requests.js';
import { answerDiagnosticRequests, Publisher } from './publishing.js';
import { Refresher } from './refresher.js';
import { refusal } from './refusals.js';
import type { Server } from './server.js';

const NOTHING = { capabilities: {}, processId: null, rootUri: null, workspaceFolders: null };

/** How a client and the server hear one another. */
export interface Wire {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Of the library, for where it runs. */
  readonly connect: (reader: MessageReader, writer: MessageWriter) => Connection;
  /** Ends the server where it runs: the client has gone, or can no longer be understood. */
  readonly end: (status: 0 | 1) => void;
}

/** Speaks LSP with a client until that ends it. */
export function startServer({ reader, writer, connect, end }: Wire, host: ServerHost): void {
  const workspace = new Workspace(host);
  const connection = connect(
    checkedReader(reader, writer, () => end(1)),
    writer,
  );
  const server: Server = { connection, workspace, client: clientOf(NOTHING), stage: 'new' };
  connection.onNotification(GONE, async () => {
    // Answers that wait for their turn may still be read.
    await turn();
    end(server.stage === 'ended' ? 0 : 1);
  });
  const publisher = new Publisher(server);
  const refresher = new Refresher(server);
  const followed = new FollowedFiles(server);
  const changed = (): void => {
    publisher.schedule();
    followed.schedule();
  };

  connection.onInitialize((params) => {
    server.client = clientOf(params);
    server.stage = 'running';
    const { workspaceFolders, rootUri } = params;
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
    workspace.setFolders(folders);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'smtpd-lint', version: '0.1.0' } };
  });
  connection.onInitialized(async () => {
    const { client } = server;
    if (client.watchesFiles) {
      const watchers = [{ globPattern: '**/*' }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client.tellsSettings) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    }
    if (client.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        const left = workspace.folderUris.filter((uri) => !gone.has(uri));
        workspace.setFolders([...left, ...added.map(({ uri }) => uri)]);
        await askSettings(server);
        changed();
      });
    }
    await askSettings(server);
    changed();
  });

  const documentChanged = (uri: string): void => {
    // Where it is a table or an included file, what is shown beside others may be no longer so.
    if (workspace.isPart(uri)) refresher.schedule();
    workspace.changed(pathOf(uri));
    changed();
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    workspace.documents.open(uri, languageId, version, text);
    documentChanged(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    if (!workspace.documents.change(uri, version, contentChanges)) {
      connection.console.warn(`${uri}: version ${version} is not newer than what is here, and is left out`);
      return;
    }
    documentChanged(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    workspace.documents.close(uri);
    documentChanged(uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) if (!workspace.documents.get(uri)) workspace.changed(pathOf(uri));
    changed();
    refresher.schedule();
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    if (server.client.configuration) await askSettings(server);
    else workspace.setSettings(undefined, (settings as Record<string, unknown> | null)?.[SECTION]);
    changed();
    refresher.schedule();
  });

  connection.onWorkspaceSymbol(async ({ query }) => {
    const refused = refusal(server);
    if (refused) return refused;
    await workspace.settingsRead();
    const projects = new Set(workspace.configUris().flatMap((uri) => workspace.projectOf(uri) ?? []));
    return [...projects].flatMap((project) =>
      workspaceSymbols(project, query).map(({ name, kind, ...place }): SymbolInformation => {
        return { name, kind: SYMBOL_KINDS[kind], location: toLocation(place, project) };
      }),
    );
  });
  answerLanguageRequests(server);
  answerHierarchyRequests(server);
  answerCodeRequests(server);
  answerDiagnosticRequests(server);
  answerOwnRequests(server);
  connection.onShutdown(() => {
    server.stage = 'ended';
    publisher.stop();
    followed.stop();
    refresher.stop();
  });
  connection.listen();
}

/** Asks the client for the settings of each folder, and for those of what lies in none. */
async function askSettings({ connection, workspace, client }: Server): Promise<void> {
  if (!client.configuration) return;
  const folders = workspace.folderUris;
  const items = [{ section: SECTION }, ...folders.map((scopeUri) => ({ scopeUri, section: SECTION }))];
  const [common, ...own]: unknown[] = await connection.workspace.getConfiguration(items);
  workspace.setSettings(undefined, common);
  for (const [index, folder] of folders.entries()) workspace.setSettings(folder, own[index]);
}
