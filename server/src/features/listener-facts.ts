import type { CompiledListener } from '@smtpd-conf/compiler';
import type { ListenStatement } from '@smtpd-conf/grammar';
import type { Snapshot } from '../snapshot.js';

const MODES: Readonly<Record<string, string>> = {
  starttls: 'STARTTLS offered',
  'starttls-require': 'STARTTLS demanded',
  smtps: 'TLS',
};

/** What a `listen on` has become: one listener for each address, all on one port and with one mode. */
export interface ListenerFacts {
  readonly port: number;
  /** Half a sentence. */
  readonly mode: string;
  /** Where it listens and how, as a sentence. */
  readonly sentence: string;
}

/** Undefined of one that became no listener: the socket, an interface that is not there, a statement that is refused. */
export function listenerFacts({ tokens }: ListenStatement, { project, source }: Snapshot): ListenerFacts | undefined {
  const { state } = project.analysis;
  const start = tokens[0]?.start;
  const listeners = state.listeners.filter(
    ({ origin }) => origin.start === start && state.sourceAt(origin.file) === source,
  );
  const [first] = listeners;
  if (first === undefined) return undefined;
  const { port } = first;
  const mode = modeOf(first);
  const addresses = listeners.map(({ address }) => address).join(', ');
  return { port, mode, sentence: `Listens on ${addresses}, port ${port}: ${mode}.` };
}

function modeOf({ tls }: CompiledListener): string {
  return tls === undefined ? 'no TLS' : (MODES[tls.mode] ?? '');
}
