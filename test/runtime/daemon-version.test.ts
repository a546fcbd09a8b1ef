import { expect, test } from 'vitest';
import { VERSIONS } from '../../grammar/src/index.js';
import { daemonVersion } from '../../runtime/src/daemon-version.js';

test('what programs hear of the version is what the last portable release of each kind says', () => {
  expect(VERSIONS.map((version) => daemonVersion({ version, platform: 'linux' }))).toEqual([
    '6.4.2p1',
    '6.6.4p1',
    '6.7.1p1',
    '6.8.0p2',
    '7.3.0-portable',
    '7.4.0-portable',
    '7.5.0-portable',
    '7.6.0-portable',
    '7.7.0-portable',
    '7.8.0-portable',
  ]);
  expect(daemonVersion({ version: '7.8.0', platform: 'openbsd' })).toBe('7.8.0');
});
