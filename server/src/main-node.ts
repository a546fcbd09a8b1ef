import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './connection/start-server.js';
import { transportOf } from './transport.js';
import type { ServerHost } from './workspace/host.js';

/** Directories in which nobody looks for a configuration of theirs. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.cache']);
const DEEPEST = 8;
/** A compiled configuration, and the manual's page, are none. */
const CONFIG_NAME = /^(?:(?:open)?smtpd\.conf(?!\.(?:.*\.)?(?:json|5)$)(?:\..*)?|.*\.smtpd\.conf|.*\.smtpd)$/;

const host: ServerHost = {
  platform: process.platform === 'openbsd' || process.platform === 'freebsd' ? process.platform : 'linux',
  seesSystem: true,
  world: (root, platform) => new SystemWorld({ root: root === '' ? undefined : root, platform }),
  listDirectory: (path) => {
    try {
      return readdirSync(path, { withFileTypes: true }).map((one) => (one.isDirectory() ? `${one.name}/` : one.name));
    } catch {
      return [];
    }
  },
  users: () => (readText('/etc/passwd') ?? '').split('\n').flatMap((line) => line.split(':')[0] || []),
  findConfigs: (folder) => findConfigs(folder, DEEPEST),
  exists: existsSync,
  readText,
};

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function findConfigs(folder: string, depth: number): string[] {
  const entries = (() => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch {
      return [];
    }
  })();
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 && !SKIPPED.has(entry.name) ? findConfigs(path, depth - 1) : [];
    return CONFIG_NAME.test(entry.name) ? [path] : [];
  });
}

const [reader, writer] = transportOf(process.argv.slice(2));
startServer({ reader, writer, connect: createConnection, end: (status) => process.exit(status) }, host);
// A parent process that speaks to the server and is gone.
process.once('disconnect', () => process.exit(1));
