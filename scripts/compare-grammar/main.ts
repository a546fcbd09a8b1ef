import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveVersion, VERSIONS } from '@smtpd-conf/grammar';
import { compare } from './compare.js';
import { UnreadableGrammar } from './grammar.js';
import { report } from './report.js';
import { readYacc } from './yacc-reader.js';

const USAGE = `usage: npm run compare:grammar -- --parse-y PATH --version VERSION [--limit-c PATH]

Compares the language tables and the parser with the grammar in PATH, a release's parse.y. Names of mta limits come from
limit.c, by default the one beside it. VERSION: ${VERSIONS.join(', ')}.
Exit status: 0 equal, 1 different, 2 wrong usage or a file that cannot be read.
`;

/** Where the command writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs the command and returns its exit status. */
export function main(args: readonly string[], { out, error }: Output): number {
  const options = readOptions(args);
  const version = options?.version === undefined ? undefined : resolveVersion(options.version);
  if (options?.parseY === undefined || version === undefined) {
    error(USAGE);
    return 2;
  }
  const { parseY, limitC } = options;
  try {
    const yacc = readYacc(readFileSync(parseY, 'utf8'), readLimits(parseY, limitC));
    if (yacc.limitsElsewhere) error('the names of mta limits are not compared: no limit.c tells them\n');
    const comparison = compare(yacc, version);
    out(report(comparison, parseY, version));
    return comparison.differences.length === 0 ? 0 : 1;
  } catch (problem) {
    if (problem instanceof UnreadableGrammar) error(`${parseY}: ${problem.message}\n`);
    else if (problem instanceof Error && 'code' in problem) error(`${problem.message}\n`);
    else throw problem;
    return 2;
  }
}

interface Options {
  readonly parseY: string | undefined;
  readonly limitC: string | undefined;
  readonly version: string | undefined;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'parse-y': { type: 'string' }, 'limit-c': { type: 'string' }, version: { type: 'string' } },
    });
    return { parseY: values['parse-y'], limitC: values['limit-c'], version: values.version };
  } catch {
    return undefined;
  }
}

function readLimits(parseY: string, limitC: string | undefined): string | undefined {
  if (limitC !== undefined) return readFileSync(limitC, 'utf8');
  const beside = join(dirname(parseY), 'limit.c');
  return existsSync(beside) ? readFileSync(beside, 'utf8') : undefined;
}
