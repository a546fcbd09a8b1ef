import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DESCRIBED_WORLD_SCHEMA } from '../../compiler/src/world/described-world.schema.js';
import { POLICY_TEST_SCHEMA } from '../../simulator/src/policy/policy-test.schema.js';
import { check, type Files } from './program.js';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

const CONF = 'action "a" mbox\nmatch from any for domain "a.test" action "a"\nmatch for any reject\nlisten on lo\n';
const HEAD = `config: conf
world: { hostname: mx.test, interfaces: { lo: [127.0.0.1] }, users: { alice: { uid: 1 } } }
tests:
`;
const GOOD = `  - name: taken
    session: { from: 1.2.3.4, mailFrom: x@y.test, rcptTo: alice@a.test }
    expect: { decision: accept, rule: 2, action: a, deliveries: [{ method: mbox, user: alice }] }
`;
const BAD = `  - name: is <refused>
    session: { mailFrom: x@y.test, rcptTo: alice@a.test }
    expect: { decision: reject, reply: "550" }
`;
const files = (tests: string): Files => ({ conf: CONF, 'p.smtpd-test.yaml': tests });

describe('test', () => {
  test('the example keeps its promises, from a checkout whose keys all may read', () => {
    check({
      args: ['test', '--coverage', EXAMPLES],
      status: 0,
      stdout: /^ {2}coverage: 5 of 5 rules[\s\S]*^12 tests, 0 failed\n$/m,
    });
  });

  test('a failed test says what was expected, what came, and why', () => {
    const stdout =
      /^ {2}ok {6}taken\n {2}failed {2}is <refused> \(p\.smtpd-test\.yaml:7\)\n {4}decision of alice@a\.test\n {6}expected reject\n {6}actual {3}accept\n[\s\S]*rule 1 \(conf:2\)[\s\S]*\n2 tests, 1 failed\n$/m;
    check({ args: ['test', '.'], files: files(HEAD + GOOD + BAD), status: 1, stdout });
  });

  test('coverage names the rules and criteria that no test decided', () => {
    const stdout =
      /coverage: 1 of 2 rules decided something\n {4}conf:2: no test fails for of rule 1\n {4}conf:3: no test is decided by rule 2\n/;
    check({ args: ['test', '--coverage'], files: files(HEAD + GOOD), status: 0, stdout });
  });

  test('JUnit', () => {
    const stdout =
      /<testsuite name="p\.smtpd-test\.yaml" tests="2" failures="1"[\s\S]*name="is &lt;refused&gt;"[\s\S]*<failure message="decision of alice@a\.test: expected reject, actual accept">/;
    check({ args: ['test', '--format', 'junit'], files: files(HEAD + GOOD + BAD), status: 1, stdout });
  });

  test('JSON', () => {
    const { stdout } = check({ args: ['test', '--format', 'json'], files: files(HEAD + BAD), status: 1, stdout: /^/ });
    const [file] = JSON.parse(stdout.toString()).files;
    expect(file.tests).toMatchObject([{ name: 'is <refused>', line: 4, passed: false, outcome: { version: 1 } }]);
  });

  test.each([
    ['no file', ['test', 'none'], {}, 3, /none: there is no such file/],
    ['no tests', ['test'], {}, 2, /no policy tests below \./],
    ['bytes', ['test', 'x'], { x: Uint8Array.of(0, 255, 1, 200) }, 2, /^smtpd-lint: the tests cannot be read\nx:1:1: /],
    [
      'an unknown key',
      ['test'],
      files(`${HEAD}${GOOD}    expects: {}\n`),
      2,
      /p\.smtpd-test\.yaml:7:5: .*is not known here/,
    ],
    ['a form that is none', ['test', '--format', 'xml'], files(HEAD + GOOD), 2, /--format xml: use text, json, junit/],
  ] as const)('bad input: %s', (_, args, given, status, stderr) => void check({ args, files: given, status, stderr }));

  test.each([
    ['text', /^p\.smtpd-test\.yaml\n {2}ok {6}taken\n1 test, 0 failed, 2 files could not be used\n$/m],
    [
      'junit',
      /<testsuite name="p\.smtpd-test\.yaml" tests="1" failures="0" errors="0"[\s\S]*<testsuite name="z\.smtpd-test\.yaml" tests="1" failures="0" errors="1"[\s\S]*<error message="none: there is no such file/,
    ],
    ['json', /"error": "none: there is no such file[\s\S]*"broken": 2\n/],
  ])('a broken file hides none of the others, as %s', (format, stdout) => {
    const broken = { 'a.smtpd-test.yaml': 'tests: [\n' };
    check({
      args: ['test', '--format', format],
      files: { ...files(HEAD + GOOD), ...broken, 'z.smtpd-test.yaml': 'config: none\ntests: []\n' },
      status: 3,
      stdout,
      stderr:
        /^smtpd-lint: the tests cannot be read\na\.smtpd-test\.yaml:[\s\S]*^smtpd-lint: none: there is no such file/m,
    });
  });

  test('the tests may come on standard input', () => {
    check({
      args: ['test', '-'],
      files: { conf: CONF },
      stdin: HEAD + GOOD,
      status: 0,
      stdout: '<stdin>\n  ok      taken\n1 test, 0 failed\n',
    });
    check({
      args: ['test', '--format', 'json', '-'],
      stdin: 'config: conf\n',
      status: 2,
      stdout: /"path": "<stdin>",\n {6}"error": "the tests cannot be read\\n<stdin>:1:1: /,
      stderr: /^/,
    });
  });

  test('addresses may stand in their brackets', () => {
    const tests = `  - name: a bounce
    session: { from: 1.2.3.4, mailFrom: <>, rcptTo: <alice@a.test> }
    expect: { decision: accept }
`;
    check({ args: ['test'], files: files(HEAD + tests), status: 0, stdout: /^ {2}ok {6}a bounce$/m });
  });

  test('what the world lacks is named', () => {
    const tests = `config: conf\nworld: { interfaces: { lo: [127.0.0.1] } }\ntests:\n${GOOD}`;
    check({
      args: ['test'],
      files: files(tests),
      status: 1,
      stdout: /expected to be played\n +actual +the world does not describe "/,
    });
  });

  test.each([
    ['world', DESCRIBED_WORLD_SCHEMA],
    ['policy-test', POLICY_TEST_SCHEMA],
  ])('the published schema of %s is current (else: npm run write:schema)', (name, schema) => {
    const published = new URL(`../../docs/schema/${name}.schema.json`, import.meta.url);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(schema);
  });
});
