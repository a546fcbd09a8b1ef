import { analyze, type CompiledConfig } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source } from '@smtpd-conf/grammar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printConfig } from '../../../compiler/src/print/print-config.js';
import { allFixtures, type Fixture } from '../../parity/fixtures.js';
import { comparable } from '../../support/comparable-config.js';
import { corpusFiles } from '../../support/corpus.js';
import type { JudgeVersion } from '../../support/judge.js';
import { Workspace } from '../../support/judge-workspace.js';
import { JudgeWorld } from '../../support/judge-world.js';
import { stub } from '../../support/stubs.js';

let workspace: Workspace;
/** The files are root's, whoever runs the test. */
class RootedWorld extends JudgeWorld {
  override status(path: string): ReturnType<JudgeWorld['status']> {
    const status = super.status(path);
    return status.ok ? { ok: true, value: { ...status.value, uid: 0 } } : status;
  }
}

let world: JudgeWorld;
beforeAll(() => {
  workspace = Workspace.create();
  world = new RootedWorld(new SystemWorld(), workspace.directory);
});
afterAll(() => workspace.remove());

/** The configuration of a file; undefined where it has errors. */
function compile(text: string, version: JudgeVersion): CompiledConfig | undefined {
  const source = Source.fromBytes('smtpd.conf', Buffer.from(text, 'latin1'));
  const { problems, config } = analyze(source, world, { version });
  return problems.some(({ severity }) => severity === 'error') ? undefined : config;
}

/** Those of the files that have no errors and yet do not come back as they were, with the reason. */
function lost(files: readonly Fixture[], version: JudgeVersion): { readonly valid: number; readonly names: string[] } {
  const names: string[] = [];
  let valid = 0;
  for (const { name, text } of files) {
    const config = compile(workspace.fill(text), version);
    if (config === undefined) continue;
    valid++;
    const printed = printConfig(config, version);
    if ('errors' in printed) {
      names.push(`${name}: ${printed.errors.map(({ message }) => message).join('; ')}`);
      continue;
    }
    // Written as the command line writes it: in the encoding of what was read.
    const { encoding } = Source.fromBytes(name, Buffer.from(text, 'latin1'));
    const again = compile(Buffer.from(printed.text, encoding).toString('latin1'), version);
    if (again === undefined) names.push(`${name}: refused\n${printed.text}`);
    else if (JSON.stringify(comparable(again)) !== JSON.stringify(comparable(config))) {
      names.push(`${name}: changed\n${printed.text}`);
    }
  }
  return { valid, names };
}

/** What a configuration cannot hold exactly, or a file cannot say: a list whose only entry the daemon has refused. */
const INEXPRESSIBLE = /too large to be exact|a table without entries/;

/** The largest fixtures are about the depth of the daemon's parser. */
const small = allFixtures().filter(({ text }) => text.length < 10_000);

describe.each(['6.8.0', '7.8.0'] as const)('what is printed for %s compiles to the same', (version) => {
  test('for the fixtures', () => {
    const { valid, names } = lost(small, version);
    expect(valid).toBeGreaterThan(100);
    expect(names.filter((name) => !INEXPRESSIBLE.test(name))).toEqual([]);
  });

  test('for the corpus', () => {
    const files = corpusFiles(['modern', 'template']).map(({ name, text }) => ({ name, ...stub(text) }));
    for (const { files: needed } of files) workspace.install(needed);
    const { names } = lost(files, version);
    expect(names).toEqual([]);
  });
});
