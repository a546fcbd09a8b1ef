import { readFileSync } from 'node:fs';
import { LEGACY_VERSION, VERSIONS } from '@smtpd-conf/grammar';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { textmateGrammar } from '../../scripts/textmate-grammar.js';

const read = (path: string): string => readFileSync(new URL(`../../client/${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));

describe('the manifest of the extension', () => {
  test('offers the releases that the grammar knows', () => {
    const { enum: offered, default: standard } =
      manifest.contributes.configuration.properties['smtpd-conf.targetVersion'];
    expect(offered).toEqual(['auto', LEGACY_VERSION, ...VERSIONS]);
    expect(standard).toBe('auto');
    const command = /RELEASES = \[([^\]]*)\]/.exec(read('src/commands/select-target.ts'))?.[1] ?? '';
    expect(command.match(/\d+\.\d+\.\d+/g)).toEqual([LEGACY_VERSION, ...VERSIONS].reverse());
  });

  /** Called by code lenses with places that no person could give. */
  const INTERNAL = ['smtpd-conf.showReferences'];

  test('every command it lists is registered, and none besides', () => {
    const registered = [...read('src/extension.ts').matchAll(/registerCommand\('([^']+)'/g)].map(([, id]) => id);
    const listed = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    expect(registered.sort()).toEqual([...listed, ...INTERNAL].sort());
  });

  test('every file it names is there', () => {
    const { languages, grammars, snippets } = manifest.contributes;
    const paths = [
      manifest.icon,
      ...languages.flatMap((one: { configuration: string; icon: object }) => [
        one.configuration,
        ...Object.values(one.icon),
      ]),
      ...[...grammars, ...snippets].map(({ path }: { path: string }) => path),
    ];
    for (const path of paths) expect(read(path).length, path).toBeGreaterThan(0);
  });

  /** A file's name, and whether it is a configuration by it. */
  test.each([
    ['smtpd.conf.local', true],
    ['smtpd.conf.mx1.example.org', true],
    ['smtpd.conf.common', true],
    ['smtpd.conf.main', true],
    ['mx.smtpd.conf', true],
    ['smtpd-mx.conf', true],
    ['smtpd.conf.json', false],
    ['smtpd.conf.5', false],
    ['sshd.conf', false],
  ])('%s is a configuration by its name: %s', (name, expected) => {
    const [{ filenamePatterns }] = manifest.contributes.languages;
    expect(picomatch.isMatch(name, filenamePatterns)).toBe(expected);
  });

  test('every setting is described', () => {
    for (const [name, setting] of Object.entries<Record<string, string>>(
      manifest.contributes.configuration.properties,
    )) {
      expect(setting.description ?? setting.markdownDescription, name).toMatch(/\.$/);
    }
  });
});

test('the TextMate grammar is what the tables say; npm run write:textmate writes it', () => {
  expect(JSON.parse(read('syntaxes/smtpd-conf.tmLanguage.json'))).toEqual(textmateGrammar());
});
