import type { Socket } from 'node:net';
import { type Peer, PROXY_TIMEOUT, readProxyHeader } from '@smtpd-conf/engine';

/**
 * Reads the header of the PROXY protocol off a socket that nobody has read from; whom it names, or why there is none. What
 * follows it is left to be read (proxy.c:proxy_session).
 */
export function proxiedClient(socket: Socket, itself: Peer): Promise<Peer | string> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const end = (result: Peer | string): void => {
      clearTimeout(timer);
      socket.off('data', take).off('end', closed).off('close', closed).off('error', closed).pause();
      resolve(result);
    };
    const closed = (): void => end('closed');
    const take = (bytes: Buffer): void => {
      received = Buffer.concat([received, bytes]);
      const header = readProxyHeader(received);
      if (header.type === 'incomplete') return;
      if (header.type === 'refused') end(header.reason);
      else {
        end(header.client ?? itself);
        if (received.length > header.length) socket.unshift(received.subarray(header.length));
      }
    };
    const timer = setTimeout(() => end('timeout'), PROXY_TIMEOUT * 1000);
    socket.on('data', take).on('end', closed).on('close', closed).on('error', closed).resume();
  });
}
