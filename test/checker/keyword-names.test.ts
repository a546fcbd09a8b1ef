import { expect, test } from 'vitest';
import { lintExample, underlined } from './examples.js';

const PKI = 'pki mail cert "/etc/ssl/mx.crt"\npki mail key "/etc/ssl/private/mx.key"\n';
const RULES = 'action "a" mbox\nmatch for local action "a"\n';

/** Names that have become keywords since 6.4: quotes are missing, and nothing is of before 6.4. */
test.each([
  ['pki mx cert "/etc/ssl/mx.crt"\npki mx key "/etc/ssl/private/mx.key"\n', ['mx', 'mx']],
  [`${PKI}listen on lo tag user\n`, ['user']],
  ['pki mx cert "/etc/ssl/mx.crt"\npki "mx" key "/etc/ssl/private/mx.key"\nlisten on lo tls pki mx\n', ['mx', 'mx']],
])('%s', (text, names) => {
  const found = lintExample({ text: text + RULES }).filter(({ severity }) => severity === 'error');
  expect(found.map(({ rule }) => rule)).toEqual(names.map(() => 'needs-quotes'));
  expect(found.map(underlined)).toEqual(names);
});

test('a macro is not of before 6.4 because its name has become a keyword since', () => {
  const found = lintExample({ text: `mx = "a.example"\naction "a" relay host $mx\nmatch for any action "a"\n` });
  const errors = found.filter(({ severity }) => severity === 'error');
  expect(errors.map((one) => [one.rule, underlined(one)])).toEqual([['macro-name', 'mx']]);
  expect(errors[0]?.message).toContain('"mx" is a keyword and cannot name a macro.');
});

/** These are of before 6.4, whatever else is in them. */
test.each([['pki mx certificate "/etc/ssl/mx.crt"\n'], ['listen on lo secure pki mx\n']])('%s', (text) => {
  expect(lintExample({ text: text + RULES }).map(({ rule }) => rule)).toContain('legacy-grammar');
});

test('what is named by a word that wants quotes is not missing below', () => {
  const found = lintExample({ text: 'action local mbox\nmatch for local action "local"\n' });
  expect(found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['needs-quotes']);
});
