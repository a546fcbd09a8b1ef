import {
  atLeast,
  CLAUSES,
  type Clause,
  type ClauseId,
  type ConditionId,
  type Context,
  clausesIn,
  formsFor,
  isValueKind,
  MDA_LIMITS,
  MTA_LIMITS,
  PHASE_CONDITIONS,
  PHASES,
  type PhaseId,
  phaseDecisions,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
  type ValueKind,
} from '@smtpd-conf/grammar';
import { keyword, keywords, mark, number, type Piece, string } from './piece.js';
import type { Scene } from './scene.js';
import { linesAllowed, separator, tableStatement, tableValue } from './tables.js';
import { anyString, delay, hostName, listenAddress, size } from './values.js';

export type StatementKind =
  | 'table'
  | 'action'
  | 'match'
  | 'listen'
  | 'socket'
  | 'filter'
  | 'chain'
  | 'proc'
  | 'pki'
  | 'ca'
  | 'setting'
  | 'srs'
  | 'wrapper';

/** One statement of this kind; what it defines is added to the scene. */
export function statement(scene: Scene, kind: StatementKind): Piece[] {
  return WRITERS[kind](scene);
}

const WRITERS: Readonly<Record<StatementKind, (scene: Scene) => Piece[]>> = {
  table: tableStatement,
  action: actionStatement,
  match: matchStatement,
  listen: listenStatement,
  socket: socketStatement,
  filter: filterStatement,
  chain: chainStatement,
  proc: procStatement,
  pki: pkiStatement,
  ca: caStatement,
  setting: settingStatement,
  srs: srsStatement,
  wrapper: wrapperStatement,
};

/** The clause as the version writes it, in one of its forms; undefined where the version has none. */
function clause(scene: Scene, id: ClauseId): Piece[] | undefined {
  const row: Clause = CLAUSES[id];
  const forms = scene.draw.slips() ? row.forms : formsFor(row, scene.version);
  if (forms.length === 0) return undefined;
  const pieces: Piece[] = [];
  for (const part of scene.draw.pick(forms).parts) {
    const written = isValueKind(part) ? valuePieces(scene, id, part) : [keyword(part)];
    if (written === undefined) return undefined;
    pieces.push(...written);
  }
  return pieces;
}

function valuePieces(scene: Scene, id: ClauseId, kind: ValueKind): Piece[] | undefined {
  const { draw } = scene;
  switch (kind) {
    case 'TABLE':
      return tableValue(scene, id);
    case 'NUMBER':
      return [numberFor(scene, id)];
    case 'SIZE':
      return [draw.chance(40) ? number(draw.slips() ? -1 : draw.between(0, 99_999_999)) : string(size(draw))];
    case 'FILTERS':
      return filterList(scene);
    case 'DELAYS':
      return draw
        .times(draw.between(1, 6), () => string(delay(draw)))
        .flatMap((piece, at) => (at ? [mark(','), piece] : [piece]));
    case 'LIMITS':
      return limits(scene, id);
    case 'PAIR':
      return [string(anyString(draw)), string(anyString(draw))];
    case 'STRING': {
      if (draw.slips()) return [draw.pick([number(25), keyword('relay'), mark('{'), mark('\n')])];
      const text = stringFor(scene, id);
      return text === undefined ? undefined : [string(text)];
    }
  }
}

function numberFor(scene: Scene, id: ClauseId): Piece {
  const { draw } = scene;
  if (draw.slips())
    return number(draw.pick(['0', '-1', '65536', '9223372036854775807', '9223372036854775808', '-', '00025']));
  return number(id === 'listen.port' ? draw.pick([1, 25, 465, 587, 65535, 2525]) : draw.between(0, 100_000));
}

/** A string that the clause takes; undefined where it would have to name something and there is nothing yet. */
function stringFor(scene: Scene, id: ClauseId): string | undefined {
  const { draw } = scene;
  const special: Partial<Record<ClauseId, () => string | undefined>> = {
    'listen.port': () => (draw.slips() ? 'nosuchport' : draw.pick(['smtp', 'submission', 'submissions', 'http'])),
    'listen.filter': () => scene.knownName(scene.filters.map((filter) => filter.name)),
    'socket.filter': () => scene.knownName(scene.filters.map((filter) => filter.name)),
    'relay.filter': () => scene.knownName(scene.filters.map((filter) => filter.name)),
    'listen.pki': () => scene.knownName(scene.pkis),
    'listen.ca': () => scene.knownName(scene.cas),
    'listen.tag': () =>
      draw.slips() ? 't'.repeat(draw.between(30, 34)) : draw.pick(['in', 'submission', 't'.repeat(31)]),
    'socket.tag': () => (draw.slips() ? 't'.repeat(draw.between(30, 34)) : draw.pick(['in', 'local'])),
    'local.wrapper': () => scene.knownName(scene.wrappers),
    'action.ttl': () => delay(draw),
    'queue.ttl': () => delay(draw),
    'srs.ttl': () => (draw.slips() ? delay(draw) : `${draw.between(1, 30)}d`),
    'queue.encryption': () => draw.pick(['k'.repeat(draw.slips() ? draw.between(15, 33) : 32)]),
    'smtp.sub-addr-delim': () =>
      draw.slips() ? draw.pick(['', '++', '@', ' ', '\xe9', '\t']) : draw.pick(['+', '-', '.', '_', 'x']),
    'pki.dhe': () => (draw.slips() ? 'strong' : draw.pick(['none', 'auto', 'legacy', 'AUTO', 'Legacy'])),
    'pki.cert': () => filePath(scene, ['good.crt']),
    'ca.cert': () => filePath(scene, ['good.crt']),
    'pki.key': () => filePath(scene, ['good.key']),
    'mta.limit-for-domain': () => hostName(draw),
    admd: () => (draw.slips() ? draw.pick(['\xe9', 'a\tb', '\x01']) : draw.pick(['mx.example.org', 'a b', ''])),
  };
  const make = special[id];
  return make ? make() : anyString(draw);
}

function filePath(scene: Scene, good: readonly string[]): string {
  const { draw } = scene;
  if (draw.slips())
    return draw.pick(['@FILES@/missing', '@FILES@/open.key', '@FILES@/garbage.key', '@FILES@', '', '@FILES@/list']);
  return `@FILES@/${draw.pick(good)}`;
}

const LIMIT_TABLES: Partial<Record<ClauseId, readonly { readonly name: string }[]>> = {
  'smtp.limit': SMTP_LIMITS,
  'mda.limit': MDA_LIMITS,
  'scheduler.limit': SCHEDULER_LIMITS,
  'mta.limit': MTA_LIMITS,
  'mta.limit-for-domain': MTA_LIMITS,
};

function limits(scene: Scene, id: ClauseId): Piece[] {
  const { draw } = scene;
  const rows = LIMIT_TABLES[id] ?? MTA_LIMITS;
  const pieces: Piece[] = [];
  for (let count = draw.between(0, 4); count > 0; count--) {
    if (rows === MTA_LIMITS && draw.chance(20)) pieces.push(keyword(draw.pick(['inet4', 'inet6'])));
    else if (draw.slips()) pieces.push(string(draw.pick(['nosuch', 'max-rcpt', 'inet4'])), number(draw.between(-5, 5)));
    else pieces.push(string(draw.pick(rows).name), number(draw.between(0, 1000)));
  }
  return pieces;
}

/** Options of a context in any order, each once (more often on a slip), without those that exclude each other. */
function options(scene: Scene, ids: readonly ClauseId[], groups: Readonly<Record<string, string>> = {}): Piece[] {
  const { draw } = scene;
  const taken = new Set<string>();
  const pieces: Piece[] = [];
  for (const id of draw.shuffled(ids).slice(0, draw.pick([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 5, 5, 9]))) {
    const claims = (groups[id] ?? id).split(' ');
    if (claims.some((claim) => taken.has(claim)) && !draw.slips()) continue;
    const written = clause(scene, id);
    if (written === undefined) continue;
    for (const claim of claims) taken.add(claim);
    pieces.push(...written);
    if (draw.slips()) pieces.push(...(clause(scene, id) ?? []));
  }
  return pieces;
}

function idsIn(context: Context, without: readonly ClauseId[] = []): ClauseId[] {
  return clausesIn(context)
    .map((row) => row.id as ClauseId)
    .filter((id) => !without.includes(id));
}

function actionStatement(scene: Scene): Piece[] {
  const { draw } = scene;
  const name = scene.freshName(scene.actions);
  const method = draw.pick(idsIn('action-method'));
  const how = method === 'method.relay' || draw.chance(25) ? relayPart(scene) : localPart(scene, method);
  const ttl = draw.chance(25) ? (clause(scene, 'action.ttl') ?? []) : [];
  const twice = draw.slips() ? (clause(scene, 'action.ttl') ?? []) : [];
  scene.actions.push(name);
  return [keyword('action'), string(name), ...how, ...ttl, ...twice];
}

function localPart(scene: Scene, method: ClauseId): Piece[] {
  const noUser = ['method.mbox', 'method.forward-only', 'method.expand-only'].includes(method) && !scene.draw.slips();
  const groups = { 'local.alias': 'names', 'local.virtual': 'names' };
  return [
    ...(clause(scene, method) ?? []),
    ...options(scene, idsIn('action-local', noUser ? ['local.user'] : []), groups),
  ];
}

function relayPart(scene: Scene): Piece[] {
  const { draw } = scene;
  const groups = { 'relay.host': 'target', 'relay.domain': 'target', 'relay.backup': 'target' };
  const without: ClauseId[] = draw.slips() ? [] : ['relay.auth'];
  if (!scene.srsKey && !draw.slips()) without.push('relay.srs');
  if (draw.chance(30)) {
    const host = clause(scene, draw.pick(['relay.host', 'relay.domain'])) ?? [];
    const rest = options(
      scene,
      idsIn('action-relay', [...without, 'relay.host', 'relay.domain', 'relay.backup']),
      groups,
    );
    const auth = draw.chance(60) ? (clause(scene, 'relay.auth') ?? []) : [];
    return [keyword('relay'), ...host, ...(draw.chance(50) ? [...auth, ...rest] : [...rest, ...auth])];
  }
  return [keyword('relay'), ...options(scene, idsIn('action-relay', without), groups)];
}

/** Which rule fields a criterion fills; the daemon takes each once. */
const CRITERION_GROUPS: Readonly<Record<string, string>> = Object.fromEntries(
  idsIn('match').map((id) => {
    if (id === 'match.from-auth') return [id, 'from match.auth'];
    if (id === 'match.from-mail-from') return [id, 'from match.mail-from'];
    if (id === 'match.for-rcpt-to') return [id, 'for match.rcpt-to'];
    if (id.startsWith('match.from-')) return [id, 'from'];
    return [id, id.startsWith('match.for-') ? 'for' : id];
  }),
);

function matchStatement(scene: Scene): Piece[] {
  const { draw } = scene;
  const criteria = negated(scene, options(scene, idsIn('match'), CRITERION_GROUPS));
  const action = draw.chance(25) ? undefined : scene.knownName(scene.actions);
  const outcome = action === undefined ? [keyword('reject')] : [keyword('action'), string(action)];
  return [keyword('match'), ...criteria, ...outcome];
}

const CRITERION_WORDS: ReadonlySet<string> = new Set(idsIn('match').map((id) => CLAUSES[id].forms[0]?.parts[0] ?? ''));
const SECOND_WORDS: ReadonlySet<string> = new Set(['from', 'for']);

/** Puts `!` before some of the criteria. */
function negated(scene: Scene, pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece, at) => {
    const before = pieces[at - 1];
    const starts = piece.kind === 'keyword' && CRITERION_WORDS.has(piece.text);
    const second = before?.kind === 'keyword' && SECOND_WORDS.has(before.text);
    return starts && !second && scene.draw.chance(25) ? [mark('!'), piece] : [piece];
  });
}

const TLS_IDS: readonly ClauseId[] = ['listen.tls', 'listen.smtps', 'listen.tls-require'];
const NEEDS_TLS: readonly ClauseId[] = ['listen.auth', 'listen.auth-optional', 'listen.pki'];

function listenStatement(scene: Scene): Piece[] {
  const { draw } = scene;
  const secure = draw.chance(50) && (scene.pkis.length > 0 || !atLeast(scene.version, '7.3.0') || draw.slips());
  const without: ClauseId[] = secure || draw.slips() ? [] : [...NEEDS_TLS, ...TLS_IDS];
  if (!draw.slips()) without.push('listen.inet4', 'listen.inet6');
  const groups: Record<string, string> = { 'listen.auth': 'auth', 'listen.auth-optional': 'auth' };
  for (const id of TLS_IDS) groups[id] = 'tls';
  if (secure) without.push(...TLS_IDS, 'listen.pki');
  const rest = options(scene, idsIn('listen', without), groups);
  const tls = secure ? (clause(scene, draw.pick(TLS_IDS)) ?? []) : [];
  const pki = secure && (atLeast(scene.version, '7.3.0') || draw.chance(60)) ? (clause(scene, 'listen.pki') ?? []) : [];
  const parts = draw.shuffled([tls, pki, rest]).flat();
  return [...keywords(['listen', 'on']), string(listenAddress(draw)), ...familyOption(scene), ...parts];
}

/** An address family now and then, whether or not the interface has an address of it. */
function familyOption(scene: Scene): Piece[] {
  return scene.draw.chance(4) ? [keyword(scene.draw.pick(['inet4', 'inet6']))] : [];
}

function socketStatement(scene: Scene): Piece[] {
  if (scene.socket && !scene.draw.slips()) return settingStatement(scene);
  scene.socket = true;
  return [...keywords(['listen', 'on', 'socket']), ...options(scene, idsIn('listen-socket'))];
}

function filterStatement(scene: Scene): Piece[] {
  const { draw } = scene;
  const name = scene.freshName(scene.filters.map((filter) => filter.name));
  const start = [keyword('filter'), string(name)];
  const kind = draw.weighted({ phase: 6, exec: 2, proc: 2 });
  const proc = kind === 'proc' ? scene.knownName(scene.procs) : undefined;
  if (proc !== undefined) {
    scene.filters.push({ name, proc });
    return [...start, keyword('proc'), string(proc)];
  }
  if (kind === 'exec') {
    const written = [...start, keyword('proc-exec'), string(anyString(draw)), ...options(scene, idsIn('proc'))];
    scene.filters.push({ name, proc: name });
    return written;
  }
  const phase = draw.pick(Object.keys(PHASES) as PhaseId[]);
  const written = [
    ...start,
    keyword('phase'),
    ...phaseWords(phase),
    keyword('match'),
    ...condition(scene, phase),
    ...decision(scene, phase),
  ];
  scene.filters.push({ name });
  return written;
}

function phaseWords(phase: PhaseId): Piece[] {
  return keywords(PHASES[phase].forms[0]?.parts ?? []);
}

function condition(scene: Scene, phase: PhaseId): Piece[] {
  const { draw } = scene;
  const known: readonly ConditionId[] = draw.slips() ? PHASE_CONDITIONS['phase.rcpt-to'] : PHASE_CONDITIONS[phase];
  return [...(draw.chance(25) ? [mark('!')] : []), ...(clause(scene, draw.pick(known)) ?? [])];
}

function decision(scene: Scene, phase: PhaseId): Piece[] {
  return (
    clause(scene, scene.draw.pick(scene.draw.slips() ? phaseDecisions('phase.data') : phaseDecisions(phase))) ?? []
  );
}

function chainStatement(scene: Scene): Piece[] {
  const members = filterList(scene);
  if (members === undefined) return filterStatement(scene);
  const name = scene.freshName(scene.filters.map((filter) => filter.name));
  scene.filters.push({ name, chain: true });
  return [keyword('filter'), string(name), keyword('chain'), ...members];
}

/** `{ a, b }` of filters that are no chains, none twice, no two of one process; undefined where there is none. */
function filterList(scene: Scene): Piece[] | undefined {
  const { draw } = scene;
  const members = draw
    .shuffled(scene.filters.filter((filter) => !filter.chain || draw.slips()))
    .slice(0, draw.between(1, 4));
  const procs = members.map((filter) => filter.proc);
  const distinct = members.filter(
    (filter, at) => filter.proc === undefined || procs.indexOf(filter.proc) === at || draw.slips(),
  );
  if (draw.slips()) distinct.push({ name: draw.pick(['nosuch', 'a', 'b']) });
  if (distinct.length === 0) return undefined;
  const lines = linesAllowed(scene) && draw.chance(15);
  const pieces: Piece[] = [mark('{'), ...(lines ? [mark('\n')] : [])];
  for (const [at, filter] of distinct.entries()) {
    if (at > 0) pieces.push(...separator(scene));
    pieces.push(string(filter.name));
  }
  return [...pieces, ...(lines ? [mark('\n')] : []), mark('}')];
}

function procStatement(scene: Scene): Piece[] {
  const name = scene.freshName(scene.procs);
  scene.procs.push(name);
  return [keyword('proc'), string(name), string(anyString(scene.draw)), ...options(scene, idsIn('proc'))];
}

function pkiStatement(scene: Scene): Piece[] {
  const { draw } = scene;
  const name = hostName(draw);
  const parts: Piece[][] = [];
  for (const id of ['pki.cert', 'pki.key'] as const) if (!draw.slips()) parts.push(clause(scene, id) ?? []);
  if (draw.chance(30)) parts.push(clause(scene, 'pki.dhe') ?? []);
  scene.pkis.push(atLeast(scene.version, '7.3.0') ? name.toLowerCase() : name);
  return [keyword('pki'), string(name), ...draw.shuffled(parts).flat()];
}

function caStatement(scene: Scene): Piece[] {
  const name = hostName(scene.draw);
  scene.cas.push(name);
  return [keyword('ca'), string(name), ...(clause(scene, 'ca.cert') ?? [])];
}

const SETTINGS_HERE: readonly ClauseId[] = idsIn('setting', ['mda.wrapper', 'srs.key']);

function settingStatement(scene: Scene): Piece[] {
  return clause(scene, scene.draw.pick(SETTINGS_HERE)) ?? [];
}

function srsStatement(scene: Scene): Piece[] {
  scene.srsKey = true;
  return clause(scene, 'srs.key') ?? [];
}

function wrapperStatement(scene: Scene): Piece[] {
  const name = scene.freshName(scene.wrappers);
  scene.wrappers.push(name);
  return [...keywords(['mda', 'wrapper']), string(name), string(anyString(scene.draw))];
}
