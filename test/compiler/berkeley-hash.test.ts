import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DbEntry, readHashDatabase, writeHashDatabase } from '@smtpd-conf/compiler';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { describeWithJudge } from '../support/judge-suite.js';

const UID = new Uint8Array(20).fill(7);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const entriesOf = (map: ReadonlyMap<string, string>): DbEntry[] =>
  [...map].map(([key, value]) => [bytes(`${key}\0`), bytes(`${value}\0`)]);
const asMap = (entries: readonly DbEntry[] | undefined): Map<string, string> =>
  new Map((entries ?? []).map(([key, value]) => [text(key), text(value)]));
const text = (of: Uint8Array): string => new TextDecoder().decode(of.subarray(0, -1));

describe('a hash database', () => {
  test('reads back as it was written', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ maxLength: 40 }), fc.string({ maxLength: 6000 })), {
          selector: ([key]) => key,
          maxLength: 300,
        }),
        (pairs) => {
          const map = new Map(pairs.map(([key, value]) => [key, value]));
          const back = readHashDatabase(writeHashDatabase(entriesOf(map), UID));
          expect(asMap(back)).toEqual(asMap(entriesOf(map)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('any damage gives entries or none, never an exception or an endless loop', () => {
    const whole = writeHashDatabase(
      entriesOf(new Map([...Array(200)].map((_, n) => [`k${n}`, 'v'.repeat(n * 7)]))),
      UID,
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }), (damages) => {
        const damaged = whole.slice();
        for (const [at, byte] of damages) damaged[at] = byte;
        readHashDatabase(damaged);
      }),
    );
    for (const length of [0, 11, 511, 4095, 8191]) expect(readHashDatabase(whole.subarray(0, length))).toBeUndefined();
  });
});

describeWithJudge('6.8.0', 'makemap', () => {
  const directory = mkdtempSync(join(tmpdir(), 'makemap-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const makemap = (...args: string[]): string =>
    execFileSync('makemap', args, { encoding: 'utf8', cwd: directory, maxBuffer: 1 << 26, stdio: 'pipe' });

  test.each([0, 1, 20, 3000])('reads what it wrote, %i entries', (count) => {
    const map = new Map(
      [...Array(count)].map((_, n) => [`user${n}`, `target${n % 7}@example.org`.repeat(1 + (n % 90))]),
    );
    writeFileSync(join(directory, 'map'), [...map].map(([key, value]) => `${key} ${value}\n`).join(''));
    makemap('-o', 'map.db', 'map');
    expect(asMap(readHashDatabase(readFileSync(join(directory, 'map.db'))))).toEqual(map);
  });

  test.each([0, 1, 20, 3000])('and it reads what we wrote, %i entries', (count) => {
    const map = new Map([...Array(count)].map((_, n) => [`user${n}`, 'x'.repeat(1 + ((n * 37) % 5000))]));
    writeFileSync(join(directory, 'ours.db'), writeHashDatabase(entriesOf(map), UID));
    const dumped = makemap('-U', 'ours.db')
      .split('\n')
      .filter((line) => line !== '');
    expect(new Map(dumped.map((line) => line.split('\t') as [string, string]))).toEqual(map);
  });
});
