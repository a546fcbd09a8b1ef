/** What stands in the way of a server, with what to do. */
export function startProblem({ message }: Error, spool: string): string {
  const advice = ADVICE.find(([pattern]) => pattern.test(message))?.[1];
  return advice === undefined ? message : `${message}; ${advice.replace('SPOOL', spool)}`;
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^processor /, 'run the command of this proc or filter in a shell, as the user that it is run as, to see why'],
  [/EADDRINUSE/, 'another program listens there: stop it, or choose other ports with --port-offset'],
  [/listen.*(?:EACCES|EPERM)/, 'ports below 1024 are for root: choose others with --port-offset'],
  [/EADDRNOTAVAIL/, 'this machine has no such address: choose one with --bind'],
  [/listen EINVAL.*\.sock/, 'the path of the spool is too long for a socket in it: choose a shorter one'],
  [/EACCES|EPERM|EROFS/, 'whoever runs the server must be able to write to SPOOL'],
  [/ENOSPC|EDQUOT/, 'there is no space left for SPOOL'],
  [/ENOTDIR|EEXIST/, 'SPOOL must be a directory'],
];
