import { behaves } from '../behaviour.js';
import { Intake } from '../message/intake.js';
import { type ReceivedFacts, receivedHeader } from '../message/received.js';
import { perform, type Task } from '../task.js';
import { passLine } from './body.js';
import { utf8Encoded } from './byte-text.js';
import type { ZonedTime } from './effects.js';
import { REPLIES } from './replies.js';
import { messageId, reply } from './reply.js';
import type { Session, Transaction } from './session-state.js';

/** smtp_session.c:smtp_message_begin: the message opens with what this host puts before it. */
export function* beginMessage(session: Session): Task<void> {
  const { transaction } = session;
  if (!transaction) return;
  yield* reply(session, REPLIES.enterMail);
  const date = yield* perform({ type: 'session:date' });
  const intake = openIntake(session, transaction, date);
  transaction.intake = intake;
  session.state = 'body';
  const spam = session.junk || transaction.junk ? 'X-Spam: Yes\n' : '';
  const text = spam + receivedHeader(receivedFacts(session, transaction, date));
  if (!session.filter) return yield* intake.write(text);
  // Through the filters like the lines of the client, and counted like them.
  intake.size += text.length;
  for (const line of text.split('\n').slice(0, -1)) yield* passLine(session, transaction, line);
}

function openIntake(session: Session, { sender }: Transaction, date: ZonedTime): Intake {
  const { listener, services, authenticated } = session;
  const { version } = services.config.target;
  const submission = behaves(version, 'completes-on-submission-port') ? 587 : swapped(587);
  return new Intake({
    version,
    id: messageId(session),
    hostname: utf8Encoded(listener.hostname),
    completes: listener.local || listener.port === submission,
    date,
    ...(authenticated && listener.senders?.masquerade ? { masquerade: `${sender.user}@${sender.domain}` } : {}),
  });
}

/** A port read in the other byte order. */
function swapped(port: number): number {
  return ((port & 0xff) << 8) | (port >> 8);
}

function receivedFacts(session: Session, transaction: Transaction, date: ZonedTime): ReceivedFacts {
  const { listener, services, helo, rdns, source, tls, username } = session;
  const { version } = services.config.target;
  const recipient = behaves(version, 'received-names-accepted')
    ? transaction.firstRecipient
    : transaction.lastRecipient;
  return {
    ...(listener.maskSource ? {} : { from: { helo, rdns: utf8Encoded(rdns), source } }),
    smtpname: utf8Encoded(session.smtpname),
    esmtp: session.esmtp,
    authenticated: session.authenticated,
    id: messageId(session),
    ...(tls
      ? {
          tls: {
            version: tls.version,
            cipher: tls.cipher,
            bits: tls.bits,
            verified: verifiedText(session),
            ...(listener.receivedAuth ? { username } : {}),
          },
        }
      : {}),
    ...(transaction.recipientCount === 1 && recipient ? { recipient } : {}),
    date,
  };
}

function verifiedText({ listener, services, tls }: Session): 'YES' | 'NO' | 'FAIL' {
  if (behaves(services.config.target.version, 'libtls')) return listener.tls?.verify ? 'YES' : 'NO';
  if (!tls?.certificate) return 'NO';
  return tls.certificate.verified ? 'YES' : 'FAIL';
}
