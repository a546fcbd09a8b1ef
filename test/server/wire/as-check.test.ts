import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { SystemWorld } from '../../../compiler/src/node/index.js';
import type { ServerHost } from '../../../server/src/workspace/host.js';
import { PROGRAM } from '../../cli/program.js';
import { memoryHost } from '../memory-host.js';
import { WireClient } from './wire-client.js';

/** One of so many fixtures of the daemon's check: the others say the same in other words. */
const EVERY = 4;
const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** Settings of all kinds; without any first. */
const SETTINGS: readonly (string | undefined)[] = [
  undefined,
  `target: "6.8.0"
platform: openbsd
ignore: [unused-definition]
rules:
  domain-wildcard-depth: error
  listen-all: info
  open-relay-weak-criterion: error
  submission-no-auth: { severity: warning, ports: [25] }
overrides:
  - files: ['action-*']
    ignore: [listeners]
  - files: ['**/match-*.conf']
    select: [daemon, routing]
`,
];

/** What LSP does not tell as the report does: a span of no length covers a character beside it. */
interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly line: number;
}

const NAMES = ['', 'error', 'warning', 'info'];

describe('the editor shows what check reports', () => {
  const directory = mkdtempSync(join(tmpdir(), 'smtpd-conf-as-check-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const paths: string[] = [];

  beforeAll(() => {
    for (const kind of ['parity', 'handbook']) {
      mkdirSync(join(directory, kind));
      const names = readdirSync(join(FIXTURES, kind)).filter((name) => name.endsWith('.conf'));
      for (const [index, name] of names.entries()) {
        const text = readFileSync(join(FIXTURES, kind, name));
        if (kind === 'parity' && index % EVERY !== 0) continue;
        // An editor says what it shows: UTF-8, in lines that may end at CR.
        if (!Buffer.from(text.toString()).equals(text) || text.includes('\r')) continue;
        writeFileSync(join(directory, kind, name), text);
        paths.push(join(directory, kind, name));
      }
    }
  });

  test.each(SETTINGS)('with the settings %j', { timeout: 120_000 }, async (settings) => {
    rmSync(join(directory, '.smtpd-lint.yaml'), { force: true });
    if (settings !== undefined) writeFileSync(join(directory, '.smtpd-lint.yaml'), settings);
    const reported = reportedBy(directory, paths);
    expect(reported.size).toBe(paths.length);
    const client = await WireClient.start({}, { textDocument: { diagnostic: {} } }, { workspaceFolders: null }, HOST);
    for (const path of paths) expect(await shown(client, path), path).toEqual(reported.get(path));
    await client.stop();
  });
});

const HOST: ServerHost = {
  ...memoryHost(),
  platform: 'linux',
  world: (_, platform) => new SystemWorld({ root: undefined, platform }),
  readText: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};

/** Findings by the path of the file that was checked; those in other files are left out. */
function reportedBy(cwd: string, paths: readonly string[]): ReadonlyMap<string, readonly Told[]> {
  const { stdout } = spawnSync(process.execPath, [PROGRAM, 'check', '--format', 'json', ...paths], {
    cwd,
    maxBuffer: 1 << 28,
  });
  const { files } = JSON.parse(stdout.toString()) as {
    files: { path: string; diagnostics: (Told & { path?: string; range: { start: { line: number } } })[] }[];
  };
  return new Map(
    files.map(({ path, diagnostics }) => [
      path,
      diagnostics
        .filter((one) => one.path === undefined)
        .map(({ rule, severity, message, range }) => ({ rule, severity, message, line: range.start.line })),
    ]),
  );
}

async function shown(client: WireClient, path: string): Promise<readonly Told[]> {
  const uri = pathToFileURL(path).href;
  const textDocument = { uri, languageId: 'smtpd-conf', version: 1, text: readFileSync(path, 'utf8') };
  client.notify('textDocument/didOpen', { textDocument });
  const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
  client.notify('textDocument/didClose', { textDocument: { uri } });
  return items.map(({ code, severity, message, range }) => ({
    rule: String(code),
    severity: NAMES[severity ?? 0] ?? '',
    message: String(message),
    line: range.start.line + 1,
  }));
}
