import type { Socket } from 'node:net';
import {
  type Connection,
  type Delivery,
  type Effect,
  type MailServices,
  runSession,
  runTaskAsync,
} from '@smtpd-conf/engine';
import type { FilterProcess } from '../filters/filter-process.js';
import { randomDigits } from '../random-bits.js';
import { ClientConnection, type ServerTls } from '../smtp/client-connection.js';
import type { EnvelopeFacts, IncomingMessages } from '../smtp/incoming-messages.js';
import { zonedTime } from '../zoned-time.js';

export interface ClientOptions {
  readonly socket: Socket;
  readonly connection: Connection;
  readonly services: MailServices['session'];
  readonly incoming: IncomingMessages;
  /** By the names of their processes. */
  readonly filters: ReadonlyMap<string, FilterProcess>;
  readonly tls: ServerTls | undefined;
  readonly factsOf: (delivery: Delivery) => EnvelopeFacts;
  readonly answer: (effect: Effect) => Promise<unknown>;
}

/** Serves one client to its end. Never rejects: a fault of ours ends this session alone, and `broken` hears of it. */
export async function serveClient(options: ClientOptions, broken: (error: Error) => void): Promise<void> {
  const client = new ClientConnection(options.socket);
  try {
    await runTaskAsync(runSession(options.services, options.connection), (effect) => reply(effect, client, options));
    client.close();
  } catch (error) {
    broken(error as Error);
    client.destroy();
  }
}

/** Sixteen hexadecimal digits (util.c:generate_uid). */
export function uniqueId(): string {
  return randomDigits() + randomDigits();
}

function reply(effect: Effect, client: ClientConnection, options: ClientOptions): unknown | Promise<unknown> {
  const { incoming, filters, tls, factsOf } = options;
  switch (effect.type) {
    case 'session:read':
      return client.read(effect.timeout);
    case 'session:reply':
      return client.reply(effect.line);
    case 'session:start-tls':
      return tls ? client.startTls(tls) : { outcome: 'failed', reason: 'no certificate' };
    case 'session:pause':
      return new Promise((resolve) => setTimeout(resolve, Math.random() * effect.milliseconds));
    case 'session:create-message':
      return incoming.create();
    case 'session:submit-envelope':
      return incoming.submit(effect, factsOf(effect.delivery), Math.floor(Date.now() / 1000));
    case 'session:open-message':
      return { outcome: 'opened' };
    case 'session:write':
      return incoming.write(effect.message, effect.data);
    case 'session:commit-message':
      return incoming.commit(effect.message);
    case 'session:rollback-message':
      return incoming.rollback(effect.message);
    case 'session:date':
      return zonedTime(new Date());
    case 'session:unique-id':
      return uniqueId();
    case 'filter:request':
      return filters.get(effect.proc)?.request(effect) ?? { type: 'proceed' };
    case 'filter:data-line':
      return filters.get(effect.proc)?.dataLine(effect) ?? [effect.line];
    case 'filter:report':
      for (const proc of effect.procs)
        filters.get(proc)?.report('smtp-in', effect.event, effect.session, effect.fields);
      return undefined;
    default:
      return options.answer(effect);
  }
}
