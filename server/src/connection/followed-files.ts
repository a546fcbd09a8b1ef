import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Server } from './server.js';

/** Whatever is open of these is read as it stands in the editor: tests of policies, and settings. */
const ALWAYS = ['**/*.smtpd-test.{yaml,yml,json}', '**/.smtpd-lint.{json,yaml,yml}'];

/** In milliseconds, after the last change: a path that is being typed need not be followed letter by letter. */
const WAIT = 300;

/**
 * Has the client tell of open files that are no configurations themselves: tables, worlds and whatever else a configuration
 * names, so that what was not saved counts there too. A client tells of documents in our language only, unless it is asked.
 */
export class FollowedFiles {
  private readonly followed = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly server: Server) {}

  /** Looks soon what the open configurations name. */
  schedule(): void {
    clearTimeout(this.timer);
    if (this.server.client.registersDocuments) this.timer = setTimeout(() => this.follow(), WAIT);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private follow(): void {
    const { workspace, connection, stage } = this.server;
    if (stage !== 'running') return;
    const patterns = [...ALWAYS];
    for (const project of workspace.mainProjects()) {
      const { world } = project.settings;
      for (const path of [...project.askedPaths(), ...(world === '' ? [] : [world])]) {
        // Included files are in our language.
        if (!project.reads(path) && workspace.host.exists(path)) patterns.push(literally(path));
      }
    }
    const added = patterns.filter((pattern) => !this.followed.has(pattern));
    if (added.length === 0) return;
    for (const pattern of added) this.followed.add(pattern);
    const documentSelector = added.map((pattern) => ({ pattern }));
    const { client } = connection;
    void client.register(DidOpenTextDocumentNotification.type, { documentSelector });
    void client.register(DidChangeTextDocumentNotification.type, {
      documentSelector,
      syncKind: TextDocumentSyncKind.Incremental,
    });
    void client.register(DidCloseTextDocumentNotification.type, { documentSelector });
  }
}

/** A pattern of LSP that only this path fits. */
function literally(path: string): string {
  return path.replace(/[*?[{}]/g, '[$&]');
}
