/** What the exit statuses of sysexits.h are called in the log (mda.c:mda_sysexit_to_str). */
const MEANINGS: Readonly<Record<number, string>> = {
  64: 'command line usage error',
  65: 'data format error',
  66: 'cannot open input',
  67: 'user unknown',
  68: 'host name unknown',
  69: 'service unavailable',
  70: 'internal software error',
  71: 'system resource problem',
  72: 'critical OS file missing',
  73: "can't create user output file",
  74: 'input/output error',
  75: 'temporary failure',
  76: 'remote error in protocol',
  77: 'permission denied',
  78: 'local configuration error',
};

export function exitMeaning(status: number): string | undefined {
  return MEANINGS[status];
}
