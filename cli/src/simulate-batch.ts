import { createInterface } from 'node:readline';
import type { CompiledConfig } from '@smtpd-conf/compiler';
import { utf8Encoded } from '@smtpd-conf/engine';
import {
  type EnvelopeFacts,
  envelopeSession,
  type MailWorld,
  type Simulator,
  simulators,
  Undescribed,
} from '@smtpd-conf/simulator';
import { EXIT } from './exit-status.js';

/**
 * NDJSON envelopes from standard input, one outcome for each, in order. Each line starts with a daemon of its own, so that
 * lines can be spread over as many processes as there are. A line that cannot be simulated has an outcome that says why.
 */
export async function simulateBatch(
  config: CompiledConfig,
  world: MailWorld,
  place: Partial<EnvelopeFacts>,
): Promise<number> {
  const start = simulators(config, world);
  let failed = false;
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    const outcome = simulateLine(config, start, place, line);
    failed ||= 'error' in outcome;
    const written = process.stdout.write(
      `${JSON.stringify('error' in outcome ? { version: 1, line: number, ...outcome } : outcome)}\n`,
    );
    if (!written) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return failed ? EXIT.findings : EXIT.clean;
}

function simulateLine(
  config: CompiledConfig,
  start: () => Simulator,
  place: Partial<EnvelopeFacts>,
  line: string,
): object {
  const facts = readFacts(line);
  if ('error' in facts) return facts;
  const request = envelopeSession(config, { ...place, ...facts });
  if ('impossible' in request) return { error: request.impossible };
  try {
    return start()(request).outcome;
  } catch (error) {
    if (error instanceof Undescribed) return { error: error.message };
    throw error;
  }
}

/** The keys are those of a policy test's session. */
function readFacts(line: string): EnvelopeFacts | { readonly error: string } {
  let value: Partial<Record<keyof EnvelopeFacts, unknown>> | null;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { error: `is no JSON: ${(error as Error).message}` };
  }
  if (typeof value !== 'object' || value === null) return { error: 'is no object' };
  const { mailFrom, rcptTo, message, tls, ...texts } = value;
  const unknown = Object.keys(texts).find((key) => !['listener', 'from', 'rdns', 'helo', 'auth'].includes(key));
  if (unknown !== undefined) return { error: `"${unknown}" is not known here` };
  const odd = Object.entries({ ...texts, ...(message === undefined ? {} : { message }) }).find(
    ([, text]) => typeof text !== 'string',
  );
  if (odd) return { error: `"${odd[0]}" must be a string` };
  if (typeof mailFrom !== 'string') return { error: '"mailFrom" must be a string' };
  if (tls !== undefined && typeof tls !== 'boolean') return { error: '"tls" must be true or false' };
  const recipients = typeof rcptTo === 'string' ? [rcptTo] : rcptTo;
  if (!Array.isArray(recipients) || !recipients.every((one) => typeof one === 'string')) {
    return { error: '"rcptTo" must be a string or a list of strings' };
  }
  return {
    ...(texts as Partial<EnvelopeFacts>),
    ...(tls === undefined ? {} : { tls }),
    ...(typeof message === 'string' ? { message: utf8Encoded(message) } : {}),
    mailFrom,
    rcptTo: recipients,
  };
}
