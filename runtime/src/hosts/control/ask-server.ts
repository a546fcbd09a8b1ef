import { createConnection } from 'node:net';
import type { ControlCommand } from '../../control/command.js';
import type { ControlReply } from '../../control/reply.js';

/** What the server behind a control socket answers to a command; throws the system's error where there is none. */
export async function* askServer(path: string, command: ControlCommand): AsyncGenerator<ControlReply> {
  const socket = createConnection(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => socket.destroy());
  socket.write(`${JSON.stringify(command)}\n`);
  try {
    let rest = '';
    for await (const text of socket.setEncoding('utf8')) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as ControlReply;
    }
  } finally {
    socket.destroy();
  }
}
