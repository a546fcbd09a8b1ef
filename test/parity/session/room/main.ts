import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RawFacts, SessionFacts } from '../facts.js';
import type { Scenario, ScenarioWorld, SocketSession } from '../scenario.js';
import { playSession } from './client.js';
import { newFiles, recordedCommands, snapshot } from './collect.js';
import { Daemon } from './daemon.js';
import { startNameServer } from './name-server.js';
import { SinkServer } from './sink.js';
import { buildRoom, setStage } from './stage.js';

/**
 * Runs in namespaces of its own as process 1: reads a scenario a line from stdin, has the daemon live through it, and
 * writes what happened as a line to stdout. The daemon's path is the only argument.
 */
const [, , program = '/usr/sbin/smtpd'] = process.argv;
const SETTLE_MS = 6_000;

let world: ScenarioWorld = { hostname: 'localhost', users: {}, files: {}, hosts: {}, reverse: {}, mx: {}, tables: {} };

void main();

async function main(): Promise<void> {
  buildRoom();
  await startNameServer(() => world);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await live(JSON.parse(line) as Scenario))}\n`);
  }
  process.exit(0);
}

async function live(scenario: Scenario): Promise<RawFacts> {
  const sessions: SessionFacts[] = [];
  const sinks: SinkServer[] = [];
  let daemon: Daemon | undefined;
  let failure: string | undefined;
  let before: ReadonlySet<string> = new Set();
  try {
    world = scenario.world;
    setStage(scenario);
    for (const sink of scenario.sinks) sinks.push(await SinkServer.open(sink));
    before = snapshot();
    daemon = Daemon.start(program);
    await daemon.ready();
    for (const session of scenario.sessions) {
      sessions.push(session.via === 'tcp' ? await playSession(session) : sendmail(session, world));
    }
    await daemon.settle(SETTLE_MS);
  } catch (error) {
    failure = String(error);
  } finally {
    await daemon?.stop();
    for (const sink of sinks) sink.close();
  }
  const log = daemon?.log ?? '';
  return {
    sessions,
    results: daemon?.results() ?? [],
    commands: recordedCommands(),
    files: newFiles(before),
    sinks: sinks.flatMap((sink) => sink.facts),
    log,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** sendmail(8), which is smtpctl under another name, says nothing where all is well; what it says otherwise is its reply. */
function sendmail({ as, arguments: args, text }: SocketSession, { users }: ScenarioWorld): SessionFacts {
  const { uid = 0, gid = uid } = users[as] ?? {};
  const { stdout, stderr } = spawnSync(join(dirname(program), 'smtpctl'), args, {
    argv0: 'sendmail',
    uid,
    gid,
    input: Buffer.from(text, 'latin1'),
    encoding: 'latin1',
    env: { PATH: '/usr/bin:/bin' },
  });
  const server = `${stdout}${stderr}`.split('\n').filter((one) => one !== '');
  return { transcript: [{ client: ['sendmail', ...args].join(' '), server }], closed: true };
}
