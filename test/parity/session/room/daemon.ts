import { readdirSync } from 'node:fs';
import type { ServerKind } from './server.js';
import { CONFIG } from './stage.js';

const TRACES = ['rules', 'expand', 'lookup', 'smtp', 'filters'];
const QUEUE = '/var/spool/smtpd/queue';

/** OpenSMTPD's smtpd. */
export function daemon(program: string): ServerKind {
  const traces = TRACES.flatMap((name) => ['-T', name]);
  return {
    program,
    args: ['-d', '-v', ...traces, '-f', CONFIG],
    ready: /will accept at most|will not listen/,
    envelopes,
  };
}

function envelopes(): readonly string[] {
  return list(QUEUE).flatMap((bucket) =>
    list(`${QUEUE}/${bucket}`).flatMap((message) =>
      list(`${QUEUE}/${bucket}/${message}`).filter((name) => /^[0-9a-f]{16}$/.test(name)),
    ),
  );
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
