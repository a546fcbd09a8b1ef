import type { Server } from './server.js';

/** In milliseconds: what changes together is asked for once. */
const WAIT = 100;

/** Has the client ask again for what it shows beside texts that are as they were: hints, lenses, colours. */
export class Refresher {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly server: Server) {}

  schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), WAIT);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private refresh(): void {
    const { client, connection, stage } = this.server;
    if (stage !== 'running') return;
    if (client.refreshesHints) void connection.languages.inlayHint.refresh();
    if (client.refreshesLenses) void connection.sendRequest('workspace/codeLens/refresh');
    if (client.refreshesTokens) void connection.languages.semanticTokens.refresh();
  }
}
