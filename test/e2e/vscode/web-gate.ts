import { readFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';

const EXTENSION = '/our-extension';
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json' };

/**
 * Stands before VS Code's server on `port` and has its page load the extension in `directory` as hosts on the web do: by URL, into a
 * worker of the browser. VS Code takes such extensions from its own origin only, so that everything else is passed on.
 */
export async function openWebGate(port: number, directory: string): Promise<{ server: Server; port: number }> {
  const server = createServer(async (asked, answer) => {
    const path = new URL(asked.url ?? '/', 'http://gate').pathname;
    if (path.startsWith(`${EXTENSION}/`)) {
      const file = await readFile(join(directory, path.slice(EXTENSION.length))).catch(() => undefined);
      answer.writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
      answer.end(file);
      return;
    }
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const passed = request(
      { host: '127.0.0.1', port, method: asked.method, path: asked.url, headers },
      async (said) => {
        if (path !== '/') {
          answer.writeHead(said.statusCode ?? 502, said.headers);
          said.pipe(answer);
          return;
        }
        const chunks: Buffer[] = [];
        for await (const chunk of said) chunks.push(chunk as Buffer);
        const { 'content-length': _, 'transfer-encoding': __, ...rest } = said.headers;
        answer.writeHead(said.statusCode ?? 502, rest);
        answer.end(withExtension(Buffer.concat(chunks).toString(), asked.headers.host ?? ''));
      },
    );
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  server.on('upgrade', (asked, socket: Socket, head) => {
    const passed = request({ host: '127.0.0.1', port, path: asked.url, headers: asked.headers });
    passed.on('upgrade', (said, other, otherHead) => {
      const headers = Object.entries(said.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
      socket.write(otherHead);
      other.write(head);
      other.pipe(socket).pipe(other);
      other.on('error', () => socket.destroy());
      socket.on('error', () => other.destroy());
    });
    passed.on('error', () => socket.destroy());
    passed.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** VS Code's page with the extension among those that its web settings name. */
function withExtension(page: string, authority: string): string {
  const extension = JSON.stringify([{ scheme: 'http', authority, path: EXTENSION }]).replaceAll('"', '&quot;');
  const settings = 'id="vscode-workbench-web-configuration" data-settings="{';
  if (!page.includes(settings)) throw new Error('the page of VS Code has its settings elsewhere');
  return page.replace(settings, `${settings}&quot;additionalBuiltinExtensions&quot;:${extension},`);
}
