import type * as util from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { COMMAND_HELP } from '../../cli/src/help/commands.js';
import { commandHelp, usage } from '../../cli/src/help/usage.js';

/** The options of each call of parseArgs; nothing is done with them. */
const taken = vi.hoisted(() => vi.fn());
vi.mock('node:util', async (original) => ({
  ...(await original<typeof util>()),
  parseArgs: ({ options }: util.ParseArgsConfig) => {
    taken(options);
    throw new Error('only what the options are is asked');
  },
}));

/** What a command takes that does not ask parseArgs is held by its own tests. */
const READ_BY_HAND = ['enqueue', 'lsp'];

const COMMANDS: Readonly<Record<string, () => Promise<(args: readonly string[]) => unknown>>> = {
  check: async () => (await import('../../cli/src/commands/check.js')).check,
  '-n': async () => (await import('../../cli/src/commands/daemon.js')).daemon,
  compile: async () => (await import('../../cli/src/commands/compile.js')).compile,
  fmt: async () => (await import('../../cli/src/commands/fmt.js')).fmt,
  migrate: async () => (await import('../../cli/src/commands/migrate.js')).migrate,
  simulate: async () => (await import('../../cli/src/commands/simulate.js')).simulate,
  test: async () => (await import('../../cli/src/commands/test.js')).test,
  run: async () => (await import('../../cli/src/commands/run.js')).run,
  ctl: async () => (await import('../../cli/src/commands/ctl.js')).ctl,
  makemap: async () => (await import('../../cli/src/commands/makemap.js')).makemap,
  newaliases: async () => (await import('../../cli/src/commands/newaliases.js')).newaliases,
  explain: async () => (await import('../../cli/src/commands/explain.js')).explain,
  rules: async () => (await import('../../cli/src/commands/rules.js')).rules,
};

/** `-f, --file FILE` and `--tls`, as parseArgs has them. */
function written(option: string): [name: string, short: string | undefined, takes: string] {
  const [, short, long, argument] = /^(?:-(\w)(?:, |(?= )))?(?:--([\w-]+))?(?: (\S+))?$/.exec(option) ?? [];
  return [long ?? short ?? '', short, argument === undefined ? 'boolean' : 'string'];
}

const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('--help', () => {
  it.each(Object.entries(COMMANDS))('names what %s takes, and nothing else', async (name, load) => {
    taken.mockClear();
    await expect(async () => (await load())([])).rejects.toThrow('only what the options are is asked');
    const [[options]] = taken.mock.calls as [[NonNullable<util.ParseArgsConfig['options']>]];
    const accepted = Object.entries(options).map(([long, { short, type }]) => [long, short, type]);
    expect(sorted(Object.keys(COMMAND_HELP[name]?.options ?? {}).map(written))).toEqual(sorted(accepted));
  });

  it('leaves no command out', () => {
    expect(Object.keys(COMMAND_HELP).sort()).toEqual([...Object.keys(COMMANDS), ...READ_BY_HAND, 'config'].sort());
    for (const name of Object.keys(COMMAND_HELP)) expect(usage()).toMatch(new RegExp(`[ [](?:${name})[ \\]]`));
  });

  it.each(Object.keys(COMMAND_HELP))('of %s fits a terminal', (name) => {
    const lines = commandHelp(name)?.split('\n') ?? [];
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  it('of what is no command is all of them', () => {
    expect(commandHelp('constructor')).toBeUndefined();
  });
});
