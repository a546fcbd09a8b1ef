import type { EnvelopeId } from './ids.js';
import type { EnvelopeProgress } from './queued-envelope.js';

/** One line of a message's progress file: how an envelope stands, or that it is done with. */
export type ProgressEntry =
  | { readonly id: EnvelopeId; readonly progress: EnvelopeProgress }
  | { readonly id: EnvelopeId; readonly done: 'delivered' | 'failed' | 'removed' | 'expired' };

/** It begins with an end of line: one that a full disk cut short must not take the next one with it. */
export function progressLine(entry: ProgressEntry): string {
  return `\n${JSON.stringify(entry)}\n`;
}

/**
 * The last entry of each envelope. A line that was cut off by a crash is passed over: what it would have said is that a
 * try was made, and then there will be one more.
 */
export function readProgress(text: string): ReadonlyMap<EnvelopeId, ProgressEntry> {
  const last = new Map<EnvelopeId, ProgressEntry>();
  for (const line of text.split('\n')) {
    const entry = line === '' ? undefined : parseEntry(line);
    if (entry) last.set(entry.id, entry);
  }
  return last;
}

function parseEntry(line: string): ProgressEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<ProgressEntry> | null;
    return typeof entry?.id === 'string' ? (entry as ProgressEntry) : undefined;
  } catch {
    return undefined;
  }
}
