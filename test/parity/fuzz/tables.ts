import { atLeast, type ClauseId } from '@smtpd-conf/grammar';
import { keyword, mark, number, type Piece, string } from './piece.js';
import type { KnownTable, Scene, TableType } from './scene.js';
import { anyString, tableEntry } from './values.js';

/** Clauses that want a mapping; the others want a list or take either. */
const MAPPINGS: ReadonlySet<ClauseId> = new Set<ClauseId>([
  'local.alias',
  'local.virtual',
  'local.userbase',
  'relay.helo-src',
  'relay.domain',
  'relay.auth',
  'listen.hostnames',
  'listen.senders',
]);

/** Clauses that do not look at the type of the table. */
const ANY_TYPE: ReadonlySet<ClauseId> = new Set<ClauseId>([
  'listen.auth',
  'listen.auth-optional',
  'condition.rdns',
  'condition.src',
  'condition.helo',
  'condition.auth',
  'condition.mail-from',
  'condition.rcpt-to',
]);

/** Clauses with kinds of lookup that the db backend does not serve. */
const NOT_FROM_DB: ReadonlySet<ClauseId> = new Set<ClauseId>([
  'relay.host',
  'relay.domain',
  'match.tag',
  'match.from-auth',
  'match.auth',
]);

/** `list` and `hash` tables that lie in files, below @FILES@. */
const TABLE_FILES: Readonly<Record<TableType | 'bad', readonly string[]>> = {
  list: ['@FILES@/list', '@FILES@/marked-list', '@FILES@/list-no-newline'],
  hash: ['@FILES@/aliases', '@FILES@/map-colons', '@FILES@/empty', '@FILES@/comments-only'],
  dynamic: ['db:@FILES@/aliases.db'],
  bad: [
    '@FILES@/bad-map',
    '@FILES@/missing',
    'file:relative',
    'db:@FILES@/missing.db',
    'nosuch:/x',
    'file:',
    '',
    'getpwnam:/x',
    '/',
  ],
};

/** `table NAME …` in one of its forms. */
export function tableStatement(scene: Scene): Piece[] {
  const { draw } = scene;
  const name = scene.freshName(scene.tables.map((table) => table.name));
  const start = [keyword('table'), string(name)];
  if (draw.slips()) return [...start, string(draw.pick(TABLE_FILES.bad))];
  const form = draw.weighted({ list: 5, hash: 5, fileList: 3, fileHash: 3, dynamic: 1, proc: 1 });
  switch (form) {
    case 'list':
    case 'hash':
      scene.tables.push({ name, type: form });
      return [...start, ...inlineTable(scene, form)];
    case 'fileList':
      scene.tables.push({ name, type: 'list' });
      return [...start, string(prefixed(scene, draw.pick(TABLE_FILES.list)))];
    case 'fileHash':
      scene.tables.push({ name, type: 'hash' });
      return [...start, string(prefixed(scene, draw.pick(TABLE_FILES.hash)))];
    case 'dynamic':
      scene.tables.push({ name, type: 'dynamic', db: true });
      return [...start, string(draw.pick(TABLE_FILES.dynamic))];
    case 'proc':
      scene.tables.push({ name, type: 'dynamic' });
      return [...start, string(draw.pick(['proc', 'proc:/x', 'proc:/path with space']))];
  }
}

function prefixed(scene: Scene, path: string): string {
  return scene.draw.pick(['', 'file:', 'static:']) + path;
}

/** What follows a keyword that wants a table: a string, `{ … }` or `<name>`. */
export function tableValue(scene: Scene, clause: ClauseId): Piece[] {
  const { draw } = scene;
  const wanted = wantedType(scene, clause);
  if (draw.chance(45)) {
    const name = draw.slips()
      ? draw.pick([anyString(draw), 'nosuch', 'getpwnam'])
      : suitableTable(scene, clause, wanted);
    if (name !== undefined) return [mark('<'), string(name), mark('>')];
  }
  if (wanted === 'list' && draw.chance(50)) return [string(tableEntry(draw))];
  return inlineTable(scene, wanted);
}

function wantedType(scene: Scene, clause: ClauseId): 'list' | 'hash' {
  const { draw } = scene;
  const flip = draw.slips() || (ANY_TYPE.has(clause) && draw.chance(50));
  return MAPPINGS.has(clause) === flip ? 'list' : 'hash';
}

function suitableTable(scene: Scene, clause: ClauseId, wanted: TableType): string | undefined {
  const fits = (table: KnownTable): boolean => {
    if (ANY_TYPE.has(clause)) return true;
    if (table.type === 'dynamic') return !(table.db && NOT_FROM_DB.has(clause)) || scene.draw.slips();
    return table.type === wanted;
  };
  const known = scene.tables.filter(fits).map((table) => table.name);
  if (known.length > 0) return scene.draw.pick(known);
  return wanted === 'list'
    ? scene.draw.pick(['<anyhost>', '<localhost>', '<localnames>', '<anydestination>'])
    : undefined;
}

/** `{ a, b }` or `{ a = b, c => d }`, with the separators that the version knows. */
function inlineTable(scene: Scene, type: 'list' | 'hash'): Piece[] {
  const { draw } = scene;
  const count = draw.chance(90) ? draw.between(1, 4) : draw.between(5, 40);
  const pieces: Piece[] = [mark('{')];
  for (let index = 0; index < count; index++) {
    if (index > 0) pieces.push(...separator(scene));
    pieces.push(entry(scene));
    const paired = draw.slips() ? type !== 'hash' : type === 'hash';
    if (paired) pieces.push(mark(draw.pick(['=', '=>'])), entry(scene));
  }
  if (linesAllowed(scene) && draw.chance(10)) pieces.push(mark('\n'));
  pieces.push(mark('}'));
  return pieces;
}

function entry(scene: Scene): Piece {
  if (scene.draw.slips()) return scene.draw.pick([number(25), keyword('relay'), number(-1)]);
  return string(tableEntry(scene.draw));
}

/** From 7.5 on a list may span lines. */
export function linesAllowed(scene: Scene): boolean {
  return atLeast(scene.version, '7.5.0') || scene.draw.slips();
}

export function separator(scene: Scene): Piece[] {
  const { draw } = scene;
  if (draw.chance(80)) return [mark(',')];
  if (!linesAllowed(scene)) return draw.pick([[mark(',')], [], [mark('\n')], [mark('\n'), mark('\n')]]);
  return draw.pick([
    [],
    [mark('\n')],
    [mark(','), mark('\n')],
    [mark('\n'), mark('\n')],
    [mark(','), mark('\n'), mark('\n')],
  ]);
}
