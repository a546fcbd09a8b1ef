import { createConnection } from 'node:net';

/** What a server on loopback says to these lines, said one by one, its greeting first; `.` ends the message. */
export async function sayLines(port: number, lines: readonly string[]): Promise<readonly string[]> {
  const socket = createConnection(port, '127.0.0.1');
  const replies: string[] = [];
  let text = '';
  let arrived: (() => void) | undefined;
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    arrived?.();
  });
  socket.on('error', () => arrived?.());
  socket.on('close', () => arrived?.());
  const reply = async (): Promise<string> => {
    for (;;) {
      const end = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
      if (end) {
        text = text.slice(end[0].length);
        return end[0].trimEnd().split('\r\n').at(-1) as string;
      }
      if (socket.destroyed) return 'closed';
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  };
  replies.push(await reply());
  let inMessage = false;
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    if (inMessage && line !== '.') continue;
    const said = await reply();
    replies.push(said);
    inMessage = said.startsWith('354');
  }
  socket.destroy();
  return replies;
}
