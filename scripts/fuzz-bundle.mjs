import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { SOURCE_ENTRIES } from './source-entries.mjs';

/** Each module keeps its own address in the bundle: the fixtures are found by it. */
const keepAddresses = {
  name: 'keep-addresses',
  setup(bundle) {
    bundle.onLoad({ filter: /\/test\/.*\.ts$/ }, ({ path }) => {
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};

/** Bundles a module of the tests with our packages as they stand in source, and loads it. */
export async function loadBundled(module, plugins = []) {
  const directory = fileURLToPath(new URL('../node_modules/.cache/parity/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  const outfile = `${directory}${process.pid}-${Math.random().toString(36).slice(2)}.mjs`;
  await build({
    entryPoints: [fileURLToPath(new URL(`../test/${module}`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: SOURCE_ENTRIES,
    plugins: [keepAddresses, ...plugins],
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}
