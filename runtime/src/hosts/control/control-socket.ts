import type { Server, Socket } from 'node:net';
import { carryOut, type ServerControls } from '../../control/carry-out.js';
import type { ControlCommand } from '../../control/command.js';
import type { ControlReply } from '../../control/reply.js';
import { listenUnix } from '../server/listen.js';

/** Bytes of a command; and milliseconds that one may take to come. */
const COMMAND_MAX = 4096;
const PATIENCE = 10_000;

/**
 * The control socket: a client says one command as a line of JSON, is told what came of it, a line of JSON each, and the
 * connection ends. Its mode keeps everybody but its owner out, as Node cannot ask who is at the other end.
 */
export function listenForControl(path: string, server: ServerControls): Promise<Server> {
  return listenUnix(path, 0o600, (socket) => void serveControl(socket, server));
}

async function serveControl(socket: Socket, server: ServerControls): Promise<void> {
  socket.on('error', () => socket.destroy());
  server.statistics.increment('control.session');
  try {
    const command = await readCommand(socket);
    if (command === undefined) say(socket, { type: 'failed', why: 'this is no command' });
    else await tellAll(socket, carryOut(command, server, Math.floor(Date.now() / 1000)));
  } catch (error) {
    say(socket, { type: 'failed', why: (error as Error).message });
  } finally {
    server.statistics.decrement('control.session');
    socket.end();
    socket.setTimeout(PATIENCE, () => socket.destroy());
  }
}

function readCommand(socket: Socket): Promise<ControlCommand | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => resolve(parseCommand(text));
    socket.setTimeout(PATIENCE, end);
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      if (text.includes('\n') || text.length > COMMAND_MAX) end();
    });
    socket.on('close', end).on('end', end);
    socket.resume();
  });
}

/** The other end is the owner, with a program of the same version; what is no command at all is told so. */
function parseCommand(text: string): ControlCommand | undefined {
  try {
    const value = JSON.parse(text.split('\n')[0] ?? '') as { type?: unknown } | null;
    return typeof value?.type === 'string' ? (value as ControlCommand) : undefined;
  } catch {
    return undefined;
  }
}

/** Characters that go to the other end at a time. */
const PORTION = 65536;

/** A queue may be long: it is told in large portions, and waits for who hears it. */
async function tellAll(socket: Socket, replies: AsyncIterable<ControlReply>): Promise<void> {
  let portion = '';
  for await (const reply of replies) {
    portion += `${JSON.stringify(reply)}\n`;
    if (portion.length < PORTION) continue;
    await tell(socket, portion);
    portion = '';
    if (socket.destroyed) return;
  }
  await tell(socket, portion);
}

async function tell(socket: Socket, portion: string): Promise<void> {
  if (socket.destroyed || socket.write(portion)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.once('drain', done).once('close', done);
  });
}

function say(socket: Socket, reply: ControlReply): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
}
