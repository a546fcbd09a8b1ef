import type { DsnOptions } from '@smtpd-conf/engine';
import { addressOf } from '../queue/address-text.js';
import type { Waiting } from '../queue/queued-envelope.js';

/** SMTPD_ENVELOPE_VERSION. */
const VERSION = 3;
/** smtpd.h: enum dsn_notify. */
const NOTIFY = { success: 1, failure: 2, delay: 4, never: 8 } as const;

/** An envelope as it lies in the daemon's queue, field by field (envelope.c:envelope_dump_buffer); what is empty is left out. */
export function envelopeText({ envelope: queued, progress }: Waiting): string {
  const { envelope, delivery, dsn, transport } = queued;
  const local = delivery.type === 'local' ? delivery : undefined;
  const fields: readonly (readonly [string, string | number])[] = [
    ['version', VERSION],
    ['dispatcher', delivery.rule.action.name],
    ['tag', envelope.tag],
    ['type', transport],
    ['smtpname', envelope.smtpname],
    ['helo', envelope.helo],
    ['hostname', envelope.rdns],
    ['username', envelope.username],
    ['errorline', progress.error ?? ''],
    ['sockaddr', envelope.source],
    ['sender', addressOf(envelope.sender)],
    ['rcpt', addressOf(envelope.rcpt)],
    ['dest', addressOf(envelope.dest)],
    ['ctime', queued.created],
    ['last-try', progress.lastTry ?? 0],
    ['last-bounce', progress.lastBounce ?? 0],
    ['ttl', queued.ttl],
    ['retry', progress.retries],
    ['flags', flags(queued.envelope)],
    ['dsn-notify', notifyBits(dsn)],
    ['dsn-ret', (dsn.ret ?? '').toUpperCase()],
    ['dsn-envid', dsn.envid ?? ''],
    ['dsn-orcpt', dsn.orcpt ?? ''],
    ['mda-exec', local?.target === undefined ? '' : targetText(local.target)],
    ['mda-subaddress', local?.subAddress ?? ''],
    ['mda-user', local?.user ?? ''],
  ];
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

function flags({ authenticated, bounce, internal }: Waiting['envelope']['envelope']): string {
  return [authenticated ? 'authenticated' : '', bounce ? 'bounce' : '', internal ? 'internal' : '']
    .filter((name) => name !== '')
    .join(' ');
}

function notifyBits({ notify }: DsnOptions): number {
  return notify.reduce((bits, one) => bits | NOTIFY[one], 0);
}

function targetText(
  target: { readonly type: 'filename'; readonly path: string } | { readonly type: 'filter'; readonly command: string },
): string {
  return target.type === 'filename' ? target.path : target.command;
}
