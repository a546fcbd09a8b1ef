import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompiledConfig } from '../../../compiler/src/config/compiled-config.js';
import { COMPILED_CONFIG_SCHEMA } from '../../../compiler/src/config/schema.js';
import {
  integer,
  object,
  oneOfStrings,
  optional,
  type Schema,
  string,
} from '../../../compiler/src/config/schema-builder.js';
import { validateConfig } from '../../../compiler/src/config/validate.js';
import { type Draw, drawConfig } from '../../support/draw-config.js';

const FILES = { cert: '/cert', key: '/key', list: '/list' };

/** A configuration as it comes out of a file. */
const drawJson = (draw: Draw): CompiledConfig => JSON.parse(JSON.stringify(drawConfig(draw, '7.8.0', FILES)));

async function errorsOf(value: unknown): Promise<string[]> {
  const result = await validateConfig(value);
  return 'errors' in result ? result.errors.map(({ message }) => message) : [];
}

describe('the schema of compiled configurations', () => {
  test('the published file is current (else: npm run write:schema)', () => {
    const published = new URL('../../../docs/schema/compiled-config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(COMPILED_CONFIG_SCHEMA);
  });

  test('what compiling gives is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        expect(await errorsOf(drawJson(draw))).toEqual([]);
      }),
    );
  });

  test('a value of another type anywhere, a part too many or too few is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const config = drawJson(draw);
        damage(draw, config);
        expect(await errorsOf(config)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Damages one place of a configuration so that it is none any more. */
function damage(draw: Draw, config: CompiledConfig): void {
  const places = placesIn(config);
  const { holder, key } = places[draw(fc.nat, { max: places.length - 1 })] as (typeof places)[number];
  const value = holder[key];
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const kind = draw(fc.constantFrom, 'type', 'extra', 'missing');
  const freeNames = key === 'limits' || key === 'values' || key === 'domains';
  if (kind === 'extra' && isObject && !freeNames) (value as Record<string, unknown>).surplus = 1;
  else if (kind === 'missing' && isObject && REQUIRED.some((name) => name in value)) {
    for (const name of REQUIRED) delete (value as Record<string, unknown>)[name];
  } else holder[key] = Array.isArray(value) ? 'no list' : [null];
}

/** Names that are optional nowhere. */
const REQUIRED = ['line', 'negated', 'type', 'command', 'backend', 'maskSource', 'dhe', 'family', 'subsystems'];

function placesIn(value: unknown): { readonly holder: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

describe('validateConfig', () => {
  test.each<readonly [string, (config: Record<string, unknown>) => unknown, string]>([
    ['no object', () => null, 'the configuration must be an object, and is null'],
    ['an old version', (config) => ({ ...config, version: 0 }), '/version must be 1, and is 0'],
    ['a missing part', ({ rules: _, ...config }) => config, 'the configuration lacks "rules"'],
    [
      'a part too many',
      (config) => ({ ...config, extra: 1 }),
      'the configuration has "extra", which is not known here',
    ],
    ['another type', (config) => ({ ...config, files: 'a' }), '/files must be an array, and is a string'],
    [
      'an unknown release',
      (config) => ({ ...config, target: { version: '7.8.0', platform: 'plan9' } }),
      '/target/platform must be one of "openbsd", "linux", "freebsd", and is "plan9"',
    ],
    [
      'an unknown action',
      (config) => ({ ...config, actions: [{ type: 'shred' }] }),
      '/actions/0 has "shred" for "type", which is not known here',
    ],
  ])('%s', async (_, change, message) => {
    const [draw] = fc.sample(fc.gen(), 1) as [Draw];
    expect(await errorsOf(change({ ...drawJson(draw) }))).toEqual([message]);
  });

  test('gives back what it accepts, and pointers to what it does not', async () => {
    const [draw] = fc.sample(fc.gen(), 1) as [Draw];
    const config = drawJson(draw);
    expect(await validateConfig(config)).toEqual({ config });
    expect(await validateConfig({ ...config, files: [1] })).toEqual({
      errors: [{ pointer: '/files/0', message: '/files/0 must be a string, and is a number' }],
    });
  });

  test('does not drown anybody in errors', async () => {
    expect(await errorsOf({ files: Array.from({ length: 1000 }, () => 1) })).toHaveLength(20);
  });
});

/** These hold when the file compiles: a schema that does not fit its type is an error of tsc. */
describe('the builders', () => {
  interface Example {
    readonly name: string;
    readonly size?: number;
    readonly kind: 'a' | 'b';
  }
  const kind = oneOfStrings('a', 'b');

  test('hold a schema against its type', () => {
    const good: Schema<Example> = object<Example>({ name: string, size: optional(integer()), kind });
    expect(good).toMatchObject({ required: ['name', 'kind'], additionalProperties: false });
    // @ts-expect-error a property is missing
    object<Example>({ name: string, kind });
    // @ts-expect-error a property is too many
    object<Example>({ name: string, size: optional(integer()), kind, extra: string });
    // @ts-expect-error a property must be optional
    object<Example>({ name: string, size: integer(), kind });
    // @ts-expect-error a property must not be optional
    object<Example>({ name: optional(string), size: optional(integer()), kind });
    // @ts-expect-error a value too few
    object<Example>({ name: string, size: optional(integer()), kind: oneOfStrings('a') });
    // @ts-expect-error a value too many
    object<Example>({ name: string, size: optional(integer()), kind: oneOfStrings('a', 'b', 'c') });
  });
});
