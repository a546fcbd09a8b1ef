import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pattern and the texts to hold it against, as byte texts without a NUL. */
export interface RegexQuestion {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly texts: readonly string[];
}

/** The constant of regcomp(3), or for each text whether it matches. */
export type RegexVerdict = string | readonly boolean[];

/** Reads hexadecimal fields: flags and pattern, then texts, then a dot. Writes regcomp's constant, or a digit for each text. */
const PROGRAM = `
#include <regex.h>
#include <stdio.h>
#include <string.h>

static const char *errors[] = {"REG_NOERROR", "REG_NOMATCH", "REG_BADPAT", "REG_ECOLLATE", "REG_ECTYPE", "REG_EESCAPE",
  "REG_ESUBREG", "REG_EBRACK", "REG_EPAREN", "REG_EBRACE", "REG_BADBR", "REG_ERANGE", "REG_ESPACE", "REG_BADRPT",
  "REG_EEND", "REG_ESIZE", "REG_ERPAREN"};

static void unhex(char *to, const char *from) {
  unsigned byte;
  for (; sscanf(from, "%2x", &byte) == 1; from += 2) *to++ = (char)byte;
  *to = 0;
}

int main(void) {
  static char field[1 << 16], text[1 << 15];
  while (scanf("%65535s", field) == 1) {
    regex_t regex;
    unhex(text, field + 1);
    int error = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB | (field[0] == 'i' ? REG_ICASE : 0));
    if (error) printf("%s", errors[error]);
    while (scanf("%65535s", field) == 1 && field[0] != '.') {
      unhex(text, field + 1);
      if (!error) putchar(regexec(&regex, text, 0, NULL, 0) ? '0' : '1');
    }
    putchar('\\n');
    if (!error) regfree(&regex);
  }
  return 0;
}
`;

/** Whether there is a compiler, and the C library is glibc. */
export function hasGlibc(): boolean {
  const { stdout } = spawnSync('cc', ['-E', '-x', 'c', '-'], {
    input: '#include <features.h>\n__GLIBC__\n',
    encoding: 'utf8',
  });
  return /^\d+$/m.test(stdout ?? '');
}

/** Asks the C library; compiles the program for it anew each time. */
export function askLibrary(questions: readonly RegexQuestion[]): RegexVerdict[] {
  const directory = mkdtempSync(join(tmpdir(), 'smtpd-regex-'));
  try {
    const source = join(directory, 'regex.c');
    const program = join(directory, 'regex');
    writeFileSync(source, PROGRAM);
    const compiled = spawnSync('cc', ['-O1', '-o', program, source], { encoding: 'utf8' });
    if (compiled.status !== 0) throw new Error(`cc: ${compiled.stderr}`);
    const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
    const input = questions.map(({ pattern, ignoreCase, texts }) =>
      [`${ignoreCase ? 'i' : 'c'}${hex(pattern)}`, ...texts.map((text) => `x${hex(text)}`), '.'].join(' '),
    );
    const run = spawnSync(program, {
      input: input.join('\n'),
      encoding: 'latin1',
      maxBuffer: 1 << 28,
      timeout: 120_000,
    });
    if (run.status !== 0) throw new Error(`regex program: status ${run.status}, signal ${run.signal}`);
    return run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (line.startsWith('REG') ? line : [...line].map((digit) => digit === '1')));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
