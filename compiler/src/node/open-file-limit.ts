import { readdirSync, readFileSync } from 'node:fs';

/** Standard input, output and error, and /etc/services, which setservent(3) keeps open (parse.y:parse_config). */
const OTHER_FILES = 4;
/** Where /proc tells nothing: the usual soft limit. */
const USUAL = 1024;
/** O_CLOEXEC, in the octal digits of /proc/PID/fdinfo. */
const CLOSE_ON_EXEC = 0o2000000;

/**
 * How many configuration files smtpd could have open at once if it ran in our place. Node has raised our own soft limit
 * to the hard one, so the parent's limit is asked; and the parent's files that a child inherits count too.
 */
export function openFileLimit(): number {
  const limit = Math.min(softLimit('self'), softLimit(String(process.ppid)));
  return Math.max(0, limit - OTHER_FILES - inheritedFiles(limit));
}

function softLimit(pid: string): number {
  const text = attempt(() => readFileSync(`/proc/${pid}/limits`, 'latin1')) ?? '';
  return Number(/^Max open files\s+(\d+)/m.exec(text)?.[1] ?? USUAL);
}

/** Descriptors above standard error that the parent hands on, below the limit. */
function inheritedFiles(limit: number): number {
  const directory = `/proc/${process.ppid}/fdinfo`;
  const numbers = attempt(() => readdirSync(directory)) ?? [];
  return numbers.filter((number) => {
    if (Number(number) <= 2 || Number(number) >= limit) return false;
    const text = attempt(() => readFileSync(`${directory}/${number}`, 'latin1')) ?? '';
    const flags = /^flags:\s+([0-7]+)/m.exec(text)?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  }).length;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
