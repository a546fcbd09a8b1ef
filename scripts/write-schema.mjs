// Writes docs/schema/*.schema.json from the schemas in the sources.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SOURCE_ENTRIES } from './source-entries.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Where each published schema is written down, and under which name; functions make theirs. */
const SCHEMAS = {
  'compiled-config': ['compiler/src/config/schema.ts', 'COMPILED_CONFIG_SCHEMA'],
  world: ['compiler/src/world/described-world.schema.ts', 'DESCRIBED_WORLD_SCHEMA'],
  settings: ['checker/src/settings/settings-schema.ts', 'settingsSchema'],
  'policy-test': ['simulator/src/policy/policy-test.schema.ts', 'POLICY_TEST_SCHEMA'],
};

await mkdir(at('docs/schema'), { recursive: true });
for (const [name, [source, exported]] of Object.entries(SCHEMAS)) {
  const { outputFiles } = await build({
    entryPoints: [at(source)],
    alias: SOURCE_ENTRIES,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const module = await import(`data:text/javascript;base64,${code}`);
  const found = module[exported];
  const schema = typeof found === 'function' ? found() : found;
  await writeFile(at(`docs/schema/${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
