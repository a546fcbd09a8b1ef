import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A configuration with an error, a rule to hover, untidy white space, and names to complete, find and rename. */
export const CONFIG = `table domains { "example.org" }
action "local" mbox
action   "out"   relay
match from any for domain <domains> action "loca"
match from local for any action "out"
`;

/** What an editor found, step by step, as the script that drove it wrote it down. */
export interface Found {
  readonly diagnostic: string;
  readonly completion: readonly string[];
  readonly hover: string;
  readonly definition: readonly [line: number, column: number];
  readonly renamed: string;
  readonly mended: string;
  readonly formatted: string;
  /** What went wrong on the way. */
  readonly problem?: string;
}

/** What an editor has to have found; it may leave out what it has no command for. */
export function expectFound(found: Partial<Found>): void {
  const { problem, ...steps } = found;
  expect(problem).toBeUndefined();
  const expected: Found = {
    diagnostic: expect.stringContaining('4:44') as string,
    completion: expect.arrayContaining(['domains']) as string[],
    hover: expect.stringContaining('Mail from this host, to any domain') as string,
    definition: [1, 7],
    renamed: CONFIG.replaceAll('domains', 'ours'),
    mended: CONFIG.replaceAll('domains', 'ours').replace('"loca"', '"local"'),
    formatted: CONFIG.replaceAll('domains', 'ours')
      .replace('"loca"', '"local"')
      .replace('action   "out"   ', 'action "out" '),
  };
  for (const [step, got] of Object.entries(steps)) expect(got, step).toEqual(expected[step as keyof Found]);
}

/** The first block of a language in a section of docs/editors.md: what people copy is what is tested. */
export function documentedSetup(section: string, language: string): string {
  const [, text = ''] = readFileSync(at('docs/editors.md'), 'utf8').split(`\n## ${section}\n`);
  const block = text.split('\n## ')[0]?.split(`\`\`\`${language}\n`)[1]?.split('\n```')[0];
  if (block === undefined) throw new Error(`docs/editors.md has no ${language} in its section ${section}`);
  return `${block}\n`;
}

export function installed(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Drives an editor in a home of its own, with a smtpd.conf and `smtpd-lint` on its path; what it wrote down. */
export async function drive(
  program: string,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Partial<Found>> {
  const home = mkdtempSync(join(tmpdir(), 'editor-e2e-'));
  try {
    mkdirSync(join(home, 'bin'));
    const linter = join(home, 'bin/smtpd-lint');
    writeFileSync(linter, `#!/bin/sh\nexec '${process.execPath}' '${at('cli/dist/smtpd-lint.cjs')}' "$@"\n`);
    chmodSync(linter, 0o755);
    for (const [name, text] of Object.entries({ 'smtpd.conf': CONFIG, ...files }))
      writeFileSync(join(home, name), text);
    const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
    const env = {
      ...rest,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_STATE_HOME: home,
      PATH: `${home}/bin:${rest.PATH}`,
    };
    const ended = await promisify(execFile)(program, args, { cwd: home, env, timeout: 120_000 }).catch(
      (error) => error,
    );
    const results = join(home, 'found.json');
    if (existsSync(results)) return JSON.parse(readFileSync(results, 'utf8'));
    return { problem: `${program} wrote nothing down: ${ended.stdout}${ended.stderr}` };
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
