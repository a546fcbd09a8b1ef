import type { Draw } from '../../fuzz/draw.js';
import { drawAction } from './draw-actions.js';
import { CHAIN, type DrawnFilters, drawFilters } from './draw-filters.js';
import { drawRule } from './draw-rules.js';
import { drawAliasKey, drawTargets, drawVirtualKey } from './draw-targets.js';
import { drawMapping, quote } from './draw-text.js';
import { ACCOUNTS, BACKUP_SRS_KEY, NETWORKS, PASSWORD_HASH, PEOPLE, SMTPS_PORT, STARTTLS_PORT } from './pools.js';

export interface DrawnConfig {
  readonly text: string;
  readonly filters: DrawnFilters['answers'];
  /** The key that senders are rewritten with. */
  readonly srsKey?: string;
}

/**
 * A configuration that the daemon accepts: tables, filters, listeners, actions and rules, drawn independently. Listeners with
 * TLS only where the daemon at hand can do it: Debian's 6.8.0 cannot.
 */
export function drawConfig(draw: Draw, { tls }: { readonly tls: boolean }): DrawnConfig {
  const filters = drawFilters(draw);
  const srsKey = draw.chance(15) ? 'secret' : undefined;
  const settings = { srs: srsKey !== undefined };
  const actions = draw.times(draw.between(2, 4), (at) => drawAction(draw, `a${at}`, settings));
  const rules = draw.times(draw.between(2, 7), () => drawRule(draw, actions.length));
  const text = [
    ...(draw.chance(10) ? ['smtp sub-addr-delim "-"'] : []),
    ...(draw.chance(10) ? [`smtp limit max-rcpt ${draw.between(1, 4)}`] : []),
    ...(draw.chance(5) ? [`smtp limit max-mails ${draw.between(1, 2)}`] : []),
    ...(draw.chance(5) ? [`smtp max-message-size ${draw.between(200, 2000)}`] : []),
    ...(srsKey === undefined
      ? []
      : [`srs key "${srsKey}"`, ...(draw.chance(30) ? [`srs key backup "${BACKUP_SRS_KEY}"`] : [])]),
    ...(tls ? ['pki "mx" cert "/etc/mail/mx.crt"', 'pki "mx" key "/etc/mail/mx.key"'] : []),
    'mda wrapper "w" "env WRAPPED=%{user.username} %{mda}"',
    `table aliases { ${drawMapping(draw, drawAliasKey, drawTargets)} }`,
    `table virtuals { ${drawMapping(draw, drawVirtualKey, drawTargets)} }`,
    'table database db:/etc/mail/database.db',
    'table doms db:/etc/mail/doms.db',
    `table people file:${PEOPLE}`,
    `table nets file:${NETWORKS}`,
    'table users { alice = "2001:2001:/home/alice", dora = "3001:3001:/srv/dora", odd = "nonsense" }',
    'table hosts { "127.0.0.6:2525" }',
    'table smarthosts { "a.test" = "smtp://127.0.0.7:2525", "b.test" = "127.0.0.7:2525", "@" = "nonsense://x" }',
    'table named { "127.0.0.1" = "named.test" }',
    'table names { "client.test", "alice", "bob@b.test", "*.example" }',
    'table patterns { "^192", "[+]", "^(alice|bob)@", "b\\.test$" }',
    `table passwords { ${ACCOUNTS.map((name) => `${quote(name)} = ${quote(PASSWORD_HASH)}`).join(', ')} }`,
    'table identities { "alice" = "b@a.test, @b.test", "bob@b.test" = "bob@b.test" }',
    ...filters.lines,
    drawListener(draw, 'lo port 25', filters.names),
    drawListener(draw, 'lo port 587', filters.names),
    ...(draw.chance(50) ? [drawSocket(draw, filters.names)] : []),
    ...(tls ? drawTlsListeners(draw, filters.names) : []),
    ...actions,
    ...rules,
    'match from any for domain { "last.test", "a.test", "mx.example.test" } action "a0"',
    '',
  ].join('\n');
  return { text, filters: filters.answers, ...(srsKey === undefined ? {} : { srsKey }) };
}

function drawFilterOption(draw: Draw, filters: readonly string[]): string[] {
  if (filters.length === 0 || !draw.chance(60)) return [];
  const single = filters.filter((name) => name !== CHAIN);
  // A list that stands at the listener is a chain, too.
  if (single.length > 1 && draw.chance(25))
    return [`filter { ${draw.shuffled(single).slice(0, 3).map(quote).join(', ')} }`];
  return [`filter "${draw.pick(filters)}"`];
}

function drawListener(draw: Draw, place: string, filters: readonly string[]): string {
  return [
    `listen on ${place}`,
    ...(draw.chance(40) ? [`tag ${draw.pick(['IN', 'out'])}`] : []),
    ...(draw.chance(20) ? ['hostname h.example.test'] : []),
    ...(draw.chance(10) ? ['mask-src'] : []),
    ...(draw.chance(10) ? ['no-dsn'] : []),
    ...drawFilterOption(draw, filters),
  ].join(' ');
}

function drawSocket(draw: Draw, filters: readonly string[]): string {
  return ['listen on socket', ...(draw.chance(60) ? ['tag "S"'] : []), ...drawFilterOption(draw, filters)].join(' ');
}

function drawTlsListeners(draw: Draw, filters: readonly string[]): string[] {
  const options = () => [
    ...(draw.chance(50) ? [`senders <identities>${draw.chance(50) ? ' masquerade' : ''}`] : []),
    ...(draw.chance(40) ? ['received-auth'] : []),
  ];
  const tls = draw.pick(['tls', 'tls', 'tls-require']);
  const auth = draw.pick(['auth <passwords>', 'auth-optional <passwords>', 'auth <passwords>']);
  return [
    [drawListener(draw, `lo port ${SMTPS_PORT}`, filters), 'smtps pki "mx" auth <passwords>', ...options()].join(' '),
    [drawListener(draw, `lo port ${STARTTLS_PORT}`, filters), `${tls} pki "mx" ${auth}`, ...options()].join(' '),
  ];
}
