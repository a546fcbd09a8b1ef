import { behaves } from '../behaviour.js';
import { report } from '../filter/report.js';
import { perform, type Task } from '../task.js';
import { greet } from './connect.js';
import type { SessionEnd } from './events.js';
import type { Session } from './session-state.js';

/** smtp_session.c: IO_TLSREADY. What the client said of itself before is forgotten, but not who it is. */
export function* secure(session: Session): Task<SessionEnd | undefined> {
  const { listener, services, filter } = session;
  const answer = yield* perform({ type: 'session:start-tls' });
  if (answer.outcome === 'failed') return { type: 'io-error', reason: answer.reason };
  const { version, cipher, bits, certificate } = answer.tls;
  services.trace?.({ type: 'tls-started', version, cipher, bits });
  yield* report(filter, 'link-tls', [`${version}:${cipher}:${bits}`]);
  session.tls = answer.tls;
  session.helo = '';
  session.state = 'command';
  // With libtls the handshake fails by itself.
  if (listener.tls?.verify && !certificate?.verified && !behaves(services.config.target.version, 'libtls')) {
    return { type: 'io-error', reason: certificate ? 'cert-invalid' : 'no-client-cert' };
  }
  if (listener.tls?.mode === 'smtps') yield* greet(session);
  return undefined;
}
