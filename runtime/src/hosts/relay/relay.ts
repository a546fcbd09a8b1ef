import type { CompiledConfig } from '@smtpd-conf/compiler';
import { type Effect, mailExchangers, type RelayPlan, runTaskAsync } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import { smtpSession } from './smtp-session.js';

export interface RelayOptions {
  readonly config: CompiledConfig;
  readonly answer: (effect: Effect) => Promise<unknown>;
  readonly read: (path: string) => Buffer;
}

/**
 * Sends a message on: to the exchangers in the order of their preference, the next where one cannot be reached. A refusal
 * is final; where TLS was only offered and failed, the message goes in the clear (mta.c, mta_session.c).
 */
export async function relay(
  plan: RelayPlan,
  message: () => AsyncIterable<Uint8Array>,
  { config, answer, read }: RelayOptions,
): Promise<DeliveryResult> {
  const found = await runTaskAsync(mailExchangers(plan.destination, config.target), answer);
  if (found.type === 'failure') {
    return { outcome: found.lasting === 'temporary' ? 'tempfail' : 'permfail', text: found.reason };
  }
  let last = 'Network error on destination MXs';
  for (const exchanger of found.exchangers) {
    const session = { plan, exchanger, message, config, read };
    let result = await smtpSession(session);
    if (result.outcome === 'insecure') result = await smtpSession(session, true);
    if (result.outcome !== 'unreachable' && result.outcome !== 'insecure') return result;
    last = result.text;
  }
  return { outcome: 'tempfail', text: last };
}
