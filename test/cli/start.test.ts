import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';
import { GOOD, PROGRAM } from './program.js';

/** What a run tells of its start: the files it loaded, those that V8 took from its code cache, and Node's own modules it loaded. */
interface Start {
  readonly files: readonly string[];
  readonly cached: readonly string[];
  readonly builtins: readonly string[];
}

/** Loaded before the program; writes what it saw to standard output, behind whatever the program wrote there. */
const WITNESS = `
const { Script } = require('node:vm');
const known = new Set(process.moduleLoadList);
const cached = [];
require('node:vm').Script = class extends Script {
  constructor(code, options) {
    super(code, options);
    if (this.cachedDataRejected === false) cached.push(options.filename);
  }
};
process.on('exit', () => {
  const builtins = process.moduleLoadList.filter((name) => !known.has(name)).map((name) => name.split(' ').at(-1));
  const files = Object.keys(require.cache).filter((path) => path !== __filename);
  require('node:fs').writeSync(1, JSON.stringify({ files, cached, builtins }));
});`;

let directory: string;
let parts: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'smtpd-start-')));
  writeFileSync(join(directory, 'witness.cjs'), WITNESS);
  writeFileSync(join(directory, 'smtpd.conf'), GOOD);
  const entry = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
  parts = await bundle({ entry, outdir: join(directory, 'dist'), name: 'tool' });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function start(program: string): Start {
  const args = ['-r', join(directory, 'witness.cjs'), program, '-n', '-f', join(directory, 'smtpd.conf')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, 'configuration OK\n']);
  return JSON.parse(stdout) as Start;
}

describe('-n starts fast, whatever other commands bring along', () => {
  test('it loads the code of three rooms and of no package, in few parts', () => {
    const { files } = start(join(directory, 'dist/tool.cjs'));
    const loaded = parts.filter(({ path }) => files.includes(path));
    expect(loaded.length).toBe(files.length);
    const rooms = new Set(loaded.flatMap(({ sources }) => sources.map((path) => path.split('/')[0])));
    expect([...rooms].sort()).toEqual(['cli', 'compiler', 'grammar']);
    expect(loaded.length).toBeLessThanOrEqual(16);
    expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(170_000);
  });

  test('all but the few bytes that turn the code cache on come out of it', () => {
    const { files, cached } = start(PROGRAM);
    const rest = files.filter((path) => !cached.includes(path));
    expect(cached.length).toBeGreaterThan(2);
    expect(rest.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(11_000);
  });

  test('it asks little of Node: no streams beyond standard error, no network, no cryptography', () => {
    const heavy = ['v8', 'internal/heap_utils', 'crypto', 'http', 'dns', 'worker_threads', 'child_process', 'readline'];
    expect(start(PROGRAM).builtins.filter((name) => heavy.includes(name))).toEqual([]);
  });
});

describe('lsp starts fast', () => {
  /** A language server that is greeted and sent away. */
  const serve = (program: string): Start => {
    const input = [
      { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
      { id: 2, method: 'shutdown' },
      { method: 'exit' },
    ].map((message) => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${text.length}\r\n\r\n${text}`;
    });
    const args = ['-r', join(directory, 'witness.cjs'), program, 'lsp', '--stdio'];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', input: input.join('') });
    expect(status).toBe(0);
    return JSON.parse(stdout.slice(stdout.lastIndexOf('{"files"'))) as Start;
  };

  test('without the rooms that its first diagnostics do not need, and the readers of settings', () => {
    const { files } = serve(join(directory, 'dist/tool.cjs'));
    const loaded = parts.filter(({ path }) => files.includes(path)).flatMap(({ sources }) => sources);
    expect(loaded.length).toBeGreaterThan(100);
    expect(
      loaded.filter((path) => /^(?:simulator|runtime)\/|node_modules\/(?:ajv|yaml|chevrotain)\//.test(path)),
    ).toEqual([]);
  });

  test('out of the code cache', () => {
    const { files, cached } = serve(PROGRAM);
    const rest = files.filter((path) => !cached.includes(path));
    expect(rest.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(11_000);
  });
});
