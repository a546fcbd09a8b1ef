import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';

const SOURCES: Readonly<Record<string, string>> = {
  'main.ts': `
    import { note } from './shared.js';
    note('main');
    if (process.argv[2] === 'more') import('./more.js').then((more) => more.run());
    else if (process.argv[2] === 'other') import('./other.js').then((other) => other.run());`,
  'shared.ts': 'const seen: string[] = []; export const note = (what: string) => console.log(seen.push(what), what);',
  'more.ts': "import { note } from './shared.js'; note('more is loaded'); export const run = () => note('more runs');",
  'other.ts': "import { note } from './shared.js'; export const run = () => note('other runs');",
};

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bundle-'));
  mkdirSync(join(directory, 'src'));
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(directory, 'src', name), text);
  mkdirSync(join(directory, 'dist/chunks'), { recursive: true });
  writeFileSync(join(directory, 'dist/chunks/old-ABCDEFGH.cjs'), '');
  await bundle({ entry: join(directory, 'src/main.ts'), outdir: join(directory, 'dist'), name: 'tool' });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = (...args: string[]): string[] =>
  execFileSync(join(directory, 'dist/tool.cjs'), args, { encoding: 'utf8' }).trim().split('\n');

test('the bundle is a program', () => {
  expect(statSync(join(directory, 'dist/tool.cjs')).mode & 0o777).toBe(0o755);
});

test('what is imported dynamically is loaded when it is asked for, and shares the modules of the entry', () => {
  expect(run()).toEqual(['1 main']);
  expect(run('more')).toEqual(['1 main', '2 more is loaded', '3 more runs']);
  expect(run('other')).toEqual(['1 main', '2 other runs']);
});

test('parts of an earlier bundle are gone', () => {
  const chunks = readdirSync(join(directory, 'dist/chunks'));
  expect(chunks).not.toContain('old-ABCDEFGH.cjs');
  expect(chunks.filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
