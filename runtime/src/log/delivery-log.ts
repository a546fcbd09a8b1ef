import type { DispatchPlan } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../deliver/job.js';
import { exitMeaning } from '../deliver/sysexits.js';
import type { QueuedEnvelope } from '../queue/queued-envelope.js';
import { durationText } from './duration.js';

const RESULTS = { ok: 'Ok', tempfail: 'TempFail', permfail: 'PermFail' } as const;

/** The line about a delivery that was tried (mda.c:mda_log, mta.c:mta_log). `now` in seconds since the epoch. */
export function deliveryLogLine(
  { id, envelope, delivery, created }: QueuedEnvelope,
  plan: DispatchPlan,
  result: DeliveryResult,
  now: number,
): string {
  const { sender, rcpt, dest } = envelope;
  const delay = durationText(now - created);
  const word = RESULTS[result.outcome];
  if (delivery.type === 'relay') {
    const original = address(rcpt).toLowerCase() === address(dest).toLowerCase() ? '-' : address(rcpt);
    const from = plan.type === 'relay' ? plan.sender : address(sender);
    // What failed without a session is logged under that of nobody (mta.c:mta_flush).
    const {
      id: session,
      source,
      peer,
    } = result.session ?? { id: '0'.repeat(16), source: '-', peer: domainOf(plan, dest) };
    return (
      `${session} mta delivery evpid=${id} from=<${from}> to=<${address(dest)}> rcpt=<${original}> ` +
      `source="${source}" relay="${peer}" delay=${delay} result="${word}" stat="${result.text}"`
    );
  }
  return (
    `${id} mda delivery evpid=${id} from=<${address(sender)}> to=<${address(dest)}> rcpt=<${address(rcpt)}> ` +
    `user=${delivery.user} delay=${delay} result=${word} stat=${localStatus(plan, result)}`
  );
}

function domainOf(plan: DispatchPlan, dest: QueuedEnvelope['envelope']['dest']): string {
  return plan.type === 'relay' && plan.destination.type === 'host' ? plan.destination.host : dest.domain;
}

function localStatus(plan: DispatchPlan, result: DeliveryResult): string {
  if (plan.type === 'failure') return plan.status;
  if (result.outcome === 'ok') return 'Delivered';
  const meaning = result.status === undefined ? undefined : exitMeaning(result.status);
  return `Error (${meaning === undefined ? '' : `${meaning}: `}${result.text})`;
}

function address({ user, domain }: { user: string; domain: string }): string {
  return user === '' && domain === '' ? '' : `${user}@${domain}`;
}
