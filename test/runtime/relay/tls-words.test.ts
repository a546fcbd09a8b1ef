import { expect, test } from 'vitest';
import { playForUs } from './outgoing-scene.js';

test.each([
  ['protocols "tlsv1.2"', /mta tls ciphers=TLSv1\.2:/],
  ['protocols "tlsv1.3"', /mta tls ciphers=TLSv1\.3:/],
  [
    'protocols "tlsv1.2" ciphers "ECDHE-RSA-AES128-GCM-SHA256"',
    /mta tls ciphers=TLSv1\.2:ECDHE-RSA-AES128-GCM-SHA256:128/,
  ],
  ['protocols "tlsv1.2" ciphers "secure"', /mta tls ciphers=TLSv1\.2:/],
])('an action speaks TLS with %s', { timeout: 60_000 }, async (words, expected) => {
  const { log } = await playForUs(
    {
      config: `
listen on lo port 25
action "a" relay host smtp://127.0.0.1:PORT tls no-verify ${words}
match from any for any action "a"
`,
      servers: { '127.0.0.1': 'starttls' },
      mails: [['x@a.example']],
      until: [['log', 'result="Ok"', 1]],
      commands: [],
    },
    '7.8.0',
  );
  expect(log.join('\n')).toMatch(expected);
});
