import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { OWNER, RunningServer } from '../running-server.js';
import { drawSession } from './draw-session.js';

export interface FuzzOptions {
  readonly seconds: number;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly progress: (sessions: number) => void;
}

export interface FuzzReport {
  readonly problems: readonly string[];
  readonly sessions: number;
  /** Megabytes of the server's memory, after the first twentieth of the time and at most later. */
  readonly memory: { readonly early: number; readonly most: number };
}

/** More than this above what it had early, in megabytes, is memory that is not given back. */
const GROWTH_MAX = 200;
const CLIENTS = 8;

/** Sessions drawn at random against one server, some at a time; it has to live on, and to hold no more memory than before. */
export async function fuzzRuntime({ seconds, random, progress }: FuzzOptions): Promise<FuzzReport> {
  const server = await RunningServer.start(
    `
listen on lo port 25
smtp max-message-size 1M
filter "f" phase mail-from match helo regex { ".*bad.*" } reject "550 no"
action "a" maildir "DIR/mail/a"
match from any for domain "a.example" action "a"
match from any for domain regex { "^c+\\.example$" } reject
`,
  );
  const problems: string[] = [];
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  let early = 0;
  let most = 0;
  let sessions = 0;
  const client = async (): Promise<void> => {
    while (elapsed() < seconds && problems.length === 0) {
      await play(server.port, drawSession(random), random);
      sessions += 1;
      progress(sessions);
      if (sessions % 50 !== 0) continue;
      const memory = memoryOf(server.pid);
      if (memory === undefined) problems.push(`the server is gone:\n${server.log.slice(-3000)}`);
      else if (elapsed() < seconds / 20 || early === 0) early = Math.max(early, memory);
      else most = Math.max(most, memory);
      const fault = /^.*(?:fault of ours|internal error).*$/m.exec(server.log)?.[0];
      if (fault !== undefined) problems.push(fault);
      server.log = '';
    }
  };
  try {
    await Promise.all(Array.from({ length: CLIENTS }, client));
    if (most > early + GROWTH_MAX) problems.push(`memory grew from ${early} to ${most} MB`);
    if (problems.length === 0) {
      const replies = await server.say(
        'EHLO x',
        'MAIL FROM:<>',
        `RCPT TO:<${OWNER.username}@a.example>`,
        'DATA',
        '.',
        'QUIT',
      );
      if (!replies.some((reply) => reply.includes('Message accepted')))
        problems.push(`it takes no mail: ${replies.join(' | ')}`);
    }
    return { problems, sessions, memory: { early, most } };
  } finally {
    await server.kill();
    await server.stop();
  }
}

/** Sends packets one after the other, and mostly waits for something to be said; never rejects. */
function play(port: number, packets: readonly Buffer[], random: () => number): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const left = [...packets];
    const next = (): void => {
      const packet = left.shift();
      if (packet === undefined) {
        if (random() < 0.3) socket.resetAndDestroy();
        else socket.end();
        return;
      }
      socket.write(packet);
      clearTimeout(timer);
      timer = setTimeout(next, 20);
    };
    let timer = setTimeout(next, 200);
    socket.on('data', () => {
      clearTimeout(timer);
      timer = setTimeout(next, random() < 0.5 ? 0 : 2);
    });
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** In megabytes; undefined for a process that is gone. */
function memoryOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
