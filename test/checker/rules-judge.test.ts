import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Example, knownRules, RULES, type RuleMeta } from '../../checker/src/index.js';
import { atLeast, existsIn } from '../../grammar/src/index.js';
import { askJudge, type JudgeVersion, judgesToAsk } from '../support/judge.js';
import { describeWithJudge } from '../support/judge-suite.js';
import { filesOf, lintExample, newestFor } from './examples.js';

/** Writes an example below a directory of its own, and says that its files are there. */
function writeExample(directory: string, name: string, example: Example): string {
  const root = join(directory, name);
  for (const [path, { text = '', base64, mode }] of Object.entries(filesOf(example))) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, base64 === undefined ? below(text, root) : Buffer.from(base64, 'base64'));
    chmodSync(target, Number.parseInt(mode ?? '0644', 8));
  }
  writeFileSync(join(root, 'smtpd.conf'), below(example.text, root));
  return join(name, 'smtpd.conf');
}

/** Only paths below /etc are brought along; interfaces are those that every host has. */
function below(text: string, root: string): string {
  return text.replace(/(?<=["'\s:])\/etc\//g, `${root}/etc/`).replace(/\beth0\b/g, 'lo');
}

/** The daemon that speaks for a rule: 7.8.0 for what holds there, 6.8.0 for what held then. */
const speaksFor = (version: JudgeVersion, { versions }: RuleMeta) => existsIn({ since: '6.4.0', ...versions }, version);

for (const version of judgesToAsk()) {
  describeWithJudge(version, 'what rules say of the daemon', (judge) => {
    const directory = mkdtempSync(join(tmpdir(), 'smtpd-rules-'));
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    test('the bad example is accepted or refused as the rule says, the good one as we say', async () => {
      const rules = RULES.map(({ meta }) => meta).filter(
        (meta) => speaksFor(version, meta) && meta.category !== 'checker',
      );
      const onLinux = rules.filter(({ platforms }) => platforms?.includes('linux') ?? true);
      const files = onLinux.flatMap(({ id, bad, good }) => [
        writeExample(directory, `${id}-bad`, bad),
        writeExample(directory, `${id}-good`, good),
      ]);
      const verdicts = await askJudge(judge, directory, files);
      const wrong = onLinux.flatMap((meta, index) => {
        const [bad, good] = verdicts.slice(2 * index, 2 * index + 2).map(({ status }) => status === 0);
        const refuses = (example: Example) =>
          lintExample(example, { version, rules: [] }).some(({ severity }) => severity === 'error');
        // What a newer release reads may be unreadable to an older one: then our own reading is compared.
        const expected =
          version === newestFor(meta) || !atLeast('6.8.0', version) ? meta.daemon === 'accepts' : !refuses(meta.bad);
        return [
          ...(bad === expected ? [] : [`${meta.id}: bad example, ${version}: ${verdicts[2 * index]?.stderr}`]),
          ...(good === !refuses(meta.good)
            ? []
            : [`${meta.id}: good example, ${version}: ${verdicts[2 * index + 1]?.stderr}`]),
        ];
      });
      expect(wrong).toEqual([]);
    });

    test('what the pages of its own errors show is refused, or accepted with a warning, and then right', async () => {
      const problems = knownRules().flatMap(({ id, daemon, severity, bad, good }) =>
        daemon === undefined && bad && good ? [{ id, severity, bad, good }] : [],
      );
      const files = problems.flatMap(({ id, bad, good }) => [
        writeExample(directory, `${id}-problem`, bad),
        writeExample(directory, `${id}-mended`, good),
      ]);
      const verdicts = await askJudge(judge, directory, files);
      const wrong = problems.flatMap(({ id, severity, bad: example }, index) => {
        const [bad, good] = verdicts.slice(2 * index, 2 * index + 2);
        // Some became errors later.
        const expected =
          lintExample(example, { version, rules: [] }).some(({ rule }) => rule === id) && severity === 'error';
        return (bad?.status !== 0) === expected && good?.status === 0 ? [] : [[id, bad, good]];
      });
      expect(wrong).toEqual([]);
    });
  });
}
