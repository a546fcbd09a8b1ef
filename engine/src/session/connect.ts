import type { FilterSession } from '../filter/filter-session.js';
import { report } from '../filter/report.js';
import { perform, type Task } from '../task.js';
import { utf8Encoded } from './byte-text.js';
import { enterPhase, type PhaseStep } from './enter-phase.js';
import { banner } from './replies.js';
import { reply } from './reply.js';
import type { Peer, Session } from './session-state.js';
import { cutHostName } from './transaction.js';

const SOCKET = 'unix:/var/run/smtpd.sock';

/** From the accepted connection to its banner: smtp_session.c:smtp_session and smtp_connected. */
export function* connect(session: Session): Task<void> {
  yield* nameClient(session);
  yield* nameServer(session);
  session.services.trace?.({
    type: 'session-connected',
    session: session.connection.id,
    source: session.source,
    rdns: session.rdns,
    fcrdns: session.fcrdns,
  });
  beginFilters(session);
  yield* reportConnect(session);
  yield* enterPhase(session, CONNECTED, session.source);
}

/** The names of a client over the network are looked up; local submission is the host itself. */
function* nameClient(session: Session): Task<void> {
  const { client, listener } = session.connection;
  if (!('address' in listener)) {
    session.rdns = cutHostName(session, session.services.config.settings.hostname);
    session.fcrdns = 'yes';
    return;
  }
  if (client.family === 'local') return;
  const answer = yield* perform({ type: 'reverse-lookup', address: client.address });
  session.rdns = cutHostName(session, answer.name ?? '<unknown>');
  session.fcrdns = answer.confirmed;
}

/** lka.c:lka_addrname: the listener's `hostnames`, by the address that the client connected to. */
function* nameServer(session: Session): Task<void> {
  const { hostnames, address } = session.listener;
  if (hostnames === undefined) return;
  const answer = yield* session.services.tables.lookup(hostnames, 'addrname', address);
  if (answer.outcome === 'found') session.smtpname = cutHostName(session, answer.value ?? '');
}

function beginFilters(session: Session): void {
  const { listener, services, connection, rdns, fcrdns, source } = session;
  const chain = listener.filter === undefined ? undefined : services.chains.get(listener.filter);
  if (chain) session.filter = { id: connection.id, chain, source, rdns, fcrdns } satisfies FilterSession;
}

function* reportConnect({ filter, rdns, fcrdns, connection, listener, source }: Session): Task<void> {
  const confirmed = { yes: 'pass', no: 'fail', error: 'error' }[fcrdns];
  const local = source === 'local';
  const ends = local
    ? [SOCKET, SOCKET]
    : [`${source}:${portOf(connection.client)}`, `${listener.address}:${listener.port ?? 0}`];
  yield* report(filter, 'link-connect', [rdns, confirmed, ...ends]);
}

function portOf(peer: Peer): number {
  return peer.family === 'local' ? 0 : peer.port;
}

/** Nothing that filters say of a connection is checked. */
const CONNECTED: PhaseStep = {
  phase: 'connect',
  check: () => undefined,
  *proceed(session) {
    if (session.listener.tls?.mode === 'smtps') session.state = 'tls';
    else yield* greet(session);
  },
};

/** smtp_send_banner. */
export function* greet(session: Session): Task<void> {
  yield* reply(session, utf8Encoded(banner(session.smtpname)));
  session.bannerSent = true;
  yield* report(session.filter, 'link-greeting', [session.smtpname]);
}
