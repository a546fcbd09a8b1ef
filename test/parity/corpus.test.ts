import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusAvailable, corpusFiles } from '../support/corpus.js';
import { describeWithJudge } from '../support/judge-suite.js';
import { Workspace } from '../support/judge-workspace.js';
import { stub } from '../support/stubs.js';
import { type Comparison, compareFiles } from './comparison.js';
import { Subject } from './subject.js';

const files = corpusFiles(['modern', 'template']);
const names = files.map((file) => file.name);

/** Recorded with its carriage returns taken out; as it lies there, it is no valid file. */
const RECORDED_OTHERWISE = ['modern/009.conf'];

if (!corpusAvailable()) {
  console.warn('skipped: the corpus: ../shared/corpus is not there');
  test.skip('the corpus (skipped: ../shared/corpus is not there)', () => undefined);
} else {
  describeWithJudge('6.8.0', '-n on the corpus', (judge) => {
    let workspace: Workspace;
    let comparisons: Map<string, Comparison>;

    beforeAll(async () => {
      workspace = Workspace.create();
      for (const file of files) {
        const stubbed = stub(file.text);
        workspace.install(stubbed.files);
        workspace.write(baseName(file.name), stubbed.text);
      }
      const found = await compareFiles(workspace, judge, new Subject(workspace, 'system'), names.map(baseName));
      comparisons = new Map(names.map((name, at) => [name, found[at] as Comparison]));
    });
    afterAll(() => workspace.remove());

    test.each(names)('%s: what the daemon says', (name) => {
      const { ours, judge: verdict } = comparisons.get(name) as Comparison;
      expect(ours).toEqual(verdict);
    });

    const recorded = files.filter((file) => file.recorded.exit68 !== '' && !RECORDED_OTHERWISE.includes(file.name));
    test.each(recorded)('$name: with our stubs the daemon says what the manifest has', ({ name, recorded }) => {
      const { stderr, status } = (comparisons.get(name) as Comparison).judge;
      expect([String(status), stderr.split('\n')[0]]).toEqual([recorded.exit68, recorded.first68]);
    });
  });
}

/** The manifest's messages name files without their directory. */
function baseName(name: string): string {
  return name.replace(/^.*\//, '');
}
