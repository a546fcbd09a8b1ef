// Writes docs/schema/compiled-config.schema.json from compiler/src/config/schema.ts.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SOURCE_ENTRIES } from './source-entries.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [at('compiler/src/config/schema.ts')],
  alias: SOURCE_ENTRIES,
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { COMPILED_CONFIG_SCHEMA } = await import(`data:text/javascript;base64,${code}`);

const file = at('docs/schema/compiled-config.schema.json');
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(COMPILED_CONFIG_SCHEMA, null, 2)}\n`);
