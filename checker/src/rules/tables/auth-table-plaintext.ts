import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

/** What crypt(3) gives: a traditional DES hash, or one with a method and a salt. */
const HASH = /^(\$[0-9a-z]+\$\S+|[./0-9A-Za-z]{13}|_[./0-9A-Za-z]{19}|\*|!.*)$/;

export const authTablePlaintext = defineRule<KeyUse>({
  id: 'auth-table-plaintext',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'A table that a listener authenticates against holds a password in clear.',
  why: 'The daemon compares what crypt(3) makes of a password, so nobody with that entry can log in: 535.',
  how: 'Write user = hash, with the hash that "smtpctl encrypt" prints.',
  bad: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'table users { "bob" = "bob:secret" }',
    'listen on lo tls pki mail auth-optional <users>',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'table users { "bob" = "bob:$2b$10$abcdefghijklmnopqrstuv" }',
    'listen on lo tls pki mail auth-optional <users>',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'lka.c: lka_authenticate; crypt_checkpass(3)',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('credentials', subject)) {
      if (use.clause.id !== 'listen.auth' && use.clause.id !== 'listen.auth-optional') continue;
      const value = use.value ?? '';
      const colon = value.indexOf(':');
      if (!HASH.test(colon === -1 ? value : value.slice(colon + 1))) yield use;
    }
  },
  message: ({ key, value }) =>
    value === undefined ? `"${key}" has no password.` : `The password of "${key}" is no hash.`,
});
