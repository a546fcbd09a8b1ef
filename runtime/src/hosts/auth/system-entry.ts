import { execFileSync } from 'node:child_process';

/** Milliseconds that the C library may take for an answer. */
const PATIENCE = 10_000;

/**
 * The fields of what a name has in one of the system's databases, by getent(1), which asks whatever the C library is set up to
 * ask; undefined where there is none, or the system does not answer.
 */
export function systemEntry(
  database: 'passwd' | 'group' | 'shadow',
  name: string,
  encoding: 'utf8' | 'latin1',
): readonly string[] | undefined {
  // A number would be taken for an id: who has it for a name is found among all.
  const key = /^\d+$/.test(name) ? [] : ['--', name];
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const output = execFileSync('getent', [database, ...key], { encoding, timeout: PATIENCE, stdio: [...stdio] });
    return output
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
  } catch {
    return undefined;
  }
}
