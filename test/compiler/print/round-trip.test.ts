import { analyze, type CompiledConfig } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source, type Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printConfig } from '../../../compiler/src/print/print-config.js';
import { comparable } from '../../support/comparable-config.js';
import { makeConfigFiles } from '../../support/config-files.js';
import { drawConfig } from '../../support/draw-config.js';

let files: ReturnType<typeof makeConfigFiles>;
beforeAll(() => {
  files = makeConfigFiles();
});
afterAll(() => files.remove());

/** This machine under the name that drawn configurations have, its files root's whoever runs the test. */
class NamedWorld extends SystemWorld {
  override status(path: string): ReturnType<SystemWorld['status']> {
    const status = super.status(path);
    return status.ok ? { ok: true, value: { ...status.value, uid: 0 } } : status;
  }

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
