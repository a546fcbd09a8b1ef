import { describe, test } from 'vitest';
import { check, GOOD, type Run } from './program.js';

const USAGE = /^usage: smtpd-lint .*\n( {7}(?: {4}|smtpd-lint ).*\n)+options: .*\n$/;

/** [the arguments, what is said on stderr] */
const WRONG: readonly (readonly [args: string, stderr: RegExp])[] = [
  ['', /no file given\nusage: /],
  ['check', /no file given/],
  ['fmt', /no file given/],
  ['compile', /takes one file, given with -f/],
  ['compile -f a b', /given with -f \(not b\)/],
  ['-n good.conf', /give it with -f \(not good\.conf\)/],
  ['-n -f', /argument missing/],
  ['--bogus good.conf', /'--bogus'/],
  ['check --print good.conf', /'--print'/],
  ['fmt --format json good.conf', /'--format'/],
  ['--format xml good.conf', /--format xml: use one of text, compact, .*junit/],
  ['--output sarif good.conf', /--output sarif: write FORMAT:FILE/],
  ['--output xml:a good.conf', /--output xml: use one of text, /],
  ['--max-warnings many good.conf', /--max-warnings many: give a number/],
  ['--select open-really good.conf', /no rule or category "open-really"/],
  ['--fail-on never good.conf', /--fail-on never: use one of error, warning, info/],
  ['--fail-on', /argument missing/],
  ['--platform win good.conf', /--platform win: use one of openbsd, linux, freebsd/],
  ['-n -f good.conf --platform win', /--platform win/],
  ['--target 5.9.0 good.conf', /--target 5\.9\.0: .* known are 6\.0\.3, 6\.4\.0, .*7\.8\.0/],
  ['--target= good.conf', /--target : /],
  ['-n -f good.conf --target x', /--target x: /],
  ['fmt --target x good.conf', /--target x: /],
  ['compile -f good.conf --target x', /--target x: /],
  ['compile -f good.conf --from x', /--from x: /],
];

const RIGHT: readonly (Omit<Run, 'args' | 'status'> & { readonly args: string })[] = [
  { args: '--help', stdout: USAGE },
  { args: '-h', stdout: USAGE },
  { args: 'compile --help', stdout: /^usage: smtpd-lint compile .*\n\nPrints .*\n\n( {2}-.*\n| {26}.*\n)+$/ },
  { args: '--version', stdout: /^smtpd-lint \d+\.\d+\.\d+\n$/ },
  { args: 'good.conf', stdout: '1 file checked, nothing found\n' },
  { args: 'check good.conf', stdout: '1 file checked, nothing found\n' },
  { args: '-- good.conf', stdout: '1 file checked, nothing found\n' },
  { args: '--target 6.5.0 --platform freebsd --fail-on info good.conf', stdout: '1 file checked, nothing found\n' },
  { args: '-nf good.conf', stderr: 'configuration OK\n' },
];

const words = (args: string): string[] => args.split(' ').filter((word) => word !== '');

describe('the arguments', () => {
  const files = { 'good.conf': GOOD };
  test.each(WRONG)('wrong: %s', (args, stderr) => {
    check({ args: words(args), files, status: 2, stderr: new RegExp(`^smtpd-lint: .*${stderr.source}`) });
  });
  test.each(RIGHT)('right: $args', ({ args, ...run }) => {
    check({ ...run, args: words(args), files, status: 0 });
  });
  test.each(['toString', 'constructor', '__proto__'])('%s is a file, not a command', (name) => {
    check({ args: [name], files: { [name]: GOOD }, status: 0, stdout: '1 file checked, nothing found\n' });
  });
});
