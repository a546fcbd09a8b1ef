import type { ProblemId } from '@smtpd-conf/compiler';
import { conf, type Example, type RuleMeta } from './rule.js';

/** What the pages say of a problem of the compiler beside its reason and its remedy. */
interface ProblemRule {
  readonly severity: 'error' | 'warning';
  /** What is wrong, in general: one sentence. */
  readonly what: string;
  /** None where it would take kilobytes, or bytes that cannot be shown. */
  readonly examples?: Pick<RuleMeta, 'bad' | 'good'>;
}

/** What most examples need to be whole. */
const RULES = ['action "a" mbox', 'match for local action "a"'];
const PKI = ['pki mail cert "/etc/ssl/mx.crt"', 'pki mail key "/etc/ssl/private/mx.key"'];

const error = (what: string, bad?: Example, good?: Example): ProblemRule => ({
  severity: 'error',
  what,
  ...(bad && good ? { examples: { bad, good } } : {}),
});
const warning = (...parts: Parameters<typeof error>): ProblemRule => ({ ...error(...parts), severity: 'warning' });

/** Lines, and the rules that make a configuration of them. */
const whole = (...lines: readonly string[]): Example => conf(...lines, ...RULES);

export const PROBLEM_RULES: Readonly<Record<ProblemId, ProblemRule>> = {
  'syntax-error': error('A statement cannot be read.', whole('listen no lo'), whole('listen on lo')),
  'legacy-grammar': error(
    'A statement is of the grammar before OpenSMTPD 6.4.',
    conf('accept for local deliver to mbox'),
    conf('action "local" mbox', 'match for local action "local"'),
  ),
  'macro-undefined': error(
    'A macro is used that is not defined above.',
    whole('listen on $if'),
    whole('if = "lo"', 'listen on $if'),
  ),
  'macro-name': error('The name of a macro has white space in it.', whole('"my if" = "lo"'), whole('if = "lo"')),
  'unterminated-string': error(
    'A quote is never closed.',
    conf('action "a" mbox', 'match for local action "a'),
    whole(),
  ),
  'string-too-long': error('A word is longer than the daemon reads.'),
  'invalid-number': error(
    'A number does not fit into 64 bits.',
    whole('smtp limit max-rcpt 99999999999999999999'),
    whole('smtp limit max-rcpt 1000'),
  ),
  'nul-byte': warning('The file has a NUL byte.'),
  'memory-exhausted': error('An inline table has thousands of entries.'),
  'include-unreadable': error('An included file cannot be read.', whole('include "/etc/mail/rule.conf"'), {
    ...whole('include "/etc/mail/rules.conf"'),
    files: { '/etc/mail/rules.conf': 'queue ttl 1d\n' },
  }),
  'include-loop': error(
    'A file includes itself, or one that includes it.',
    { ...whole('include "/etc/mail/a.conf"'), files: { '/etc/mail/a.conf': 'include "/etc/mail/a.conf"\n' } },
    { ...whole('include "/etc/mail/a.conf"'), files: { '/etc/mail/a.conf': 'queue ttl 1d\n' } },
  ),
  'duplicate-option': error(
    'An option stands twice.',
    whole('listen on lo port 25 port 2525'),
    whole('listen on lo port 25', 'listen on lo port 2525'),
  ),
  'conflicting-options': error(
    'Two options exclude each other.',
    whole(...PKI, 'listen on lo tls smtps pki mail'),
    whole(...PKI, 'listen on lo tls pki mail'),
  ),
  'option-not-allowed': error(
    'An option does not go with the rest of the statement.',
    conf('action "a" forward-only user "joe"', 'match for local action "a"'),
    conf('action "a" forward-only', 'match for local action "a"'),
  ),
  'undefined-table': error(
    'A table is used that is not defined above.',
    conf('action "a" mbox', 'match for domain <domains> action "a"'),
    conf('table domains { "example.org" }', 'action "a" mbox', 'match for domain <domains> action "a"'),
  ),
  'undefined-action': error(
    'A rule names an action that is not defined above.',
    conf('action "a" mbox', 'match for local action "local"'),
    whole(),
  ),
  'undefined-filter': error(
    'A filter is used that is not defined above.',
    whole('listen on lo filter "rspamd"'),
    whole('filter "rspamd" proc-exec "filter-rspamd"', 'listen on lo filter "rspamd"'),
  ),
  'undefined-proc': error(
    'A filter names a process that is not defined above.',
    whole('filter "spam" proc "rspamd"', 'listen on lo filter "spam"'),
    whole('proc "rspamd" "filter-rspamd"', 'filter "spam" proc "rspamd"', 'listen on lo filter "spam"'),
  ),
  'undefined-wrapper': error(
    'An action names a wrapper that is not defined above.',
    conf('action "a" maildir wrapper "nice"', 'match for local action "a"'),
    conf('mda wrapper "nice" "nice %{mda}"', 'action "a" maildir wrapper "nice"', 'match for local action "a"'),
  ),
  'undefined-pki': error(
    'A listener names a pki that is not defined above.',
    whole('listen on lo tls pki mail'),
    whole(...PKI, 'listen on lo tls pki mail'),
  ),
  'undefined-ca': error(
    'A listener names a ca that is not defined above.',
    whole(...PKI, 'listen on lo tls pki mail ca own'),
    whole(...PKI, 'ca own cert "/etc/ssl/mx.crt"', 'listen on lo tls pki mail ca own'),
  ),
  redefined: error(
    'A name is given twice.',
    conf('action "a" mbox', 'action "a" maildir', 'match for local action "a"'),
    conf('action "a" mbox', 'action "b" maildir', 'match for local action "a"'),
  ),
  'table-redefined': error(
    'A table is defined twice.',
    whole('table t { "a.example" }', 'table t { "b.example" }'),
    whole('table t { "a.example", "b.example" }'),
  ),
  'table-use': error(
    'A table is of the wrong kind for where it is used: a list where a mapping is wanted, or a mapping for a list.',
    conf('table names { "root" }', 'action "a" mbox alias <names>', 'match for local action "a"'),
    conf('table names { "root" = "joe" }', 'action "a" mbox alias <names>', 'match for local action "a"'),
  ),
  'table-mixed': warning('A table file has keys with a value and keys without.'),
  'table-entry-too-long': warning('The key of a table is longer than the daemon keeps.'),
  'table-backend': error('There is no such kind of table.', whole('table t files:/etc/mail/t'), {
    ...whole('table t file:/etc/mail/t'),
    files: { '/etc/mail/t': 'a.example\n' },
  }),
  'table-parameter': error('The file of a table has a relative path.', whole('table t file:t'), {
    ...whole('table t file:/etc/mail/t'),
    files: { '/etc/mail/t': 'a.example\n' },
  }),
  'table-file': error('The file of a table cannot be read.', whole('table t file:/etc/mail/none'), {
    ...whole('table t file:/etc/mail/t'),
    files: { '/etc/mail/t': 'a.example\n' },
  }),
  'table-name-too-long': error('The name of a table is too long.'),
  'srs-key-missing': error(
    'An action rewrites senders (srs), and no srs key is set above.',
    conf('action "r" relay srs', 'match for any action "r"'),
    conf('srs key "secret"', 'action "r" relay srs', 'match for any action "r"'),
  ),
  'filter-chain-nested': error(
    'A chain of filters has a chain in it.',
    whole(
      'filter "f" phase connect match !fcrdns disconnect "550 no"',
      'filter "c" chain { "f" }',
      'filter "d" chain { "c" }',
    ),
    whole('filter "f" phase connect match !fcrdns disconnect "550 no"', 'filter "c" chain { "f" }'),
  ),
  'filter-chain-twice': error(
    'A chain has a filter twice.',
    whole('filter "f" proc-exec "filter-f"', 'filter "c" chain { "f", "f" }'),
    whole('filter "f" proc-exec "filter-f"', 'filter "c" chain { "f" }'),
  ),
  'invalid-port': error('There is no such port.', whole('listen on lo port 70000'), whole('listen on lo port 2525')),
  'invalid-delay': error('A delay cannot be read.', whole('queue ttl 4x'), whole('queue ttl 4d')),
  'invalid-size': error(
    'A size cannot be read.',
    whole('smtp max-message-size 35X'),
    whole('smtp max-message-size 35M'),
  ),
  'invalid-limit': error(
    'There is no such limit.',
    whole('mta limit max-sessions 5'),
    whole('mta limit max-conn-per-host 5'),
  ),
  'invalid-domain': error(
    'A name that is to be a host name is none.',
    whole('pki "mail example" cert "/etc/ssl/mx.crt"'),
    whole('pki "mail.example" cert "/etc/ssl/mx.crt"', 'pki "mail.example" key "/etc/ssl/private/mx.key"'),
  ),
  'invalid-value': error(
    'There is no such value.',
    whole('smtp sub-addr-delim "ab"'),
    whole('smtp sub-addr-delim "+"'),
  ),
  'tag-too-long': error(
    'A tag has more than 32 bytes.',
    whole('listen on lo tag "submission-from-clients-of-our-own"'),
    whole('listen on lo tag "submission"'),
  ),
  'too-many-pki': error('A listener names more than 32 pki entries.'),
  'name-too-long': error('A name is too long.'),
  'auth-without-tls': error(
    'A listener offers authentication, and no TLS.',
    whole('listen on lo auth'),
    whole(...PKI, 'listen on lo tls-require pki mail auth'),
  ),
  'pki-without-tls': error(
    'A listener names a certificate, and speaks no TLS.',
    whole(...PKI, 'listen on lo pki mail'),
    whole(...PKI, 'listen on lo tls pki mail'),
  ),
  'tls-without-pki': error(
    'A listener speaks TLS, and names no certificate.',
    whole('listen on lo tls'),
    whole(...PKI, 'listen on lo tls pki mail'),
  ),
  'interface-unknown': error(
    'A listener names an interface that is not there.',
    whole('listen on em9'),
    whole('listen on lo'),
  ),
  'no-listener': warning(
    'A listener has no address.',
    whole('listen on 127.0.0.1 inet6'),
    whole('listen on 127.0.0.1 inet4'),
  ),
  'no-rules': error('There is no match rule.', conf('listen on lo'), whole('listen on lo')),
  'queue-key': error(
    'The key that encrypts the queue does not have 32 bytes.',
    whole('queue encryption "secret"'),
    whole('queue encryption "0123456789abcdef0123456789abcdef"'),
  ),
  'pki-file': error(
    'A certificate or a key cannot be used: it is missing, others may read the key, or it belongs to somebody else.',
    whole('pki mail cert "/etc/ssl/none.crt"', PKI[1] ?? ''),
    whole(...PKI),
  ),
  'too-many-errors': error('A file has ten thousand errors or more.'),
  'host-name': error('The host has no name that could be resolved.'),
};
