import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { SOURCE_ENTRIES } from '../scripts/source-entries.mjs';
import { sourceFiles } from './support/imports.js';
import { importCircles, layerViolations, ROOMS } from './support/layers.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const packageJson = (room: string) => JSON.parse(readFileSync(join(ROOT, room, 'package.json'), 'utf8'));

describe('the layers', () => {
  test('every import in the repository keeps to them', () => {
    const files = sourceFiles(ROOT, '', ['.ts']);
    expect(files.length).toBeGreaterThan(20);
    expect(layerViolations(files)).toEqual([]);
  });

  test('no files import one another in a circle', () => {
    const rooms = Object.keys(ROOMS).flatMap((room) => sourceFiles(ROOT, `${room}/src`, ['.ts']));
    expect(importCircles(rooms)).toEqual([]);
    const [a, b] = [
      { path: 'a/src/a.ts', text: "import type { B } from './b.js';" },
      { path: 'a/src/b.ts', text: "export { a } from './a.js';" },
    ] as const;
    expect(importCircles([a, b, { path: 'a/src/c.ts', text: "import './a.js';" }])).toEqual([
      'a/src/a.ts <-> a/src/b.ts',
    ]);
  });

  test('every package is a room, and depends on the rooms it may import', () => {
    for (const room of packageJson('').workspaces) {
      expect(Object.keys(ROOMS), 'rooms').toContain(room);
      const ours = Object.keys(packageJson(room).dependencies ?? {}).filter((name) => name.startsWith('@smtpd-conf/'));
      const allowed = Object.keys(ROOMS[room] ?? {}).map((name) => `@smtpd-conf/${name}`);
      expect(allowed, `dependencies of ${room}`).toEqual(expect.arrayContaining(ours));
    }
  });

  /** Each a file that breaks the layers, and a part of what is said about it. */
  const BROKEN: readonly (readonly [path: string, text: string, complaint: string])[] = [
    ['grammar/src/a.ts', "import { compile } from '@smtpd-conf/compiler';", 'grammar may not import compiler'],
    ['compiler/src/a.ts', "import { createToken } from 'chevrotain';", 'only in grammar/src/'],
    ['compiler/src/a.ts', "import { readFileSync } from 'node:fs';", 'only in cli/src/'],
    ['compiler/src/a.ts', "const fs = await import('fs');", 'only in cli/src/'],
    ['compiler/src/a.ts', "import x = require('fs');", 'only in cli/src/'],
    ['cli/src/a.ts', "import { join } from 'path';", 'write "node:path"'],
    ['cli/src/a.ts', "import { createConnection } from 'vscode-languageserver/node';", 'only in server/src/'],
    ['grammar/src/lexer/index.ts', "export * from './lexer.js';", 're-exports'],
    ['grammar/src/a.ts', "export type { Token } from './lexer/token.js';", 're-exports'],
    ['grammar/src/a.ts', "import { parse } from './index.js';", 'import the module that defines it'],
    ['cli/src/a.ts', "import { Lexer } from '../../grammar/src/lexer/lexer.js';", 'leaves the package'],
    ['cli/src/a.ts', "import { Lexer } from '@smtpd-conf/grammar/lexer';", 'no entry point'],
    ['checker/src/a.ts', "import { systemWorld } from '@smtpd-conf/compiler/node';", "without Node's API"],
    ['engine/src/a.ts', "import { compile } from '@smtpd-conf/compiler';", 'only types'],
    ['engine/src/a.ts', "import { type CompiledConfig } from '@smtpd-conf/compiler';", 'only types'],
    ['kitchen/src/a.ts', '', 'no room that the layers know'],
    ['helper.ts', '', 'outside any room'],
  ];
  test.each(BROKEN)('%s: %s', (path, text, complaint) => {
    const violations = layerViolations([{ path, text }]);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(complaint);
  });

  const KEPT: readonly (readonly [path: string, text: string])[] = [
    ['engine/src/a.ts', "import type { CompiledConfig } from '@smtpd-conf/compiler';"],
    ['compiler/src/node/system-world.ts', "import { readFileSync } from 'node:fs';"],
    ['compiler/src/node/index.ts', "export { systemWorld } from './system-world.js';"],
    ['cli/src/main.ts', "import { streamDaemonCheck } from '@smtpd-conf/compiler/daemon';"],
    ['cli/src/main.ts', "import { systemWorld } from '@smtpd-conf/compiler/node';"],
    ['test/a.test.ts', "import { Lexer } from '../grammar/src/lexer/lexer.js';"],
  ];
  test.each(KEPT)('%s: %s', (path, text) => {
    expect(layerViolations([{ path, text }])).toEqual([]);
  });
});

describe('a browser worker', () => {
  /** cli and runtime's hosts need Node, and client has an entry of its own for browsers (scripts/bundle-client.mjs). */
  const rooms = packageJson('').workspaces.filter((room: string) => !['cli', 'runtime', 'client'].includes(room));

  test.each<string>(rooms)('can run %s', async (room) => {
    const result = await build({
      entryPoints: [join(ROOT, room, 'src/index.ts')],
      alias: SOURCE_ENTRIES,
      bundle: true,
      splitting: true,
      write: false,
      outdir: ROOT,
      format: 'esm',
      platform: 'browser',
      metafile: true,
      logLevel: 'silent',
    });
    const external = Object.values(result.metafile.outputs).flatMap((output) =>
      output.imports.filter((imported) => imported.external).map((imported) => imported.path),
    );
    expect(external).toEqual([]);
    expect(Object.keys(result.metafile.inputs).filter((path) => path.includes('/src/node/'))).toEqual([]);
  });
});
