import { createServer, type Server } from 'node:net';

/** The server that mail is relayed to: it says yes to everything, and tells `arrived` of each message that it took. */
export function nextServer(port: number, arrived: (message: string) => void): Promise<Server> {
  const server = createServer((socket) => {
    let heard = '';
    let message: string[] | undefined;
    socket.on('error', () => undefined);
    socket.write('220 next.example\r\n');
    socket.on('data', (bytes) => {
      const lines = (heard + bytes.toString('latin1')).split('\r\n');
      heard = lines.pop() ?? '';
      for (const line of lines) {
        if (message && line !== '.') {
          message.push(line.startsWith('.') ? line.slice(1) : line);
          continue;
        }
        if (message) arrived(message.map((one) => `${one}\r\n`).join(''));
        message = line === 'DATA' ? [] : undefined;
        socket.write(line === 'DATA' ? '354 go on\r\n' : '250 ok\r\n');
      }
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
