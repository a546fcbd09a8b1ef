// Bundles the command line into CommonJS for start-up: see docs/decisions/0003-commonjs-bundle.md.
import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';
import { SOURCE_ENTRIES } from './source-entries.mjs';

const TARGET = 'node20';
const CHUNKS = 'chunks';

/** The rules of the grammar run on what Chevrotain found out about them before (docs/decisions/0004-prepared-decisions.md). */
export const preparedGrammar = {
  name: 'prepared-grammar',
  setup(parts) {
    const path = fileURLToPath(new URL('../grammar/src/parser/prepared-engine.ts', import.meta.url));
    parts.onResolve({ filter: /\/(rule-engine|grammar-tokens)\.js$/ }, () => ({ path }));
  },
};

/**
 * Writes `entry` as `outdir/name.cjs`. Whatever the sources reach with `import()` lands in files of its own below
 * `outdir/chunks`, together with what several of them share, and is read when it is first asked for.
 *
 * esbuild splits ES modules only, so it splits first and turns each part into CommonJS afterwards.
 *
 * @param {{ entry: string, outdir: string, name: string }} options
 * @returns {Promise<{ path: string, bytes: number, sources: string[] }[]>} what was written out of which files, the entry first
 */
export async function bundle({ entry, outdir, name }) {
  const split = await build({
    entryPoints: { [name]: entry },
    outdir,
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    minify: true,
    alias: SOURCE_ENTRIES,
    plugins: [preparedGrammar],
    outExtension: { '.js': '.cjs' },
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const parts = await Promise.all(
    split.outputFiles.map(async ({ path, text }) => ({ path, code: await toCommonJs(text) })),
  );
  const main = join(outdir, `${name}.cjs`);
  // The entry last and each file in one go, so that a command started meanwhile finds a whole bundle, old or new.
  parts.sort((a, b) => Number(a.path === main) - Number(b.path === main));
  for (const { path, code } of parts) await writeWhole(path, path === main ? withHashbang(code) : code);
  await chmod(main, 0o755);
  await removeStale(
    join(outdir, CHUNKS),
    parts.map((part) => part.path),
  );
  const sources = new Map(
    Object.entries(split.metafile.outputs).map(([path, { inputs }]) => [resolve(path), Object.keys(inputs)]),
  );
  return parts
    .reverse()
    .map(({ path, code }) => ({ path, bytes: Buffer.byteLength(code), sources: sources.get(path) ?? [] }));
}

/** @param {string} code an ES module */
async function toCommonJs(code) {
  const result = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    minify: true,
    // require() at run time instead of import(), which would start Node's loader of ES modules.
    supported: { 'dynamic-import': false },
  });
  const [warning] = result.warnings;
  if (warning) throw new Error(`cannot turn a part of the bundle into CommonJS: ${warning.text}`);
  return result.code;
}

const withHashbang = (code) => (code.startsWith('#!') ? code : `#!/usr/bin/env node\n${code}`);

async function writeWhole(path, code) {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, code);
  await rename(temporary, path);
}

async function removeStale(directory, current) {
  for (const file of await readdir(directory).catch(() => [])) {
    const path = join(directory, file);
    const part = path.replace(/\.cjs\..*\.cache$/, '.cjs');
    // A code cache is made anew for each build.
    if (part !== path || (file.endsWith('.cjs') && !current.includes(path))) await rm(path, { force: true });
  }
}

/**
 * Has the bundle write V8's code cache of its parts (see cli/src/code-cache.ts), after runs that compile what most runs
 * need. The last run has the most to gain: each adds to what the ones before it left.
 *
 * @param {string} program
 */
async function writeCodeCache(program) {
  const example = fileURLToPath(new URL('../examples/mail.example.org/', import.meta.url));
  const config = join(example, 'etc/mail/smtpd.conf');
  const env = { ...process.env, SMTPD_LINT_WRITE_CODE_CACHE: '1' };
  await serveOnce(program, config, env);
  for (const args of [
    ['fmt', '--check', config],
    ['compile', '--root', example, '-f', config],
    ['check', '--root', example, config],
    ['-n', '--root', example, '-f', config],
  ]) {
    // What it says of the example does not matter here, as long as it runs.
    const { status, error } = spawnSync(process.execPath, [program, ...args], { env, stdio: 'ignore' });
    if (error || status === null || status > 1) throw error ?? new Error(`smtpd-lint ${args[0]} ended with ${status}`);
  }
}

/** Runs the language server until its first diagnostics, as an editor does that opens a file. */
async function serveOnce(program, config, env) {
  const server = spawn(process.execPath, [program, 'lsp', '--stdio'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const document = { uri: pathToFileURL(config).href, languageId: 'smtpd-conf', version: 1 };
  const text = await readFile(config, 'utf8');
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  send({ method: 'initialized', params: {} });
  send({ method: 'textDocument/didOpen', params: { textDocument: { ...document, text } } });
  let said = '';
  server.stdout.on('data', (chunk) => {
    if (said.includes('publishDiagnostics')) return;
    said += chunk;
    if (!said.includes('publishDiagnostics')) return;
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
  });
  const status = await new Promise((resolve) => server.on('exit', resolve));
  if (status !== 0) throw new Error(`smtpd-lint lsp ended with ${status}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cli = fileURLToPath(new URL('../cli/', import.meta.url));
  const written = await bundle({ entry: join(cli, 'src/main.ts'), outdir: join(cli, 'dist'), name: 'smtpd-lint' });
  await writeCodeCache(join(cli, 'dist/smtpd-lint.cjs'));
  if (process.argv.includes('--verbose')) {
    for (const { path, bytes } of written) console.log(`${String(bytes).padStart(8)}  ${path}`);
  }
}
