import { report } from '../../filter/report.js';
import { bracketed } from '../../message/received.js';
import { isDomainPart } from '../../tables/values/domain-part.js';
import type { Task } from '../../task.js';
import { utf8Encoded } from '../byte-text.js';
import type { Command } from '../command.js';
import { needsDomain, REPLIES } from '../replies.js';
import { reply } from '../reply.js';
import type { Session } from '../session-state.js';

export const helo: Command = {
  verb: 'HELO',
  phase: 'helo',
  passesArgument: true,
  check: (session, argument) => checkGreeting(session, 'HELO', argument),
  *proceed(session, argument) {
    yield* identify(session, 'HELO', argument);
    yield* reply(session, `250 ${hello(session)}`);
  },
};

export const ehlo: Command = {
  verb: 'EHLO',
  phase: 'ehlo',
  passesArgument: true,
  check: (session, argument) => checkGreeting(session, 'EHLO', argument),
  *proceed(session, argument) {
    yield* identify(session, 'EHLO', argument);
    yield* reply(session, `250-${hello(session)}`);
    for (const extension of extensions(session)) yield* reply(session, `250-${extension}`);
    yield* reply(session, '250 HELP');
  },
};

/** smtp_check_helo, smtp_check_ehlo. */
function checkGreeting(session: Session, verb: 'HELO' | 'EHLO', argument: string | undefined): string | undefined {
  if (!session.bannerSent) return REPLIES.notAllowed;
  if (session.helo !== '') return REPLIES.alreadyIdentified;
  if (argument === undefined) return needsDomain(verb);
  return isDomainPart(argument, session.services.config.target.platform) ? undefined : REPLIES.invalidDomain;
}

function* identify(session: Session, verb: 'HELO' | 'EHLO', argument: string): Task<void> {
  session.helo = argument;
  session.esmtp = verb === 'EHLO';
  yield* report(session.filter, 'link-identify', [verb, argument]);
  session.state = 'command';
}

function hello(session: Session): string {
  return `${utf8Encoded(session.smtpname)} Hello ${session.helo} ${bracketed(session.source)}, pleased to meet you`;
}

/** What smtp_proceed_ehlo offers on this listener, in this session. */
function extensions(session: Session): string[] {
  const { listener, services } = session;
  return [
    '8BITMIME',
    'ENHANCEDSTATUSCODES',
    `SIZE ${services.config.settings.smtp.maxMessageSize}`,
    ...(listener.dsn ? ['DSN'] : []),
    ...(offersStartTls(session) ? ['STARTTLS'] : []),
    ...(offersAuth(session) ? ['AUTH PLAIN LOGIN'] : []),
  ];
}

/** ADVERTISE_TLS. */
function offersStartTls({ listener, tls }: Session): boolean {
  return listener.tls !== undefined && listener.tls.mode !== 'smtps' && !tls;
}

/** ADVERTISE_AUTH. */
export function offersAuth({ listener, tls, authenticated }: Session): boolean {
  return listener.auth !== undefined && tls !== undefined && !authenticated;
}
