import { basename, dirname, resolve } from 'node:path';
import { ruleNamed, settingsIn } from '@smtpd-conf/checker';
import { FILES, type LoadedSettings } from './load-settings.js';

/** What is questionable in settings that can be read, each with its file and line. */
export function questionable({ path, settings, lineOf }: LoadedSettings): readonly string[] {
  if (path === undefined) return [];
  const layers = [
    { keys: [] as (string | number)[], choice: settings },
    ...(settings.overrides ?? []).map((choice, index) => ({ keys: ['overrides', index], choice })),
  ];
  const formerIds = layers.flatMap(({ keys, choice: { select = [], ignore = [], rules = {} } }) =>
    [
      ...select.map((name, at) => ({ name, at: [...keys, 'select', at] })),
      ...ignore.map((name, at) => ({ name, at: [...keys, 'ignore', at] })),
      ...Object.keys(rules).map((name) => ({ name, at: [...keys, 'rules', name] })),
    ].flatMap(({ name, at }) => {
      const id = ruleNamed(name)?.id ?? name;
      return id === name ? [] : [`${path}:${lineOf(at)}: "${name}" is now called "${id}"`];
    }),
  );
  return [...formerIds, ...shadowed(path)];
}

/** Other settings beside those that are read. */
function shadowed(path: string): readonly string[] {
  const own = basename(path);
  const found = settingsIn(dirname(resolve(path)), FILES).map((other) => basename(other));
  const rank = found.indexOf(own);
  return found.slice(rank + 1).map((other) => `${path}: ${other} beside it is not read`);
}
