import type { Connection } from 'vscode-languageserver';
import type { Workspace } from '../workspace/workspace.js';
import type { Client } from './client.js';

/** What the handlers of messages share. */
export interface Server {
  readonly connection: Connection;
  readonly workspace: Workspace;
  /** Known once the client has said `initialize`; nothing else comes before that. */
  client: Client;
  /** Requests are answered between `initialize` and `shutdown`. */
  stage: 'new' | 'running' | 'ended';
}
