import { describe, expect, test } from 'vitest';
import { srsDecode } from '../../engine/src/srs/srs-decode.js';
import { srsEncode } from '../../engine/src/srs/srs-encode.js';

const KEYS = { key: 'secret', ttl: 4 };
const DAY = 86400;
const NOW = 1_700_000_000;

describe('SRS', () => {
  test('an address goes there and back, over two hops', () => {
    const once = srsEncode('user@home.test', 'first.test', 'secret', NOW);
    expect(once).toMatch(/^SRS0=.{4}=.{2}=home\.test=user@first\.test$/);
    expect(srsDecode(once, KEYS, NOW)).toBe('user@home.test');
    const twice = srsEncode(once, 'second.test', 'other', NOW);
    expect(twice).toMatch(/^SRS1=.{4}=first\.test==.{4}=.{2}=home\.test=user@second\.test$/);
    expect(srsDecode(twice, { ...KEYS, key: 'other' }, NOW)).toBe(once);
    const thrice = srsEncode(twice, 'third.test', 'secret', NOW);
    expect(srsDecode(thrice, KEYS, NOW)).toBe(once);
  });

  // Recorded from srs.c of 7.8.0, run by itself.
  test.each([
    ['user@home.test', 'first.test', 'secret', 'SRS0=9G9T=G3=home.test=user@first.test'],
    ['SRS0=abcd=AA=d=u@h', 'd'.repeat(100), 'secret', `SRS1=_lO9=h==abcd=AA=d=u@${'d'.repeat(100)}`],
  ])('%s from %s', (address, domain, key, expected) => {
    expect(srsEncode(address, domain, key, NOW)).toBe(expected);
  });

  test.each([
    ['of today', 0, true],
    ['as old as allowed', 4, true],
    ['too old', 5, false],
    ['of tomorrow', -1, true],
    ['of the day after', -2, false],
  ])('an address %s', (_title, days, good) => {
    const coded = srsEncode('user@home.test', 'first.test', 'secret', NOW - days * DAY);
    expect(srsDecode(coded, KEYS, NOW) !== undefined).toBe(good);
  });

  test('a former key is good for decoding', () => {
    const coded = srsEncode('user@home.test', 'first.test', 'former', NOW);
    expect(srsDecode(coded, KEYS, NOW)).toBeUndefined();
    expect(srsDecode(coded, { ...KEYS, backup: 'former' }, NOW)).toBe('user@home.test');
  });

  test.each(['SRS0=', 'SRS0=abcd', 'SRS0=abcd=AA=x=y@z', 'srs1=abcd=x==y@z', 'user@home.test'])(
    '%s hides nothing',
    (address) => {
      expect(srsDecode(address, KEYS, NOW)).toBeUndefined();
    },
  );

  test('what would be too long stays', () => {
    const long = `${'u'.repeat(120)}@${'d'.repeat(120)}`;
    expect(srsEncode(long, 'first.test', 'secret', NOW)).toBe(long);
  });
});
