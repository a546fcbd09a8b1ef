import type { CompiledConfig } from '@smtpd-conf/compiler';
import { utf8Encoded } from '@smtpd-conf/engine';
import { envelopeSession } from '../envelope-session.js';
import type { Outcome, RecipientOutcome } from '../outcome.js';
import type { Simulated, Simulator } from '../simulate.js';
import { Undescribed } from '../world/undescribed.js';
import type { DeliveryExpectation, PolicyExpectation, PolicyTest, RecipientExpectation } from './policy-test.js';

/** Something that was to be and is not. */
export interface Difference {
  /** What it is about: "decision of alice@example.org". */
  readonly about: string;
  readonly expected: string;
  readonly actual: string;
}

export interface PolicyResult {
  readonly name: string;
  readonly differences: readonly Difference[];
  /** Absent where the session could not be played at all; the differences then say why. */
  readonly simulated?: Simulated;
}

export function runPolicyTest(
  config: CompiledConfig,
  simulate: Simulator,
  { name, session, expect }: PolicyTest,
): PolicyResult {
  const { listener, rcptTo, message, ...rest } = session;
  const request = envelopeSession(config, {
    ...rest,
    ...(listener === undefined ? {} : { listener: String(listener) }),
    rcptTo: typeof rcptTo === 'string' ? [rcptTo] : rcptTo,
    ...(message === undefined ? {} : { message: utf8Encoded(message) }),
  });
  if ('impossible' in request) return { name, differences: [unplayed(request.impossible)] };
  try {
    const simulated = simulate(request);
    return { name, simulated, differences: compare(config, simulated.outcome, expect) };
  } catch (error) {
    if (!(error instanceof Undescribed)) throw error;
    return { name, differences: [unplayed(error.message)] };
  }
}

function unplayed(reason: string): Difference {
  return { about: 'the session', expected: 'to be played', actual: reason };
}

function compare(config: CompiledConfig, outcome: Outcome, expect: PolicyExpectation): Difference[] {
  const { replies = {}, recipients = {}, ...common } = expect;
  const single = Object.entries(recipients).map(([rcpt, expected]) => {
    const found = outcome.recipients.find((one) => one.rcpt.toLowerCase() === rcpt.toLowerCase());
    return found
      ? compareRecipient(config, found, expected)
      : [{ about: `recipient ${rcpt}`, expected: 'in the session', actual: 'not asked about' }];
  });
  const all = outcome.recipients.map((recipient) => compareRecipient(config, recipient, common));
  const asked = Object.keys(common).length > 0 || Object.keys(recipients).length > 0;
  const none = asked && outcome.recipients.length === 0 ? [noRecipients(outcome)] : [];
  return [...none, ...compareReplies(outcome, replies), ...all.flat(), ...single.flat()];
}

function noRecipients({ replies }: Outcome): Difference {
  const actual = replies.findLast(({ text }) => /^[45]/.test(text))?.text ?? 'the session ended';
  return { about: 'the session', expected: 'to come to its recipients', actual };
}

function compareReplies({ replies }: Outcome, expected: Readonly<Record<string, string>>): Difference[] {
  return Object.entries(expected).flatMap(([phase, pattern]) => {
    const actual = replies.findLast((reply) => reply.phase === phase)?.text;
    if (actual !== undefined && fits(actual, pattern)) return [];
    return [{ about: `reply at ${phase}`, expected: pattern, actual: actual ?? 'none' }];
  });
}

function compareRecipient(
  config: CompiledConfig,
  recipient: RecipientOutcome,
  { decision, rule, action, reply, deliveries }: RecipientExpectation,
): Difference[] {
  const differences: Difference[] = [];
  const differ = (what: string, expected: string, actual: string) =>
    differences.push({ about: `${what} of ${recipient.rcpt}`, expected, actual });
  if (decision !== undefined && decision !== recipient.decision) differ('decision', decision, recipient.decision);
  const line = recipient.rule?.line ?? null;
  if (rule !== undefined && rule !== line) differ('rule', lineText(rule), lineText(line));
  const outcome = recipient.rule === null ? undefined : config.rules[recipient.rule.index - 1]?.outcome;
  const taken = outcome?.type === 'action' ? outcome.action : 'none';
  if (action !== undefined && action !== taken) differ('action', action, taken);
  if (reply !== undefined && !fits(recipient.reply, reply)) differ('reply', reply, recipient.reply);
  if (deliveries !== undefined && !sameDeliveries(recipient.deliveries, deliveries)) {
    differ('deliveries', JSON.stringify(deliveries), JSON.stringify(recipient.deliveries));
  }
  return differences;
}

function lineText(line: number | null): string {
  return line === null ? 'none' : `line ${line}`;
}

/** Each expectation takes a delivery of its own, and none is left over. */
function sameDeliveries(actual: RecipientOutcome['deliveries'], expected: readonly DeliveryExpectation[]): boolean {
  if (actual.length !== expected.length) return false;
  const left = [...actual];
  return expected.every((wanted) => {
    const at = left.findIndex((one) =>
      (Object.entries(wanted) as [keyof DeliveryExpectation, unknown][]).every(([key, value]) => one[key] === value),
    );
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function fits(actual: string, pattern: string): boolean {
  const regex = /^\/(.*)\/$/s.exec(pattern)?.[1];
  return regex === undefined ? actual.startsWith(pattern) : new RegExp(regex).test(actual);
}
