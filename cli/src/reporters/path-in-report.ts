import { relative, resolve, sep } from 'node:path';

/** A path as services that know a repository want it: relative to where the command runs, where it is below that. */
export function pathInReport(path: string): string {
  const name = relative('.', resolve(path));
  return name === '' || name.startsWith(`..${sep}`) || name === '..' ? path : name.split(sep).join('/');
}
