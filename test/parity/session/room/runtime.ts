import { readdirSync, readFileSync } from 'node:fs';
import type { ServerKind } from './server.js';
import { CONFIG } from './stage.js';

export const SPOOL = '/var/spool/smtpd-lint';

/** `smtpd-lint run`; the program is its bundle. */
export function runtime(program: string, version: string): ServerKind {
  return {
    program: process.execPath,
    args: [program, 'run', '-f', CONFIG, '--spool', SPOOL, '--target', version, '--platform', 'linux'],
    ready: /listening on/,
    envelopes,
  };
}

/** The envelopes stand at the end of the files of their messages. */
function envelopes(): readonly string[] {
  return readdirSync(`${SPOOL}/queue`).flatMap((name) => {
    try {
      const text = readFileSync(`${SPOOL}/queue/${name}`, 'latin1');
      return [...text.matchAll(new RegExp(`"id":"(${name}[0-9a-f]{8})"`, 'g'))].map(([, id = '']) => id);
    } catch {
      // It was delivered meanwhile.
      return [];
    }
  });
}
