import { readFileSync } from 'node:fs';
import { analyze } from '../../../compiler/src/analysis/analyze.js';
import type { CompiledConfig } from '../../../compiler/src/config/compiled-config.js';
import { describedWorld } from '../../../compiler/src/world/described-world.js';
import type { Effect, ReverseAnswer } from '../../../engine/src/effect.js';
import type { Delivery } from '../../../engine/src/expand/delivery.js';
import type { FilterReport, FilterResponse } from '../../../engine/src/filter/effects.js';
import { type FilterHooks, filterChains } from '../../../engine/src/filter/filter-chains.js';
import { textBytes } from '../../../engine/src/session/byte-text.js';
import type { SubmitEnvelope, TlsFacts } from '../../../engine/src/session/effects.js';
import type { SessionEnd } from '../../../engine/src/session/events.js';
import type { ExpandRecipient } from '../../../engine/src/session/expand-recipient.js';
import { runSession } from '../../../engine/src/session/run-session.js';
import type { Connection } from '../../../engine/src/session/session-state.js';
import { createTables } from '../../../engine/src/tables/tables.js';
import { runTask } from '../../../engine/src/task.js';
import type { TraceEvent } from '../../../engine/src/trace.js';
import type { Version } from '../../../grammar/src/language/version.js';
import { Source } from '../../../grammar/src/text/source.js';

/** A world for configurations in tests: the host is mx.example.test, with lo and its certificates. */
export interface Setting {
  readonly version?: Version;
  /** Index of the listener, or the socket. */
  readonly listener?: number | 'socket';
  readonly client?: Connection['client'];
  readonly reverse?: ReverseAnswer;
  readonly tls?: TlsFacts;
  readonly hooks?: FilterHooks;
  readonly filter?: (effect: Extract<Effect, { type: 'filter:request' }>) => FilterResponse;
  readonly dataLine?: (line: string, proc: string) => readonly string[];
  /** Which users there are; without it, all but nobody. */
  readonly knows?: (user: string) => boolean;
  readonly report?: (effect: FilterReport) => void;
  readonly passwords?: Readonly<Record<string, string>>;
  readonly checkPassword?: (password: string, hash: string) => boolean;
  /** Effects that fail, by their type. */
  readonly failing?: ReadonlySet<Effect['type']>;
  readonly received?: Uint8Array;
  /** Called at each read with the bytes of messages written so far, and the longest piece of them. */
  readonly atRead?: (written: number, longest: number) => void;
}

export interface Played {
  /** Each reply, with what the client had sent before it. */
  readonly replies: readonly string[];
  readonly messages: readonly { readonly text: string; readonly fate: 'committed' | 'rolled-back' | 'open' }[];
  readonly envelopes: readonly SubmitEnvelope[];
  readonly trace: readonly TraceEvent[];
  readonly end: SessionEnd;
  /** What the session asked for, by type. */
  readonly asked: ReadonlyMap<Effect['type'], number>;
}

export const DATE = { seconds: 1_700_000_000, offset: 0, zone: 'UTC' };

const ORIGIN = { file: 0, line: 1, start: 0, end: 0 };
const DELIVERY: Delivery = {
  type: 'relay',
  rule: { number: 1, action: { name: 'relay', type: 'relay', srs: false, origin: ORIGIN } },
  node: 0,
};

function acceptKnown(knows: (user: string) => boolean): ExpandRecipient {
  // biome-ignore lint/correctness/useYield: a task that has its answer already.
  return function* (envelope) {
    if (!knows(envelope.dest.user)) return { outcome: 'refused', reply: '550 Invalid recipient' };
    return { outcome: 'accepted', deliveries: [{ envelope, delivery: DELIVERY }] };
  };
}

const CERTS = new URL('../../../examples/mail.example.org/etc/mail/certs/', import.meta.url);
const cert = (name: string) => readFileSync(new URL(name, CERTS), 'utf8');

/** Certificate and key are at /crt and /key. */
export function compileText(text: string, version: Version = '7.8.0'): CompiledConfig {
  const world = describedWorld({
    hostname: 'mx.example.test',
    interfaces: { lo: ['127.0.0.1', '::1', '192.0.2.1'] },
    files: { '/crt': cert('mail.example.org.crt'), '/key': { text: cert('mail.example.org.key'), mode: '0600' } },
  });
  const { problems, config } = analyze(new Source('smtpd.conf', text), world, { version });
  const fatal = problems.find(({ severity }) => severity === 'error');
  if (fatal) throw new Error(`${fatal.id} in a test's configuration: ${text}`);
  return config;
}

/** Plays chunks of bytes against a session of this configuration; at their end the client hangs up. */
export function play(config: CompiledConfig, chunks: readonly (string | 'TIMEOUT')[], setting: Setting = {}): Played {
  const replies: string[] = [];
  const messages: { text: string; fate: 'committed' | 'rolled-back' | 'open' }[] = [];
  const envelopes: SubmitEnvelope[] = [];
  const trace: TraceEvent[] = [];
  const asked = new Map<Effect['type'], number>();
  let ids = 0;
  let written = 0;
  let longest = 0;
  let next = 0;
  const which = setting.listener ?? 0;
  const listener = which === 'socket' ? config.socket : config.listeners[which];
  if (!listener) throw new Error(`no listener ${which}`);
  const answer = (effect: Effect): unknown => {
    asked.set(effect.type, (asked.get(effect.type) ?? 0) + 1);
    const failed = setting.failing?.has(effect.type) ?? false;
    switch (effect.type) {
      case 'session:read': {
        setting.atRead?.(written, longest);
        const chunk = chunks[next];
        next += 1;
        if (chunk === undefined) return { type: 'closed' };
        return chunk === 'TIMEOUT' ? { type: 'timeout' } : { type: 'data', bytes: textBytes(chunk) };
      }
      case 'session:reply':
        replies.push(effect.line);
        return undefined;
      case 'session:start-tls':
        replies.push('(TLS)');
        if (failed) return { outcome: 'failed', reason: 'handshake' };
        return {
          outcome: 'secured',
          tls: setting.tls ?? { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', bits: 256 },
        };
      case 'session:create-message':
        if (failed) return { outcome: 'failed' };
        messages.push({ text: '', fate: 'open' });
        return { outcome: 'created', id: String(messages.length).padStart(8, '0') };
      case 'session:submit-envelope':
        envelopes.push(effect);
        ids += 1;
        return failed
          ? { outcome: 'failed' }
          : { outcome: 'stored', id: effect.message + String(ids).padStart(8, '0') };
      case 'session:open-message':
        return { outcome: failed ? 'failed' : 'opened' };
      case 'session:write': {
        const message = messages[Number(effect.message) - 1];
        if (message) message.text += effect.data;
        written += effect.data.length;
        longest = Math.max(longest, effect.data.length);
        return { outcome: failed ? 'failed' : 'written' };
      }
      case 'session:commit-message':
      case 'session:rollback-message': {
        const message = messages[Number(effect.message) - 1];
        const commits = effect.type === 'session:commit-message';
        if (message) message.fate = commits && !failed ? 'committed' : 'rolled-back';
        return { outcome: failed ? 'failed' : 'committed' };
      }
      case 'session:date':
        return DATE;
      case 'session:unique-id':
        return '00000000000000ff';
      case 'session:pause':
        return undefined;
      case 'reverse-lookup':
        return setting.reverse ?? { name: 'client.example.test', confirmed: 'yes' };
      case 'authenticate':
        return setting.passwords?.[effect.username] === effect.password ? 'ok' : 'refused';
      case 'check-password':
        return setting.checkPassword?.(effect.password, effect.hash) ?? effect.hash === effect.password;
      case 'filter:request':
        return setting.filter?.(effect) ?? { type: 'proceed' };
      case 'filter:data-line':
        return setting.dataLine?.(effect.line, effect.proc) ?? [effect.line];
      case 'filter:report':
        setting.report?.(effect);
        return undefined;
      case 'clock':
        return DATE.seconds;
      case 'table-lookup':
      case 'table-fetch':
      case 'forward-file':
      case 'include-file':
      case 'exchanger-lookup':
      case 'host-lookup':
        throw new Error(`a session asked for ${effect.type}`);
    }
  };
  const task = runSession(
    {
      config,
      tables: createTables(config),
      process: { staleErrno: false },
      chains: filterChains(config, setting.hooks ?? new Map()),
      expandRecipient: acceptKnown(setting.knows ?? ((user) => user !== 'nobody')),
      trace: (event) => trace.push(event),
    },
    {
      id: '00000000000000aa',
      listener,
      client:
        setting.client ??
        (which === 'socket' ? { family: 'local' } : { family: 'inet4', address: '192.0.2.10', port: 4000 }),
      ...(setting.received ? { received: setting.received } : {}),
    },
  );
  const end = runTask(task, answer);
  return { replies, messages, envelopes, trace, end, asked };
}
