import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Exchange, RawFacts, SessionFacts } from '../facts.js';
import type { Scenario, ScenarioSession, ScenarioWorld, SendmailSession } from '../scenario.js';
import { playSession } from './client.js';
import { newFiles, recordedCommands, snapshot } from './collect.js';
import { daemon } from './daemon.js';
import { startNameServer } from './name-server.js';
import { withoutRetries } from './retries.js';
import { runtime, SPOOL } from './runtime.js';
import { RunningServer, type ServerKind } from './server.js';
import { SinkServer } from './sink.js';
import { buildRoom, LUGGAGE, setStage } from './stage.js';

/**
 * Runs in namespaces of its own as process 1: reads a scenario a line from stdin, has the daemon live through it, and
 * writes what happened as a line to stdout. The arguments are the path of a daemon, or the directory that our own program is
 * in and the release that it is to be like.
 */
const [, , program = '/usr/sbin/smtpd', version] = process.argv;
const SETTLE_MS = 30_000;

let world: ScenarioWorld = {
  hostname: 'localhost',
  users: {},
  files: {},
  hosts: {},
  reverse: {},
  mx: {},
  tables: {},
  filters: {},
};

void main();

async function main(): Promise<void> {
  buildRoom(version === undefined ? undefined : program);
  const kind = version === undefined ? daemon(program) : runtime(join(LUGGAGE, 'smtpd-lint.cjs'), version);
  await startNameServer(() => world);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await live(JSON.parse(line) as Scenario, kind))}\n`);
  }
  process.exit(0);
}

async function live(scenario: Scenario, kind: ServerKind): Promise<RawFacts> {
  const sessions: SessionFacts[] = [];
  const sinks: SinkServer[] = [];
  let server: RunningServer | undefined;
  let failure: string | undefined;
  let before: ReadonlySet<string> = new Set();
  try {
    world = scenario.world;
    setStage(scenario);
    for (const sink of scenario.sinks) sinks.push(await SinkServer.open(sink));
    before = snapshot();
    server = new RunningServer(kind);
    await server.ready();
    for (const session of scenario.sessions) {
      sessions.push(await play(session, server));
    }
    await server.settle(SETTLE_MS);
  } catch (error) {
    failure = String(error);
  } finally {
    await server?.stop();
    for (const sink of sinks) sink.close();
  }
  const log = server?.log ?? '';
  return {
    sessions,
    results: server?.results() ?? [],
    commands: withoutRetries(recordedCommands(), server?.retries() ?? []),
    files: newFiles(before),
    sinks: sinks.flatMap((sink) => sink.facts),
    log,
    ...(failure === undefined ? {} : { failure }),
  };
}

function play(session: ScenarioSession, server: RunningServer): Promise<SessionFacts> {
  switch (session.via) {
    case 'tcp':
      return playSession(session);
    case 'socket':
      return playSession({ ...session, path: `${SPOOL}/smtpd.sock` });
    case 'sendmail':
      return sendmail(session, world, server);
  }
}

/** sendmail(8) is smtpctl under another name. What it says to the daemon is read out of the daemon's trace. */
async function sendmail(
  { as, arguments: args, text }: SendmailSession,
  { users }: ScenarioWorld,
  daemon: RunningServer,
): Promise<SessionFacts> {
  const { uid = 0, gid = uid } = users[as] ?? {};
  const start = daemon.log.length;
  const client = spawn(join(dirname(program), 'smtpctl'), args, {
    argv0: 'sendmail',
    uid,
    gid,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
  });
  // It may leave without reading all.
  client.stdin.on('error', () => undefined);
  client.stdin.end(Buffer.from(text, 'latin1'));
  // Not waited for in one go: a daemon whose log nobody reads stands still when it is long.
  await once(client, 'close');
  const end = await daemon.says(/smtp disconnected.*\n/, start);
  const log = daemon.log.slice(start, end);
  return { transcript: tracedTranscript(log), closed: /smtp disconnected .*reason="?quit/.test(log) };
}

/** The conversation in a trace of `smtp`; lines of a message are marked there. */
function tracedTranscript(log: string): Exchange[] {
  const transcript: { client?: string; server: string[] }[] = [{ server: [] }];
  // Where there is a filter, the daemon's own headers are traced too: Received, and before it a mark of junk.
  let own = false;
  for (const [, reply, command, content] of log.matchAll(
    // Its processes write to one log, so a line may begin behind a part of another one.
    /(?:smtp: 0x\w+: >>> (.*)|smtp: 0x\w+: <<< (.*)|^<<< \[MSG\] ?(.*))$/gm,
  )) {
    const text = command ?? content ?? '';
    const received = content?.startsWith('Received: from localhost') ?? false;
    if (received && transcript.at(-1)?.client === 'X-Spam: Yes') transcript.pop();
    own = received || (own && content?.startsWith('\t') === true);
    if (own) continue;
    if (reply === undefined) transcript.push({ client: text, server: [] });
    else transcript.at(-1)?.server.push(reply);
  }
  return transcript;
}
