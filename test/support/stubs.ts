import { FILES } from './judge-workspace.js';

/** What a file that a configuration names is used for, and so what has to be in it. */
export type StubKind = 'list' | 'mapping' | 'database' | 'certificate' | 'key' | 'include';

/** A configuration that names nothing but what exists, and the files to create for it. */
export interface Stubbed {
  readonly text: string;
  /** By path relative to @FILES@. */
  readonly files: ReadonlyMap<string, StubKind>;
}

/** Blanks between words of one statement; a backslash-newline is one. */
const GAP = String.raw`(?:[ \t]|\\\n)+`;
const WORD = String.raw`"[^"\n]*"|'[^'\n]*'|[^\s"'{}#]+`;

/** A clause that names a file, and what for; `table` is looked at closer. */
const PATHS = new RegExp(
  String.raw`\b(table${GAP}(?:${WORD})${GAP}|cert(?:ificate)?${GAP}|key${GAP}|^[ \t]*include${GAP})(${WORD})`,
  'gm',
);
const LISTEN = new RegExp(String.raw`(\blisten${GAP}on${GAP})(${WORD})`, 'g');

/** Interfaces and files that a configuration from elsewhere names, replaced by ones that exist here. */
export function stub(text: string): Stubbed {
  const files = new Map<string, StubKind>();
  const mappings = mappingTables(text);
  const withFiles = text.replace(PATHS, (whole, before: string, word: string) => {
    const named = readPath(word);
    if (named === undefined) return whole;
    const kind = kindOf(before, named.backend, mappings);
    if (kind === undefined) return whole;
    const path = `stub${named.path}`.replaceAll(/\/+/g, '/');
    if (files.get(path) !== 'key') files.set(path, kind);
    return `${before}"${named.backend}${FILES}/${path}"`;
  });
  return { text: stubInterfaces(withFiles), files };
}

function stubInterfaces(text: string): string {
  const macros = new Set<string>();
  const direct = text.replace(LISTEN, (whole, before: string, word: string) => {
    if (word.startsWith('$')) macros.add(word.slice(1));
    const other = otherInterface(unquote(word));
    return other === undefined ? whole : before + other;
  });
  return direct.replace(
    /^([ \t]*)(\w+)([ \t]*=[ \t]*)(\S+)/gm,
    (whole, indent: string, name: string, equals: string, word: string) => {
      const other = macros.has(name) ? otherInterface(unquote(word)) : undefined;
      return other === undefined ? whole : `${indent}${name}${equals}"${other}"`;
    },
  );
}

/** What to listen on instead; undefined where the name can stay, or is no name. */
function otherInterface(name: string): string | undefined {
  if (name === 'all') return '0.0.0.0';
  if (name === 'socket' || name === 'localhost' || name === 'lo') return undefined;
  if (name.includes(':') || /^[\d.]+$/.test(name) || /[<>$]/.test(name)) return undefined;
  return 'lo';
}

interface NamedPath {
  /** `file:` and the like, or nothing. */
  readonly backend: string;
  readonly path: string;
}

function readPath(word: string): NamedPath | undefined {
  const match = /^(?:(\w+:))?(\/.*)$/.exec(unquote(word));
  return match ? { backend: match[1] ?? '', path: match[2] as string } : undefined;
}

function unquote(word: string): string {
  return /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word;
}

function kindOf(before: string, backend: string, mappings: ReadonlySet<string>): StubKind | undefined {
  if (!before.startsWith('table')) {
    if (before.trimStart().startsWith('include')) return 'include';
    return before.startsWith('key') ? 'key' : 'certificate';
  }
  if (backend === 'db:') return 'database';
  // Any other backend is a program with a file of its own, which nobody reads before it runs.
  if (!['', 'file:', 'static:', 'plain:'].includes(backend)) return undefined;
  const name = new RegExp(`^table${GAP}(${WORD})`).exec(before)?.[1] ?? '';
  return mappings.has(unquote(name)) ? 'mapping' : 'list';
}

/** The tables that some clause wants as a mapping. */
function mappingTables(text: string): ReadonlySet<string> {
  const uses = new RegExp(
    String.raw`(\bfor${GAP})?\b(alias|virtual|userbase|senders|hostnames|helo-src|domain|auth)${GAP}<[ \t]*(${WORD}?)[ \t]*>`,
    'g',
  );
  const names = new Set<string>();
  for (const [, before, , name = ''] of text.matchAll(uses)) if (before === undefined) names.add(unquote(name));
  return names;
}
