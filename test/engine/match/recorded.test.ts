import { analyze, describedWorld } from '@smtpd-conf/compiler';
import { createRuleset, createTables, type Envelope, parseMailAddress, runTask } from '@smtpd-conf/engine';
import { Source } from '@smtpd-conf/grammar';
import { describe, expect, it } from 'vitest';
import { allScenarios } from '../../parity/session/read-scenario.js';
import { readRecorded } from '../../parity/session/recorded.js';
import type { ClientSession, ScenarioWorld } from '../../parity/session/scenario.js';

/**
 * The daemon's answers to RCPT TO in the scenarios of matching, against what the rules decide. A recipient that a rule takes
 * is accepted; one that none takes is refused with 550; where the rules fail, with 451.
 */
const CODE = { action: '250', reject: '550', 'no-rule': '550', tempfail: '451' } as const;

/** What needs more than rules to be answered, or whose answers come from somewhere else, is left to the whole sessions. */
const PLAIN =
  /^match-(?!.*(?:db|auth|tls|internal|socket|case-of-users|tempfail|proc|from-any-for-domain|reject-after|reject-in))/;

interface Answered {
  readonly envelope: Envelope;
  readonly reply: string;
}

function envelopesOf(
  session: ClientSession,
  replies: readonly string[][],
  world: ScenarioWorld,
  tag: string,
): Answered[] {
  const answered: Answered[] = [];
  let helo = '';
  let sender = { user: '', domain: '' };
  for (const [at, step] of session.steps.entries()) {
    if (!('line' in step)) return answered;
    const [, verb = '', argument = ''] = /^(\w+(?: FROM:| TO:)?) ?(.*)$/i.exec(step.line) ?? [];
    const address = parseMailAddress(/^<([^>]*)>/.exec(argument)?.[1] ?? '') ?? { user: '', domain: '' };
    const whole = address.user !== '' && address.domain === '' ? { ...address, domain: world.hostname } : address;
    if (/^(?:EHLO|HELO)$/i.test(verb)) helo = argument;
    if (/^MAIL FROM:$/i.test(verb)) sender = whole;
    const reply = replies[at + 1]?.[0] ?? '';
    if (!/^RCPT TO:$/i.test(verb) || !/^(?:250|550|451)/.test(reply)) continue;
    const envelope: Envelope = {
      tag,
      smtpname: world.hostname,
      source: session.from.includes(':') ? `[${session.from}]` : session.from,
      rdns: world.reverse[session.from] ?? '<unknown>',
      helo,
      authenticated: false,
      username: '',
      sender,
      rcpt: whole,
      dest: whole,
      internal: false,
      bounce: false,
    };
    answered.push({ envelope, reply });
  }
  return answered;
}

describe.each(['6.8.0', '7.8.0'] as const)('rules decide as the daemon %s did', (version) => {
  for (const { name, config, world, sessions } of allScenarios().filter((one) => PLAIN.test(one.name))) {
    const facts = readRecorded(name)?.[version];
    if (facts === undefined) continue;
    it(name, () => {
      const described = describedWorld({
        hostname: world.hostname,
        interfaces: { lo: ['127.0.0.1', '::1'] },
        files: world.files,
        hosts: Object.fromEntries(Object.entries(world.hosts)),
      });
      const { config: compiled } = analyze(new Source('/etc/smtpd.conf', config), described, { version });
      const ruleset = createRuleset(compiled, createTables(compiled));
      for (const [at, session] of sessions.entries()) {
        if (session.via !== 'tcp') continue;
        const replies = facts.sessions[at]?.transcript.map(({ server }) => [...server]) ?? [];
        const listener = compiled.listeners.find(({ port }) => port === session.to.port);
        for (const { envelope, reply } of envelopesOf(session, replies, world, listener?.tag ?? '')) {
          const decision = runTask(ruleset.decide(envelope), () => {
            throw new Error('static tables ask nobody');
          });
          expect([envelope, decision, reply.slice(0, 3)]).toEqual([envelope, decision, CODE[decision.outcome]]);
        }
      }
    });
  }
});
