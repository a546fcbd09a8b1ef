import type { CompiledConfig, CompiledTable } from '@smtpd-conf/compiler';
import { type Effect, type LookupAnswer, type ReverseAnswer, type SubmitEnvelope, textBytes } from '@smtpd-conf/engine';
import type { MailWorld } from '../world/mail-world.js';
import type { Client } from './client.js';

/** One exchange: what the client said, what it heard, and what was put into the queue meanwhile. */
export interface PlayedExchange {
  readonly client?: string;
  readonly server: string[];
  readonly envelopes: SubmitEnvelope[];
  /** How long the trace was when it began. */
  readonly traceStart: number;
}

export interface QueuedMessage {
  readonly id: string;
  text: string;
  fate: 'open' | 'committed' | 'rolled-back';
}

export interface PlayedSession {
  readonly exchanges: readonly PlayedExchange[];
  readonly messages: readonly QueuedMessage[];
  /** Whether the client hung up, not the daemon. */
  readonly hungUp: boolean;
}

export interface SessionHostOptions {
  readonly config: CompiledConfig;
  readonly world: MailWorld;
  readonly client: Client;
  /** Whether the client begins with TLS, as at an smtps listener. Refused in plain text, it leaves: it knows no other way. */
  readonly implicitTls: boolean;
  /** The names of the client, where they were given and need not be looked up. */
  readonly reverse?: ReverseAnswer;
  /** Whether any password is right. */
  readonly trusting: boolean;
  readonly traceLength: () => number;
}

/** What the TLS of a dry run is like. */
const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', bits: 256 };

/** Answers what a session asks, out of a world, and keeps what it does. */
export function sessionHost({
  config,
  world,
  client,
  implicitTls,
  reverse,
  trusting,
  traceLength,
}: SessionHostOptions): {
  readonly answer: (effect: Effect) => unknown;
  readonly played: () => PlayedSession;
} {
  const messages: QueuedMessage[] = [];
  const exchanges: PlayedExchange[] = [{ server: [], envelopes: [], traceStart: 0 }];
  const tables = new Map(config.tables.map((table) => [table.name, table]));
  let hungUp = false;
  let secured = false;
  let envelopes = 0;
  let ids = 0;
  const current = () => exchanges.at(-1) as PlayedExchange;
  const message = (id: string) => messages.find((one) => one.id === id);
  const table = (name: string): CompiledTable => tables.get(name) ?? { name, backend: 'static', kind: 'none' };

  const lookUp = ({ table: name, service, key }: Extract<Effect, { type: 'table-lookup' }>): LookupAnswer => {
    const asked = table(name);
    if (asked.backend !== 'getpwnam') return world.lookUp(asked, service, key);
    const user = world.user(key);
    return user ? { outcome: 'found', value: `${user.uid}:${user.gid}:${user.directory}` } : { outcome: 'not-found' };
  };

  /** Whether this is the first data line of the message that is being written. */
  const begun = new Set<string>();
  function isFirst(session: string): boolean {
    const key = `${session} ${messages.length}`;
    if (begun.has(key)) return false;
    begun.add(key);
    return true;
  }

  const answer = (effect: Effect): unknown => {
    switch (effect.type) {
      case 'session:read': {
        if (implicitTls && !secured) {
          hungUp = true;
          return { type: 'closed' };
        }
        const said = client.next(current().server);
        hungUp = said.done ?? false;
        if (said.done) return { type: 'closed' };
        exchanges.push({ client: said.value.shown, server: [], envelopes: [], traceStart: traceLength() });
        return { type: 'data', bytes: textBytes(said.value.bytes) };
      }
      case 'session:reply':
        current().server.push(effect.line);
        return undefined;
      case 'session:start-tls':
        secured = true;
        return { outcome: 'secured', tls: TLS };
      case 'session:pause':
        return undefined;
      case 'session:create-message': {
        const id = String(messages.length + 1).padStart(8, '0');
        messages.push({ id, text: '', fate: 'open' });
        return { outcome: 'created', id };
      }
      case 'session:submit-envelope':
        current().envelopes.push(effect);
        envelopes += 1;
        return { outcome: 'stored', id: `${effect.message}${String(envelopes).padStart(8, '0')}` };
      case 'session:open-message':
        return { outcome: 'opened' };
      case 'session:write': {
        const written = message(effect.message);
        if (written) written.text += effect.data;
        return { outcome: 'written' };
      }
      case 'session:commit-message': {
        const committed = message(effect.message);
        if (committed) committed.fate = 'committed';
        return { outcome: 'committed' };
      }
      case 'session:rollback-message': {
        const lost = message(effect.message);
        if (lost) lost.fate = 'rolled-back';
        return undefined;
      }
      case 'session:date':
        return world.now();
      case 'session:unique-id':
        ids += 1;
        return ids.toString(16).padStart(16, '0');
      case 'table-lookup':
        return lookUp(effect);
      case 'table-keys': {
        const keys = world.keys(table(effect.table));
        return keys === 'fails' ? { outcome: 'failed' } : { outcome: 'keys', keys };
      }
      case 'table-fetch':
        return world.fetch(table(effect.table), effect.service);
      case 'forward-file':
        return world.forwardFile(effect.user);
      case 'include-file':
        return world.includeFile(effect.path);
      case 'reverse-lookup':
        return reverse ?? world.reverse(effect.address);
      case 'exchanger-lookup':
        return world.exchangers(effect.domain);
      case 'host-lookup':
        return world.addresses(effect.name);
      case 'authenticate':
        return trusting ? 'ok' : world.authenticate(effect.username, effect.password);
      case 'check-password':
        return trusting || world.checkPassword(effect.password, effect.hash);
      case 'clock':
        return world.now().seconds;
      case 'filter:request':
        return world.filterAnswer(effect);
      case 'filter:data-line':
        return [...(isFirst(effect.session) ? world.linesBefore(effect.filter) : []), effect.line];
      case 'filter:report':
        return undefined;
    }
  };

  return { answer, played: () => ({ exchanges, messages, hungUp }) };
}
