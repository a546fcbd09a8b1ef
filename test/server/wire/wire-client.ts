import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import {
  type CancellationToken,
  type ConfigurationParams,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type LogMessageParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type RegistrationParams,
  type ResponseMessage,
  type ShowMessageParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { startServer } from '../../../server/src/connection/start-server.js';
import type { ServerHost } from '../../../server/src/workspace/host.js';
import { type Files, FOLDER, memoryHost } from '../memory-host.js';

export interface Place {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

const REFRESHES = [
  'workspace/diagnostic/refresh',
  'workspace/inlayHint/refresh',
  'workspace/codeLens/refresh',
  'workspace/semanticTokens/refresh',
];

/** A client without an editor: it speaks to a server over two streams, byte for byte as over stdio. */
export class WireClient {
  readonly connection: ProtocolConnection;
  /** With which status the server has ended itself. */
  readonly ended: number[] = [];
  /** Errors of messages that could not be told apart from others, in order. */
  readonly unasked: ResponseMessage['error'][] = [];
  /** What the server has written into the log, in order. */
  readonly logged: string[] = [];
  /** What the user was told, in order. */
  readonly messages: string[] = [];
  /** By URI, the newest last. */
  readonly published: PublishDiagnosticsParams[] = [];
  /** Methods that were sent, and that the server has sent. */
  readonly sent = new Set<string>();
  readonly received = new Set<string>();
  /** What the server has had asked for again, in order. */
  readonly refreshed: string[] = [];
  /** Methods that the server has registered. */
  readonly registered = new Set<string>();
  /** The patterns of documents that the server wants to hear of, in order, each as often as it asked. */
  readonly followed: string[] = [];
  /** What the user has set, for a folder or for none. */
  settings: (scopeUri?: string) => object = () => ({});
  capabilities: InitializeResult['capabilities'] = {};
  private heard: (() => void)[] = [];
  private readonly waiting = new Map<number, (message: ResponseMessage) => void>();

  private readonly toServer = new PassThrough();

  /** @param host where the server runs; one that has the files and nothing else, where not given */
  constructor(
    readonly files: Files = {},
    host: ServerHost = memoryHost(files),
  ) {
    const { toServer } = this;
    const toClient = new PassThrough();
    const reader = new StreamMessageReader(toClient);
    startServer(
      {
        reader: new StreamMessageReader(toServer),
        writer: new StreamMessageWriter(toClient),
        connect: createConnection,
        end: (status) => this.ended.push(status),
      },
      host,
    );
    this.connection = createProtocolConnection(this.noting(reader), new StreamMessageWriter(toServer));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const tell of this.heard.splice(0)) tell();
    });
    this.connection.onNotification('window/showMessage', ({ message }: ShowMessageParams) => {
      this.messages.push(message);
    });
    this.connection.onNotification('window/logMessage', ({ message }: LogMessageParams) => {
      this.logged.push(message);
    });
    this.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      for (const { method, registerOptions } of registrations) {
        this.registered.add(method);
        if (method !== 'textDocument/didOpen') continue;
        for (const { pattern } of registerOptions.documentSelector) this.followed.push(pattern);
        for (const tell of this.heard.splice(0)) tell();
      }
      return null;
    });
    this.connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) =>
      items.map(({ scopeUri }) => this.settings(scopeUri)),
    );
    for (const method of REFRESHES) {
      this.connection.onRequest(method, () => {
        this.refreshed.push(method);
        for (const tell of this.heard.splice(0)) tell();
        return null;
      });
    }
    this.connection.listen();
  }

  /** A reader that notes the methods of what it reads. */
  private noting(reader: StreamMessageReader): StreamMessageReader {
    const listen = reader.listen.bind(reader);
    reader.listen = (callback) =>
      listen((message) => {
        if ('method' in message && typeof message.method === 'string') this.received.add(message.method);
        // The library would write this to the console.
        const waiting = 'id' in message && this.waiting.get(message.id as number);
        if (waiting) waiting(message as ResponseMessage);
        else if ('id' in message && message.id === null) this.unasked.push((message as ResponseMessage).error);
        else callback(message);
      });
    return reader;
  }

  /** @param capabilities those of the client */
  static async start(
    files: Files = {},
    capabilities: object = {},
    options: object = {},
    host?: ServerHost,
  ): Promise<WireClient> {
    const client = new WireClient(files, host);
    const folders = [{ uri: `file://${FOLDER}`, name: 'mail' }];
    const params = { processId: null, rootUri: null, workspaceFolders: folders, capabilities, ...options };
    const result = await client.request<InitializeResult>('initialize', params);
    client.capabilities = result.capabilities;
    client.notify('initialized', {});
    return client;
  }

  request<R>(method: string, params: unknown, token?: CancellationToken): Promise<R> {
    this.sent.add(method);
    return token === undefined
      ? this.connection.sendRequest(method, params)
      : this.connection.sendRequest(method, params, token);
  }

  notify(method: string, params: unknown): void {
    this.sent.add(method);
    void this.connection.sendNotification(method, params);
  }

  /** What is sent meanwhile reaches the server together, however busy the machine is. */
  async together<R>(send: () => R): Promise<{ readonly sent: R }> {
    this.toServer.cork();
    const sent = send();
    // The connection writes a little later than it is told to.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    this.toServer.uncork();
    return { sent };
  }

  /** The answer to the next request of an id that was written as bytes. */
  answerTo(id: number): Promise<ResponseMessage> {
    return new Promise((resolve) => {
      this.waiting.set(id, (message) => {
        this.waiting.delete(id);
        resolve(message);
      });
    });
  }

  /** Sends bytes that need be no message. */
  write(bytes: string | Uint8Array): void {
    this.toServer.write(bytes);
  }

  async stop(): Promise<void> {
    await this.request('shutdown', undefined);
    this.connection.dispose();
  }

  uri(name: string): string {
    return `file://${FOLDER}/${name}`;
  }

  open(name: string, text: string, version = 1, languageId = 'smtpd-conf'): string {
    const uri = this.uri(name);
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
    return uri;
  }

  change(uri: string, version: number, contentChanges: readonly object[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  /** The diagnostics that were published of a document, at a version where one is given; waits for them. */
  async diagnostics(uri: string, version?: number): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.published.findLast(
        (one) => one.uri === uri && (version === undefined || one.version === version),
      );
      if (found) return found.diagnostics;
      await this.nextPublished();
    }
  }

  /** Waits for diagnostics to be published, documents to be asked for, or something to be refreshed. */
  nextPublished(): Promise<void> {
    return new Promise((resolve) => {
      this.heard.push(resolve);
    });
  }

  /** A place in a document by line and character, both from 0. */
  at(uri: string, line: number, character: number): Place {
    return { textDocument: { uri }, position: { line, character } };
  }
}
