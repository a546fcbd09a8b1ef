// Bundles the VS Code extension and the language server into client/dist: for Node hosts and for web hosts.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { preparedGrammar } from './bundle.mjs';
import { SOURCE_ENTRIES } from './source-entries.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const SHARED = {
  bundle: true,
  minify: true,
  alias: SOURCE_ENTRIES,
  plugins: [preparedGrammar],
  legalComments: 'none',
  logLevel: 'warning',
};
/** The oldest VS Code that the manifest allows has a Node 20 and a Chromium 122. */
const NODE = { ...SHARED, platform: 'node', format: 'cjs', target: 'node20' };
const BROWSER = { ...SHARED, platform: 'browser', target: 'chrome122' };

/** @param {string} outdir where the four files go, and the schema of settings */
export async function bundleClient(outdir = at('client/dist')) {
  await mkdir(outdir, { recursive: true });
  await copyFile(at('docs/schema/settings.schema.json'), join(outdir, 'settings.schema.json'));
  await Promise.all([
    build({
      ...NODE,
      entryPoints: { extension: at('client/src/extension-node.ts') },
      ...to(outdir),
      external: ['vscode'],
    }),
    build({ ...NODE, entryPoints: { server: at('server/src/main-node.ts') }, ...to(outdir) }),
    build({
      ...BROWSER,
      entryPoints: { 'extension-browser': at('client/src/extension-browser.ts') },
      outdir,
      // A web host of VS Code evaluates CommonJS, and asks for a name that ends in .js.
      format: 'cjs',
      external: ['vscode'],
    }),
    build({
      ...BROWSER,
      entryPoints: { 'server-worker': at('server/src/main-browser.ts') },
      outdir,
      format: 'iife',
    }),
  ]);
}

const to = (outdir) => ({ outdir, outExtension: { '.js': '.cjs' } });

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleClient();
