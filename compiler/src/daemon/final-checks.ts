import { checkPki, type PkiFault } from '../pki/check-pki.js';
import type { Problem } from '../problem.js';
import type { CompileState } from '../state.js';

export interface FinalChecks {
  /** What the daemon prints; it stops at the first fault. */
  readonly lines: readonly string[];
  readonly failed: boolean;
  /** All faults. */
  readonly problems: readonly Problem[];
}

/**
 * What `smtpd -n` looks at once the file has been read without an error: the queue's key, certificates and keys. What a statement
 * says that cannot be read may be what is missing, so that nothing is said of its entry.
 */
export function finalChecks(state: CompileState): FinalChecks {
  const pki = [...state.pki.values()].filter(({ name }) => !state.isBroken('pki', name));
  const ca = [...state.ca.values()].filter(({ name }) => !state.isBroken('ca', name));
  const { messages, fatal, faults } = checkPki(
    pki,
    ca,
    state.queueEncryption?.key,
    state.world,
    state.queueKeyPlace?.source.encoding,
  );
  return { lines: messages, failed: fatal, problems: faults.map((fault) => asProblem(fault, state)) };
}

function asProblem(fault: PkiFault, state: CompileState): Problem {
  const daemon = { kind: 'fatal', text: fault.messages.join('; ') } as const;
  const base = { severity: 'error', related: [], daemon } as const;
  const { entry } = fault;
  if (entry === undefined) {
    const token = state.queueKeyPlace;
    const place = token && { source: token.source, start: token.start, end: token.end };
    return { ...base, id: 'queue-key', what: 'The key of the queue does not have 32 bytes.', place };
  }
  const source = state.sourceAt(entry.origin.file);
  const place = source && { source, start: entry.origin.start, end: entry.origin.end };
  return { ...base, id: 'pki-file', what: describe(fault), place };
}

function describe({ part, entry, path, cause, messages }: PkiFault): string {
  const name = part === 'ca' ? `ca "${entry?.name}"` : `pki "${entry?.name}"`;
  if (cause.type === 'missing') return `${name} names no ${part}.`;
  const reasons = messages.slice(0, -1).map((message) => message.replace(/^warn: +/, '').trim());
  const why = reasons.length > 0 ? reasons.join('; ') : cause.type.replaceAll('-', ' ');
  return `The ${part} of ${name}, ${path}, cannot be used: ${why}.`;
}
