import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SCHEMA from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { BAD, check, type Files } from './program.js';

/** A fault, a second one in an included file with a fix, and one that a comment suppresses. */
const FILES: Files = {
  'a,b.conf': `include "part.conf"\n${BAD}match for local action "c" # smtpd-lint disable-line=undefined-action -- comes <later>\n`,
  'part.conf': 'listen on lo port 99999\n',
};
const ARGS = ['--no-config', '--root', '.', 'a,b.conf'];

function report(format: string, files = FILES, args: readonly string[] = ARGS): string {
  return check({ args: ['--format', format, ...args], files, status: 1, stdout: /./ }).stdout.toString();
}

/** [the format, what a line of the report is like] */
const LINES: readonly (readonly [string, RegExp])[] = [
  ['text', /^a,b\.conf:3:22: error: .*\[undefined-action\]$/m],
  ['compact', /^a,b\.conf: line 3, col 22, Error - .* \(undefined-action\)$/m],
  ['gcc', /^a,b\.conf:3:22: error: .*\[undefined-action\]$/m],
  ['jsonl', /^\{"path":"a,b\.conf","rule":"undefined-action",.*"range":\{"start":\{"line":3,"column":22\}/m],
  [
    'github',
    /^::error file=a%2Cb\.conf,line=3,col=22,endColumn=25,title=smtpd-lint undefined-action::There is no action /m,
  ],
  [
    'checkstyle',
    /^ {4}<error line="3" column="22" severity="error" message="There is no action &quot;b&quot;.*" source="smtpd-lint\.undefined-action"\/>$/m,
  ],
  [
    'junit',
    /^ {4}<testcase name="undefined-action \(3:22\)" classname="a,b\.conf">\n {6}<failure type="error" message="There is no action &quot;b&quot;/m,
  ],
  ['statistics', /^ {5}1 {2}error {4}undefined-action$/m],
];

describe('the report as', () => {
  test.each(LINES)('%s', (format, line) => {
    const text = report(format);
    expect(text).toMatch(line);
    expect(text, 'what is suppressed').not.toContain('action "c"');
  });

  test('gitlab, whose fingerprints stay when lines move', () => {
    const issues = JSON.parse(report('gitlab'));
    const moved = JSON.parse(report('gitlab', { ...FILES, 'a,b.conf': `\n\n${FILES['a,b.conf']}` }));
    const fingerprints = (all: readonly { fingerprint: string }[]) => all.map(({ fingerprint }) => fingerprint);
    expect(fingerprints(moved)).toEqual(fingerprints(issues));
    expect(new Set(fingerprints(issues)).size).toBe(issues.length);
    expect(issues).toContainEqual({
      description: expect.stringContaining('There is no action "b"'),
      check_name: 'undefined-action',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: 'critical',
      location: { path: 'a,b.conf', lines: { begin: 3, end: 3 } },
    });
  });

  test('sarif, after the schema of OASIS, with fixes and what is suppressed', () => {
    const files = { ...FILES, 'a,b.conf': `${FILES['a,b.conf']}expire 1d\n` };
    const log = JSON.parse(report('sarif', files));
    // Its draft 4 uses nothing that draft 7 reads in another way, but for its own names.
    const { $schema: _, id: __, ...schema } = SCHEMA;
    const validate = new Ajv({
      strict: false,
      unicodeRegExp: false,
      formats: { uri: isUri, 'uri-reference': isReference, 'date-time': true },
    }).compile(schema);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const [{ results, tool }] = log.runs;
    const rules = results.map(({ ruleId, ruleIndex }: { ruleId: string; ruleIndex: number }) => [
      ruleId,
      tool.driver.rules[ruleIndex].id,
    ]);
    expect(rules.every(([id, indexed]: string[]) => id === indexed)).toBe(true);
    expect(results).toContainEqual(
      expect.objectContaining({
        ruleId: 'undefined-action',
        suppressions: [{ kind: 'inSource', justification: 'comes <later>' }],
      }),
    );
    expect(results).toContainEqual(
      expect.objectContaining({
        ruleId: 'legacy-grammar',
        fixes: [
          expect.objectContaining({
            artifactChanges: [
              {
                artifactLocation: { uri: 'a%2Cb.conf' },
                replacements: [
                  {
                    deletedRegion: { startLine: 5, startColumn: 1, endLine: 5, endColumn: 10 },
                    insertedContent: { text: 'queue ttl 1d' },
                  },
                ],
              },
            ],
          }),
        ],
      }),
    );
  });

  test('several at once', () => {
    const args = ['--output', 'sarif:out.sarif', '--output', 'junit:out.xml', ...ARGS];
    const { directory, stdout } = check({ args, files: FILES, status: 1, stdout: /./ });
    expect(stdout.toString()).toBe(report('text'));
    expect(readFileSync(join(directory, 'out.sarif'), 'utf8')).toBe(report('sarif'));
    expect(readFileSync(join(directory, 'out.xml'), 'utf8')).toBe(report('junit'));
  });

  test('never over a file that is checked, and never two in one file', () => {
    const stderr = /^smtpd-lint: --output json:\S+: this file is checked, or has another report\n$/;
    check({ args: ['--output', 'json:./part.conf', 'part.conf'], files: FILES, status: 2, stderr });
    check({ args: ['--output=sarif:x', '--output=json:./x', 'part.conf'], files: FILES, status: 2, stderr });
  });

  test('one that cannot be written keeps none of the others away', () => {
    const args = ['--output', 'sarif:none/out', '--output', 'json:out.json', ...ARGS];
    const { directory } = check({ args, files: FILES, status: 3, stdout: /./, stderr: /^smtpd-lint: none\/out: / });
    expect(readFileSync(join(directory, 'out.json'), 'utf8')).toBe(report('json'));
  });

  test('in a file that cannot be written', () => {
    check({
      args: ['--output', 'sarif:none/out', ...ARGS],
      files: FILES,
      status: 3,
      stdout: /./,
      stderr: /^smtpd-lint: none\/out: cannot be written: /,
    });
  });
});

function isReference(text: string): boolean {
  return URL.canParse(text, 'file:///') && !/[\s<>"{}|\\^`]/.test(text);
}

function isUri(text: string): boolean {
  return URL.canParse(text) && isReference(text);
}
