import { analyze, type CompiledConfig, type CompiledFilter } from '@smtpd-conf/compiler';
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

function compile(text: string, version: Version): CompiledConfig {
  const { problems, config } = analyze(new Source('smtpd.conf', text), new SystemWorld(), { version });
  expect(
    problems.filter(({ severity }) => severity === 'error').map(({ daemon }) => daemon.text),
    text,
  ).toEqual([]);
  return config;
}

function print(config: CompiledConfig, version: Version): string {
  const printed = printConfig(config, version);
  if ('errors' in printed) throw new Error(printed.errors.map(({ message }) => message).join('\n'));
  return printed.text;
}

/** A configuration without where it came from; parts that are found by name in the order of their names. */
function comparable({ settings, target, files: _, ...config }: CompiledConfig): unknown {
  const byName = <T extends { readonly name: string }>(parts: readonly T[]): T[] =>
    [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = {
    ...config,
    settings,
    target,
    tables: byName(config.tables),
    filters: byName(config.filters),
    procs: byName(config.procs),
    pki: byName(config.pki),
    actions: byName(config.actions),
  };
  return JSON.parse(JSON.stringify(parts, (key, value) => (key === 'origin' ? undefined : value)));
}

/** What compiling adds to a drawn configuration: the daemon's own tables, its host name, what filters are used for. */
function withoutFindings(config: CompiledConfig, hostname: string): CompiledConfig {
  const filters = config.filters.map((filter): CompiledFilter => ({ ...filter, subsystems: [] }));
  return {
    ...config,
    filters,
    settings: { ...config.settings, hostname },
    socket: { ...config.socket, hostname },
    tables: config.tables.filter(({ name }) => !/^<(?!dynamic:)/.test(name)),
  };
}

test.each(['6.8.0', '7.8.0'] as const)('compiling what was printed for %s gives the configuration again', (version) => {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const config = drawConfig(draw, version, files);
      const again = compile(print(config, version), version);
      const { hostname } = again.settings;
      expect(comparable(withoutFindings(again, hostname))).toEqual(comparable(withoutFindings(config, hostname)));
      expect(print(again, version)).toBe(print({ ...config, settings: { ...config.settings, hostname } }, version));
    }),
    { numRuns: 200 },
  );
});
