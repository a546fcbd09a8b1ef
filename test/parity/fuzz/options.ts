import { parseArgs } from 'node:util';
import { JUDGE_VERSIONS, type JudgeVersion } from '../../support/judge.js';

export const USAGE = `usage: npm run fuzz:parity -- [--cases N] [--seed S] [--version V] [--out DIR] [--minimise N] [FILE...]

Compares our -n with the daemon's on generated files, or on FILEs that an earlier run saved.
--cases N      how many (500)
--seed S       which: the same seed gives the same files
--version V    ${JUDGE_VERSIONS.join(' or ')}
--out DIR      where disagreements are saved (fuzz-disagreements)
--minimise N   how many kinds of disagreement to shrink an example of (20)
`;

export interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly version: JudgeVersion;
  readonly out: string;
  readonly minimise: number;
  readonly files: readonly string[];
}

/** The command line; what is wrong with it is thrown. */
export function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cases: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      version: { type: 'string', default: '6.8.0' },
      out: { type: 'string', default: 'fuzz-disagreements' },
      minimise: { type: 'string', default: '20' },
    },
  });
  const version = JUDGE_VERSIONS.find((known) => known === values.version);
  if (version === undefined) throw new Error(`no such version: ${values.version}`);
  return {
    cases: readNumber('cases', values.cases),
    seed: readNumber('seed', values.seed),
    minimise: readNumber('minimise', values.minimise),
    version,
    out: values.out,
    files: positionals,
  };
}

function readNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${name} wants a number: ${text}`);
  return Number(text);
}
