import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether any other process of the room has something to do. On a busy machine the daemon may take long over anything; but
 * as long as a reply can come of what it heard, one of its processes is running, or waits for a disk.
 */
export function anybodyBusy(): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isBusy(name));
}

/** The state stands behind the name of the program, which is in brackets. */
function isBusy(pid: string): boolean {
  try {
    return /^[RD]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, ''));
  } catch {
    return false;
  }
}
