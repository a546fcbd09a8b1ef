import { readFileSync } from 'node:fs';

/** smtp.c: SMTP_FD_RESERVE. */
const RESERVE = 5;
/** Where the system does not tell how many files a process may have open. */
const USUAL_FILES = 1024;

/** How many clients are served at a time: half of the files that the process may have open (smtp.c:smtp_setup_events). */
export function sessionLimit(): number {
  return Math.floor(openFilesLimit() / 2) - RESERVE;
}

function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? USUAL_FILES : Number(soft);
  } catch {
    return USUAL_FILES;
  }
}
