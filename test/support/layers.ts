import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type ImportStatement, importsOf, type SourceFile } from './imports.js';

/** The rooms, and the rooms each may import. `types` allows `import type` only. */
export const ROOMS: Readonly<Record<string, Readonly<Record<string, 'all' | 'types'>>>> = {
  grammar: {},
  compiler: { grammar: 'all' },
  engine: { compiler: 'types', grammar: 'all' },
  checker: { engine: 'all', compiler: 'all', grammar: 'all' },
  simulator: { engine: 'all', compiler: 'all', grammar: 'all' },
  runtime: { engine: 'all', compiler: 'all', grammar: 'all' },
  server: { simulator: 'all', checker: 'all', engine: 'all', compiler: 'all', grammar: 'all' },
  cli: {
    server: 'all',
    runtime: 'all',
    simulator: 'all',
    checker: 'all',
    engine: 'all',
    compiler: 'all',
    grammar: 'all',
  },
  client: { server: 'types' },
};

/** Directories beside the rooms that hold code; they may import any room, and no room imports them. */
const WORKSHOPS: readonly string[] = ['bench', 'scripts', 'test'];

/** Where modules that are not for everyone may be imported. */
const RESERVED: readonly { readonly matches: (name: string) => boolean; readonly where: readonly string[] }[] = [
  { matches: (name) => name === 'chevrotain' || name.startsWith('@chevrotain/'), where: ['grammar/src/'] },
  { matches: (name) => name.startsWith('vscode-languageserver'), where: ['server/src/'] },
  { matches: (name) => name === 'vscode' || name === 'vscode-languageclient', where: ['client/src/'] },
  {
    matches: isBuiltin,
    where: ['cli/src/', 'compiler/src/node/', 'runtime/src/hosts/', 'server/src/main-node.ts', 'client/src/'],
  },
];

/** What a package may offer beside all of it: what needs Node, and what `-n` starts with. */
const PARTS: readonly string[] = ['node', 'daemon'];

/** The only files that re-export: a package's entry points. */
const ENTRY_POINT = new RegExp(`^[a-z]+/src/(?:(?:${PARTS.join('|')})/)?index\\.ts$`);

/** What in these files breaks the layers, one sentence each. */
export function layerViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const room = file.path.split('/')[0] as string;
    if (!file.path.includes('/'))
      return file.path === 'vitest.config.ts' ? [] : [`${file.path}: code outside any room`];
    if (WORKSHOPS.includes(room)) return [];
    if (!(room in ROOMS)) return [`${file.path}: "${room}" is no room that the layers know`];
    return importsOf(file).flatMap((statement) => {
      const problem = importProblem(file.path, room, statement);
      return problem === undefined ? [] : [`${file.path}:${statement.line}: ${problem}`];
    });
  });
}

/** Files that import one another in a circle, types included: each circle's files joined by arrows, in the order of their paths. */
export function importCircles(files: readonly SourceFile[]): string[] {
  const inside = new Set(files.map(({ path }) => path));
  const arrows = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, '.ts'))
        .filter((target) => inside.has(target)),
    ]),
  );
  const reached = new Map<string, ReadonlySet<string>>();
  for (const path of inside) {
    const found = new Set<string>();
    const open = [...(arrows.get(path) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(arrows.get(next) ?? []));
    }
    reached.set(path, found);
  }
  const leadsBack = (one: string, other: string): boolean =>
    reached.get(one)?.has(other) === true && reached.get(other)?.has(one) === true;
  const circles = [...inside].map((path) => [...inside].filter((other) => leadsBack(path, other)).sort());
  return [...new Set(circles.filter(({ length }) => length > 0).map((circle) => circle.join(' <-> ')))].sort();
}

function importProblem(path: string, room: string, { specifier, kind }: ImportStatement): string | undefined {
  if (kind === 'reexport' && !ENTRY_POINT.test(path)) return `only a package's index.ts re-exports ("${specifier}")`;
  if (specifier.startsWith('.')) return relativeProblem(path, room, specifier);
  const ours = /^@smtpd-conf\/([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (ours) return roomProblem(path, ours[1] as string, ours[2], kind);
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const reserved = RESERVED.find((rule) => rule.matches(name));
  if (reserved && !reserved.where.some((place) => path.startsWith(place))) {
    return `"${specifier}" may be imported only in ${reserved.where.join(', ')}`;
  }
  if (isBuiltin(name) && !name.startsWith('node:')) return `write "node:${specifier}"`;
  return undefined;
}

function relativeProblem(path: string, room: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (!target.startsWith(`${room}/src/`)) return `"${specifier}" leaves the package`;
  if (/(^|\/)index\.js$/.test(target)) return `import the module that defines it, not "${specifier}"`;
  return undefined;
}

/** Where rooms meet Node: the files that may import an entry point for it. */
const ON_NODE: readonly string[] = ['cli/', 'runtime/', 'server/src/main-node.ts'];

function roomProblem(path: string, target: string, entry: string | undefined, kind: string): string | undefined {
  const room = path.split('/')[0] as string;
  if (target === room) return 'a package does not import itself by name';
  const allowed = ROOMS[room]?.[target];
  if (allowed === undefined) return `${room} may not import ${target}`;
  if (allowed === 'types' && kind !== 'type') return `${room} may import only types of ${target}`;
  if (entry !== undefined && !PARTS.includes(entry)) return `"${target}/${entry}" is no entry point`;
  if (entry === 'node' && !ON_NODE.some((place) => path.startsWith(place))) return `${room} runs without Node's API`;
  return undefined;
}

function isBuiltin(name: string): boolean {
  return name.startsWith('node:') || builtinModules.includes(name);
}
