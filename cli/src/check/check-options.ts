import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Choice, knownRules, meantRule, SEVERITIES, type Severity, unknownNames } from '@smtpd-conf/checker';
import type { Target } from '@smtpd-conf/grammar';
import { UserError } from '../exit-status.js';
import { REPORTERS } from '../reporters/reporters.js';
import { type LoadedSettings, loadSettings, NO_SETTINGS } from '../settings/load-settings.js';
import { parseTarget } from '../target.js';

/** A report and where it goes: a file, or stdout. */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

/** What `check` has been told, by its arguments and by the settings. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly target: Target;
  readonly root: string | undefined;
  readonly outputs: readonly Output[];
  /** What the command line says; see failOnFor for what holds for a file. */
  readonly failOn: Severity | undefined;
  readonly maxWarnings: number;
  readonly quiet: boolean;
  /** The best fixes that are applied; none where undefined. */
  readonly fix: 'safe' | 'unsafe' | undefined;
  /** Shows what would be mended, and writes nothing. */
  readonly diff: boolean;
  readonly stdinName: string | undefined;
  readonly settings: LoadedSettings;
  /** --select and --ignore, which win over the settings. */
  readonly choice: Choice;
}

const CHECK_OPTIONS = {
  format: { type: 'string' },
  output: { type: 'string', multiple: true, default: [] as string[] },
  statistics: { type: 'boolean', default: false },
  target: { type: 'string' },
  platform: { type: 'string' },
  root: { type: 'string' },
  config: { type: 'string' },
  'no-config': { type: 'boolean', default: false },
  select: { type: 'string', multiple: true, default: [] as string[] },
  ignore: { type: 'string', multiple: true, default: [] as string[] },
  fix: { type: 'boolean', default: false },
  'fix-unsafe': { type: 'boolean', default: false },
  diff: { type: 'boolean', default: false },
  'fail-on': { type: 'string' },
  'max-warnings': { type: 'string' },
  quiet: { type: 'boolean', short: 'q', default: false },
  'stdin-filename': { type: 'string' },
} as const;

/** The arguments of `check`, as they stand there. */
export type CheckArguments = ReturnType<typeof parseCheckArguments>;

export function parseCheckArguments(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: CHECK_OPTIONS });
}

/** Reads the arguments and the settings. Throws a UserError where one of them is wrong. */
export async function checkOptions({ values, positionals }: CheckArguments): Promise<CheckOptions> {
  if (positionals.length === 0) throw new UserError('no file given; name the files to check, or - for standard input');
  const format = values.statistics ? 'statistics' : (values.format ?? 'text');
  const outputs = [{ format: known(format, '--format') }, ...values.output.map(parseOutput)];
  refuseOverlap(outputs, positionals);
  const settings = values['no-config'] ? NO_SETTINGS : await loadSettings(values.config);
  const { target, platform, maxWarnings } = settings.settings;
  return {
    paths: positionals,
    target: parseTarget(values.target ?? target, values.platform ?? platform),
    root: values.root,
    outputs,
    failOn: values['fail-on'] === undefined ? undefined : parseSeverity(values['fail-on']),
    maxWarnings: parseCount(values['max-warnings']) ?? maxWarnings ?? Number.POSITIVE_INFINITY,
    quiet: values.quiet,
    fix: values['fix-unsafe'] ? 'unsafe' : values.fix || values.diff ? 'safe' : undefined,
    diff: values.diff,
    stdinName: values['stdin-filename'],
    settings,
    choice: parseChoice(values.select, values.ignore),
  };
}

/** A report never takes the place of what it is about, or of another report. */
function refuseOverlap(outputs: readonly Output[], paths: readonly string[]): void {
  const taken = new Set(paths.filter((path) => path !== '-').map((path) => resolve(path)));
  for (const { format, file } of outputs) {
    if (file === undefined) continue;
    if (taken.has(resolve(file)))
      throw new UserError(`--output ${format}:${file}: this file is checked, or has another report`);
    taken.add(resolve(file));
  }
}

function parseOutput(value: string): Output {
  const [, format = '', file = ''] = /^([^:]*):(.+)$/s.exec(value) ?? [];
  if (file === '') throw new UserError(`--output ${value}: write FORMAT:FILE, as in sarif:smtpd.sarif`);
  return { format: known(format, '--output'), file };
}

function known(format: string, option: string): string {
  if (REPORTERS.has(format)) return format;
  throw new UserError(`${option} ${format}: use one of ${[...REPORTERS.keys()].join(', ')}`);
}

function parseSeverity(value: string): Severity {
  const severity = SEVERITIES.find((one) => one === value);
  if (severity) return severity;
  throw new UserError(`--fail-on ${value}: use one of ${SEVERITIES.join(', ')}`);
}

function parseCount(value: string | undefined): number | undefined {
  if (value === undefined || /^\d{1,9}$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new UserError(`--max-warnings ${value}: give a number`);
}

function parseChoice(selected: readonly string[], ignored: readonly string[]): Choice {
  const names = (values: readonly string[]) =>
    values.flatMap((value) => value.split(',')).filter((name) => name !== '');
  const choice = { ignore: names(ignored), ...(selected.length > 0 ? { select: names(selected) } : {}) };
  const [unknown] = unknownNames([choice], knownRules());
  if (unknown === undefined) return choice;
  throw new UserError(
    `there is no rule or category "${unknown}"; \`smtpd-lint rules\` lists them${meantRule(unknown)}`,
  );
}
