import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printConfig } from '../../../compiler/src/print/print-config.js';
import { makeConfigFiles } from '../../support/config-files.js';
import { drawConfig } from '../../support/draw-config.js';
import { askJudge } from '../../support/judge.js';
import { describeWithJudge } from '../../support/judge-suite.js';

const CASES = 150;

describeWithJudge('6.8.0', 'printConfig', (judge) => {
  let files: ReturnType<typeof makeConfigFiles>;
  beforeAll(() => {
    files = makeConfigFiles();
  });
  afterAll(() => files.remove());

  test('the daemon accepts what is printed for it', async () => {
    const texts = fc.sample(fc.gen(), CASES).map((draw) => {
      const printed = printConfig(drawConfig(draw, '6.8.0', files), '6.8.0');
      if ('errors' in printed) throw new Error(printed.errors.map(({ message }) => message).join('\n'));
      return printed.text;
    });
    const names = texts.map((_, index) => `${index}.conf`);
    names.forEach((name, index) => {
      writeFileSync(join(files.directory, name), texts[index] as string);
    });
    const verdicts = await askJudge(judge, files.directory, names);
    verdicts.forEach(({ stderr, status }, index) => {
      expect({ status, stderr, text: texts[index] }).toEqual({
        status: 0,
        stderr: 'configuration OK\n',
        text: texts[index],
      });
    });
  });
});
