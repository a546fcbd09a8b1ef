import { describedWorld } from '@smtpd-conf/compiler';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './connection/start-server.js';
import type { ServerHost } from './workspace/host.js';

/** A worker sees what the client has open, and nothing of the system below. */
const host: ServerHost = {
  platform: 'openbsd',
  seesSystem: false,
  world: () => describedWorld({}),
  listDirectory: () => [],
  users: () => [],
  findConfigs: () => [],
  // Nothing is known of what is not open.
  exists: () => true,
  readText: () => undefined,
};

const worker = self as unknown as DedicatedWorkerGlobalScope;
startServer(
  {
    reader: new BrowserMessageReader(worker),
    writer: new BrowserMessageWriter(worker),
    connect: createConnection,
    end: () => worker.close(),
  },
  host,
);
