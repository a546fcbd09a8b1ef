import { basename } from 'node:path';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { parse } from '@smtpd-conf/grammar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusAvailable, corpusFiles } from '../support/corpus.js';
import { askJudge, judgesToAsk, type Verdict } from '../support/judge.js';
import { describeWithJudge } from '../support/judge-suite.js';
import { Workspace } from '../support/judge-workspace.js';
import { JudgeWorld } from '../support/judge-world.js';
import { stub } from '../support/stubs.js';
import { commentsOf, type Migrated, migrated } from './migrated.js';

/** What 6.0.3 accepted. */
const files = corpusFiles(['legacy']).filter(({ recorded }) => recorded.exit60 === '0');

if (!corpusAvailable()) {
  console.warn('skipped: migrating the corpus: ../shared/corpus is not there');
  test.skip('migrating the corpus (skipped: ../shared/corpus is not there)', () => undefined);
} else {
  for (const version of judgesToAsk()) {
    describeWithJudge(version, `migrating the corpus for ${version}`, (judge) => {
      let workspace: Workspace;
      const results = new Map<string, Migrated & { readonly verdict: Verdict; readonly written: string }>();

      beforeAll(async () => {
        workspace = Workspace.create();
        // Each file in a directory of its own: two may name one path for tables of different kinds.
        for (const { name, text } of files) {
          const stubbed = stub(text);
          workspace.install(stubbed.files);
          const written = workspace.fill(stubbed.text);
          const world = new JudgeWorld(new SystemWorld(), workspace.directory);
          const result = migrated(basename(name), written, world, version);
          workspace.write(basename(name), result.text);
          const [verdict] = await askJudge(judge, workspace.directory, [basename(name)]);
          results.set(name, { ...result, written, verdict: verdict as Verdict });
        }
      });
      afterAll(() => workspace.remove());

      test.each(files)('$name: the daemon accepts it', ({ name }) => {
        const { verdict, text } = results.get(name) as Migrated & { verdict: Verdict };
        expect({ ...verdict, text }).toMatchObject({ status: 0, stderr: 'configuration OK\n' });
      });
      test.each(files)('$name: no comment is lost, and nothing is left to do', ({ name }) => {
        const { text, written } = results.get(name) as Migrated & { written: string };
        const kept = commentsOf(text);
        for (const comment of commentsOf(written)) {
          expect(kept).toContain(comment);
          kept.splice(kept.indexOf(comment), 1);
        }
        expect(parse(text).ast.statements.filter(({ legacy }) => legacy !== undefined)).toEqual([]);
        expect(migrated(name, text, new JudgeWorld(new SystemWorld(), workspace.directory), version).text).toBe(text);
      });
    });
  }
}
