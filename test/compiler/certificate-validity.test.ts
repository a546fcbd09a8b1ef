import { expect, test } from 'vitest';
import { certificateValidity } from '../../compiler/src/pki/certificate.js';
import { CERTIFICATE_TEXT } from '../support/certificate.js';

/** It begins in 2100. */
const FUTURE_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBHTCBxAIBAzAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5teC5leGFtcGxlLm9y
ZzAiGA8yMTAwMDEwMTAwMDAwMFoYDzIxMTAwMTAxMDAwMDAwWjAZMRcwFQYDVQQD
DA5teC5leGFtcGxlLm9yZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBzV20a3
sThXbndcLbHQN7dEI+HmJshErDdouiS1Dy7+teRur3y3bObx8oTdRtMwwrzpgIq7
jEsSWQ6MIR87kLAwCgYIKoZIzj0EAwIDSAAwRQIhAI4iM3aichXhMw4eW0gTXYw4
eHzQs3ptTRuXIx70o9c0AiAynTcyfOEoErs0B7v45khIcbj5qTrASoQE2bVkFhJt
dw==
-----END CERTIFICATE-----
`;
const FROM_2020 = `-----BEGIN CERTIFICATE-----
MIIBGDCBwAIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5teC5leGFtcGxlLm9y
ZzAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDm14
LmV4YW1wbGUub3JnMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHNXbRrexOFdu
d1wtsdA3t0Qj4eYmyESsN2i6JLUPLv615G6vfLds5vHyhN1G0zDCvOmAiruMSxJZ
DowhHzuQsDAKBggqhkjOPQQDAgNHADBEAiAT+3BeoxOqU+geWivyckDueT0L0hD/
kY+B2J3bRYlPWQIgMqwajDFyMjoRVKGIBJ6WCcW5d2GlIWq9A3bXX69iMb4=
-----END CERTIFICATE-----
`;

const CASES: readonly (readonly [what: string, file: string, validity: readonly [string, string] | undefined])[] = [
  ['both ends in years of two digits', FROM_2020, ['2020-01-01T00:00:00.000Z', '2021-01-01T00:00:00.000Z']],
  ['both in years of four', FUTURE_CERTIFICATE, ['2100-01-01T00:00:00.000Z', '2110-01-01T00:00:00.000Z']],
  ['one of each', CERTIFICATE_TEXT, ['2026-11-25T18:24:18.000Z', '2126-11-01T18:24:18.000Z']],
  ['the first of several', FROM_2020 + FUTURE_CERTIFICATE, ['2020-01-01T00:00:00.000Z', '2021-01-01T00:00:00.000Z']],
  ['no certificate', 'none', undefined],
  ['one that is cut', FROM_2020.replace(/\n.{20}/, '\n'), undefined],
];

test.each(CASES)('when a certificate holds: %s', (_, file, validity) => {
  const found = certificateValidity(Buffer.from(file));
  expect(found && [found.from.toISOString(), found.until.toISOString()]).toEqual(validity);
});

test('a certificate in which a time is none says nothing', () => {
  const broken = Buffer.from(FROM_2020.replace(/-----.*-----|\n/g, ''), 'base64');
  broken.write('x', broken.indexOf('200101000000Z'));
  const file = `-----BEGIN CERTIFICATE-----\n${broken.toString('base64')}\n-----END CERTIFICATE-----\n`;
  expect(certificateValidity(Buffer.from(file))).toBe(undefined);
});
