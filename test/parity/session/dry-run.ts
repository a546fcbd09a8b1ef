import { analyze, type CompiledConfig, type DescribedFile, writeHashDatabase } from '@smtpd-conf/compiler';
import { type DispatchPlan, mailExchangers, type RelayPlan, runTask, type SubmitEnvelope } from '@smtpd-conf/engine';
import { Source, type Target } from '@smtpd-conf/grammar';
import { checkPasswordNow } from '@smtpd-conf/runtime';
import {
  type ClientStep,
  describedMailWorld,
  type MailWorld,
  type PlayedExchange,
  type SessionRequest,
  type Simulated,
  scriptedClient,
  simulators,
} from '@smtpd-conf/simulator';
import type { JudgeVersion } from '../../support/judge.js';
import { type ComparableFacts, inOrder, type Mailbox, type Relayed } from './comparable.js';
import type { DeliveryCommand, SessionFacts } from './facts.js';
import { mask } from './mask.js';
import { databasePath, INTERFACE, type Scenario, type ScenarioSession } from './scenario.js';

/** The daemon's own user, as Debian makes it. */
const DAEMON = { uid: 102, gid: 105, home: '/var/lib/opensmtpd/empty' };

const INTERFACES = { lo: ['127.0.0.1', '::1'], [INTERFACE.name]: [INTERFACE.address] };

/**
 * What the dry run makes of a scenario. What sendmail(8) says of a message is not ours to foretell: `asked` has the facts
 * whose client lines of those sessions are taken.
 */
export function dryRun(scenario: Scenario, version: JudgeVersion, asked: readonly SessionFacts[]): ComparableFacts {
  const { config, world } = setUp(scenario, version);
  const simulate = simulators(config, world)();
  const played = scenario.sessions.map((session, at) => simulate(request(config, session, asked[at])));
  const committed = played.flatMap(committedEnvelopes);
  const userNames = new Map(Object.entries(everybody(scenario)).map(([name, { uid }]) => [uid, name]));
  return inOrder({
    sessions: played.map(({ session: { exchanges, hungUp } }, at) => ({
      transcript: exchanges.map(({ client, server }) => ({
        ...(client === undefined ? {} : { client: mask(client) }),
        server: server.map(mask),
      })),
      closed: !hungUp || leftBeforeTls(scenario.sessions[at], exchanges),
    })),
    commands: committed.flatMap((one) => commandOf(one, userNames)),
    mailboxes: mailboxesOf(committed, world),
    relayed: relayedOf(committed, world, config.target, scenario.sinks).filter(({ at }) => heardAt(scenario, at)),
  });
}

/** The client began with TLS and was refused in plain text; who closes first then is chance, and counts as the daemon. */
function leftBeforeTls(session: ScenarioSession | undefined, exchanges: readonly PlayedExchange[]): boolean {
  return session?.via === 'tcp' && session.smtps && /^[45]/.test(exchanges[0]?.server.at(-1) ?? '');
}

function everybody({ world: { users } }: Scenario): Scenario['world']['users'] {
  return { root: { uid: 0, home: '/root' }, opensmtpd: DAEMON, ...users };
}

function setUp(scenario: Scenario, version: JudgeVersion) {
  const { name, config: text, world: stage } = scenario;
  const { tables, users: _, ...described } = stage;
  const files = { ...described.files, ...databases(text, tables) };
  const world = describedMailWorld(
    // The daemon's clock is that of the machine: rewritten senders are good for some days.
    { ...described, files, users: everybody(scenario), interfaces: INTERFACES, clock: new Date().toISOString() },
    { checkPassword: checkPasswordNow },
  );
  const source = new Source('/etc/mail/smtpd.conf', text);
  const { config, problems } = analyze(source, world.files, { version, platform: 'linux' });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`${name}: ${error.id}`);
  return { config, world };
}

/** The databases that the configuration names, as makemap(8) writes them. */
function databases(config: string, tables: Scenario['world']['tables']): Record<string, DescribedFile> {
  const files: Record<string, DescribedFile> = {};
  for (const [name, rows] of Object.entries(tables)) {
    const path = databasePath(config, name);
    const pairs = Array.isArray(rows) ? rows.map((key) => [key, ''] as const) : Object.entries(rows);
    const entries = pairs.map(([key, value]) => [Buffer.from(`${key}\0`), Buffer.from(`${value}\0`)] as const);
    if (path !== undefined)
      files[path] = { base64: Buffer.from(writeHashDatabase(entries, new Uint8Array(20))).toString('base64') };
  }
  return files;
}

function request(config: CompiledConfig, session: ScenarioSession, facts: SessionFacts | undefined): SessionRequest {
  if (session.via !== 'tcp') {
    const lines = (facts?.transcript ?? []).flatMap(({ client }) => (client === undefined ? [] : [client]));
    const client = scriptedClient(lines.map((line) => ({ line })));
    return { listener: config.socket, peer: { family: 'local' }, client };
  }
  const { from, to, steps } = session;
  const listener = config.listeners.find(
    ({ address, port }) => port === to.port && [to.address, '0.0.0.0', '::'].includes(address),
  );
  if (!listener) throw new Error(`no listener at ${to.address}:${to.port}`);
  const spoken = steps.filter((step): step is ClientStep => !('tls' in step));
  const peer = { family: from.includes(':') ? 'inet6' : 'inet4', address: from, port: 40_000 } as const;
  return { listener, peer, client: scriptedClient(spoken) };
}

interface Committed {
  readonly submitted: SubmitEnvelope;
  readonly plan: DispatchPlan;
  /** As it lies in the queue. */
  readonly text: string;
}

function committedEnvelopes({ session, plans }: Simulated): Committed[] {
  return [...plans].flatMap(([submitted, plan]) => {
    const message = session.messages.find(({ id }) => id === submitted.message);
    return message?.fate === 'committed' ? [{ submitted, plan, text: message.text }] : [];
  });
}

function commandOf({ plan, text }: Committed, userNames: ReadonlyMap<number, string>): DeliveryCommand[] {
  if (plan.type !== 'local' || isPlainMailbox(plan)) return [];
  const { runAs, command, environment, headers } = plan;
  const sortedPairs = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    {
      user: userNames.get(runAs.uid) ?? String(runAs.uid),
      directory: runAs.directory,
      command: mask(command),
      input: mask(headers + text),
      environment: Object.fromEntries(sortedPairs),
    },
  ];
}

type LocalPlan = Extract<DispatchPlan, { type: 'local' }>;

/** mail.local is run without a shell, so its command is not seen; its mailbox is. */
function isPlainMailbox({ agent, wrapper }: LocalPlan): boolean {
  return agent.type === 'mbox' && wrapper === undefined;
}

/** mail.local(8) asks the system for its user, whatever the user base, and quotes `From ` behind an empty line. */
function mailboxesOf(committed: readonly Committed[], world: MailWorld): Mailbox[] {
  const mailboxes = new Map<string, { path: string; owner: string; messages: string[] }>();
  for (const { plan, text } of committed) {
    if (plan.type !== 'local' || plan.agent.type !== 'mbox' || !world.user(plan.user.username)) continue;
    const { path, sender } = plan.agent;
    const mailbox = mailboxes.get(path) ?? { path, owner: plan.user.username, messages: [] };
    const quoted = `${plan.headers}${text}`.replace(/(?<=\n\n)From /g, '>From ');
    mailbox.messages.push(`From ${sender} DATE\n${mask(quoted)}\n`);
    mailboxes.set(path, mailbox);
  }
  return [...mailboxes.values()];
}

/** Whether somebody listens there, so that what is handed on can be compared. */
function heardAt({ sinks }: Scenario, place: string): boolean {
  return sinks.some(({ at }) => !('path' in at) && `${at.address}:${at.port}` === place);
}

/** Most sinks offer no TLS, and what demands it is not handed on to them. */
function relayedOf(
  committed: readonly Committed[],
  world: MailWorld,
  target: Target,
  sinks: Scenario['sinks'],
): Relayed[] {
  const secured = new Set(sinks.flatMap(({ at, tls }) => (tls && 'port' in at ? [`${at.address}:${at.port}`] : [])));
  return committed.flatMap(({ plan, text }) => {
    if (plan.type !== 'relay') return [];
    const address = bestAddress(plan, world, target);
    if (address === undefined) return [];
    const at = `${address}:${plan.port}`;
    if ((plan.tls.mode === 'starttls' || plan.tls.mode === 'smtps') && !secured.has(at)) return [];
    return [{ at, helo: plan.helo, sender: mask(plan.sender), recipient: mask(plan.recipient), message: mask(text) }];
  });
}

/** Undefined where there is nothing to connect to. */
function bestAddress({ destination }: RelayPlan, world: MailWorld, target: Target): string | undefined {
  const found = runTask(mailExchangers(destination, target), (effect) => {
    if (effect.type === 'exchanger-lookup') return world.exchangers(effect.domain);
    if (effect.type === 'host-lookup') return addressesOf(effect.name, world);
    throw new Error(`the way to a host asked for ${effect.type}`);
  });
  return found.type === 'exchangers' ? found.exchangers[0]?.address : undefined;
}

/** An address stands for itself, as getaddrinfo(3) has it. */
function addressesOf(name: string, world: MailWorld): readonly string[] {
  return /^[\d.]+$/.test(name) ? [name] : world.addresses(name);
}
