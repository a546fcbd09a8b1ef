import { basename } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusAvailable, corpusFiles } from '../support/corpus.js';
import { Workspace } from '../support/judge-workspace.js';
import { stub } from '../support/stubs.js';
import { Subject } from './subject.js';

const files = corpusFiles(['legacy', 'unknown']).filter(({ recorded }) => recorded.exit60 !== '');

if (!corpusAvailable()) {
  console.warn('skipped: the legacy corpus: ../shared/corpus is not there');
  test.skip('the legacy corpus (skipped: ../shared/corpus is not there)', () => undefined);
} else {
  let workspace: Workspace;
  let subject: Subject;

  beforeAll(() => {
    workspace = Workspace.create();
    subject = new Subject(workspace, 'fixtures');
  });
  afterAll(() => workspace.remove());

  test.each(files)('$name: what smtpd 6.0.3 said', ({ name, text, recorded }) => {
    const stubbed = stub(text);
    workspace.install(stubbed.files);
    for (const [, path = ''] of text.matchAll(/^include\s+"([^/"]+)"/gm)) workspace.write(path, '# nothing\n');
    workspace.write(basename(name), stubbed.text);
    const { status, stderr } = subject.ask(basename(name), '6.0.3');
    expect([String(status), stderr.split('\n')[0]]).toEqual([recorded.exit60, recorded.first60]);
  });
}
