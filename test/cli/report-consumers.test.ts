import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../cli/src/reporters/file-report.js';
import { REPORTERS } from '../../cli/src/reporters/reporters.js';
import { directoryWith } from './program.js';

/** What a report is most likely to trip over. */
const NASTY = 'a "b" <c> & \'d\' ]]> --> %0A \x00\x1b[31m\r\n\t\ud800 \ufffe 漢 : , ::error::';
const PATH = 'dir/a: "b" <c>&,%,\tx.conf';

function diagnostic(message: string, line: number): Diagnostic {
  const range = { start: { line, column: 3 }, end: { line, column: 5 } };
  return { rule: 'rule-shadowed', severity: 'warning', message, range, related: [], fixes: [], line: '  xy' };
}

async function report(format: string, path: string, messages: readonly string[]): Promise<string> {
  const reporter = await REPORTERS.get(format)?.();
  const diagnostics = messages.map((message, index) => diagnostic(message, index + 1));
  const files = [{ path, dialect: 'modern', diagnostics, suppressed: [] }] as const;
  return (await reporter?.({ files, version: '1', colour: false })) ?? '';
}

/** The attributes of each element of a kind, as a strict parser reads them. */
function elements(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (tag.name === name) found.push({ ...tag.attributes } as Record<string, string>);
  });
  // What a file holds is bytes.
  parser.write(Buffer.from(xml).toString('utf8')).close();
  return found;
}

/** Without what XML 1.0 cannot say. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot say
const SAYABLE = NASTY.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ud800\ufffe]/g, '\ufffd');

describe('XML, read by a strict parser', () => {
  test('checkstyle', async () => {
    const xml = await report('checkstyle', PATH, [NASTY]);
    expect(elements(xml, 'file')).toEqual([{ name: PATH }]);
    expect(elements(xml, 'error')).toEqual([
      { line: '1', column: '3', severity: 'warning', message: SAYABLE, source: 'smtpd-lint.rule-shadowed' },
    ]);
  });
  test('junit', async () => {
    const xml = await report('junit', PATH, [NASTY, NASTY]);
    expect(elements(xml, 'testsuite')).toEqual([{ name: PATH, tests: '2', failures: '2', errors: '0' }]);
    expect(elements(xml, 'testcase').map(({ name }) => name)).toEqual(['rule-shadowed (1:3)', 'rule-shadowed (2:3)']);
    expect(elements(xml, 'failure')).toEqual([
      { type: 'warning', message: SAYABLE },
      { type: 'warning', message: SAYABLE },
    ]);
  });
});

/** What the runner of GitHub Actions does to a command (actions/runner: ActionCommand.TryParseV2). */
function readCommand(line: string) {
  const [, command = '', list = '', data = ''] = /^::(\S+) ((?:(?!::).)*)::(.*)$/.exec(line) ?? [];
  const unescaped = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = list.split(',').map((one) => [one.split('=')[0], unescaped(one.slice(one.indexOf('=') + 1))]);
  return { command, properties: Object.fromEntries(properties), data: unescaped(data) };
}

describe('GitHub, as its runner reads commands', () => {
  test('a message and a path with all that is special', async () => {
    const text = await report('github', PATH, [NASTY]);
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(readCommand(text.trimEnd())).toEqual({
      command: 'warning',
      properties: { file: PATH, line: '1', col: '3', endColumn: '5', title: 'smtpd-lint rule-shadowed' },
      data: NASTY,
    });
  });
  test.each([
    ['./etc/smtpd.conf', 'etc/smtpd.conf'],
    [join(process.cwd(), 'etc/smtpd.conf'), 'etc/smtpd.conf'],
    ['../smtpd.conf', '../smtpd.conf'],
    ['-', undefined],
  ])('the path %s', async (path, file) => {
    expect(readCommand((await report('github', path, ['m'])).trimEnd()).properties.file).toBe(file);
  });
});

describe('GitLab', () => {
  test('fingerprints are unique for the same text on several lines, and paths relative', async () => {
    const issues = JSON.parse(await report('gitlab', './a.conf', ['m', 'm', 'm']));
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(3);
    expect(issues[0].location).toEqual({ path: 'a.conf', lines: { begin: 1, end: 1 } });
    expect(JSON.parse(await report('gitlab', 'a.conf', ['other', 'm', 'm']))[1].fingerprint).toBe(
      issues[1].fingerprint,
    );
  });
});

const VIM = ['/usr/bin/nvim', '/usr/bin/vim'].find((path) => existsSync(path));
if (VIM === undefined) console.warn('skipped: reports in the quickfix list: there is neither nvim nor vim');

/** [the format, Vim's errorformat for it] */
const ERROR_FORMATS = [
  // What $VIMRUNTIME/compiler/gcc.vim and eslint's have for such lines.
  ['gcc', '%f:%l:%c: %trror: %m,%f:%l:%c: %tarning: %m,%f:%l:%c: %tote: %m'],
  ['compact', '%f: line %l\\, col %c\\, %trror - %m,%f: line %l\\, col %c\\, %tarning - %m'],
] as const;

describe.skipIf(VIM === undefined)('the quickfix list of Vim', () => {
  test.each(ERROR_FORMATS)('reads %s', async (format, errorFormat) => {
    const text = await report(format, 'etc/mail/smtpd.conf', ['The first: "x".', NASTY]);
    const directory = directoryWith({
      report: text,
      'read.vim': `let &errorformat = '${errorFormat}'
cgetfile report
let found = map(getqflist(), {_, one -> [bufname(one.bufnr), one.lnum, one.col, one.type, one.text, one.valid]})
call writefile([json_encode(found)], 'found.json')
qall!
`,
    });
    const args = VIM?.endsWith('nvim') ? ['--headless', '--clean', '-n'] : ['-e', '-s', '-N', '-u', 'NONE', '-n'];
    const { status } = spawnSync(VIM ?? '', [...args, '-S', 'read.vim'], { cwd: directory, timeout: 60_000 });
    expect(status).toBe(0);
    const found = JSON.parse(readFileSync(join(directory, 'found.json'), 'utf8'));
    expect(found).toHaveLength(2);
    expect(found[0].slice(0, 3)).toEqual(['etc/mail/smtpd.conf', 1, 3]);
    expect(found[0][4]).toMatch(/^The first: "x"\. [[(]rule-shadowed[\])]$/);
    expect(found[1].slice(1, 3)).toEqual([2, 3]);
    expect(found.map(([, , , type]: string[]) => type?.toLowerCase())).toEqual(['w', 'w']);
  });
});
