import { analyze, type CompiledConfig } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source, type Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printConfig } from '../../../compiler/src/print/print-config.js';
import { makeConfigFiles } from '../../support/config-files.js';
import { drawConfig } from '../../support/draw-config.js';

let files: ReturnType<typeof makeConfigFiles>;
beforeAll(() => {
  files = makeConfigFiles();
});
afterAll(() => files.remove());

/** This machine under the name that drawn configurations have. */
class NamedWorld extends SystemWorld {
  override readFile(path: string): ReturnType<SystemWorld['readFile']> {
    if (path !== '/etc/mailname') return super.readFile(path);
    return { ok: true, value: new TextEncoder().encode('mail.example.org\n') };
  }
}

function compile(text: string, version: Version): CompiledConfig {
  const { problems, config } = analyze(new Source('smtpd.conf', text), new NamedWorld(), { version });
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(
    errors.map(({ daemon }) => daemon.text),
    text,
  ).toEqual([]);
  return config;
}

function print(config: CompiledConfig, version: Version): string {
  const printed = printConfig(config, version);
  if ('errors' in printed) throw new Error(printed.errors.map(({ message }) => message).join('\n'));
  return printed.text;
}

/** Without where things came from and what compiling finds out; what is found by name in the order of the names. */
function comparable(config: CompiledConfig): unknown {
  const byName = <T extends { readonly name: string }>(parts: readonly T[]): T[] =>
    [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = {
    ...config,
    tables: byName(config.tables.filter(({ name }) => !/^<(?!dynamic:)/.test(name))),
    filters: byName(config.filters),
    procs: byName(config.procs),
    pki: byName(config.pki),
    actions: byName(config.actions),
  };
  const found = new Set(['origin', 'subsystems']);
  return JSON.parse(JSON.stringify(parts, (key, value) => (found.has(key) ? undefined : value)));
}

test.each(['6.8.0', '7.8.0'] as const)('compiling what was printed for %s gives the configuration again', (version) => {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const config = drawConfig(draw, version, files);
      const again = compile(print(config, version), version);
      expect(comparable(again)).toEqual(comparable(config));
      expect(print(again, version)).toBe(print(config, version));
    }),
    { numRuns: 60 },
  );
});
