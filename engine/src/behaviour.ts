import { existsIn, type Lifetime, type Version } from '@smtpd-conf/grammar';

/** In what the releases differ at run time: each name says what is so, from which release on, and up to which. */
const BEHAVIOURS = {
  /** lka_filter.c: what a filter process answers is cut at LINE_MAX. */
  'filter-answers-cut': { since: '6.4.0', until: '7.4.0' },
  /** lka_filter.c:lka_filter_process_response sets errno to 0. */
  'filter-answers-reset-errno': { since: '7.4.0' },
  /** smtp_session.c:smtp_check_noop. */
  'noop-takes-argument': { since: '7.4.0' },
  /** lka_filter.c:lka_report_smtp_link_auth: result before user name in the event `link-auth`. */
  'auth-result-first': { since: '7.4.0' },
  /** Messages on port 587 get missing Date and Message-ID; before, the port was compared in the wrong byte order. */
  'completes-on-submission-port': { since: '7.4.0' },
  /** The one recipient that Received names is one that was accepted, not that of the last RCPT TO. */
  'received-names-accepted': { since: '7.3.0' },
  /** TLS through libtls: a client's certificate is verified in the handshake or not at all. */
  libtls: { since: '7.3.0' },
  /** rfc5322.c: a header does not start with a blank. */
  'no-blank-before-header': { since: '7.5.0' },
  /** header_domain_append_callback: a backslash escapes within quotes too. */
  'escapes-in-quotes': { since: '7.5.0' },
  /** ORCPT is any address type and xtext; before, it was a mail address. */
  'orcpt-xtext': { since: '7.5.0' },
  /** Tables may hold the password of AUTH against a user themselves (service `auth`). */
  'auth-service': { since: '7.6.0' },
  /** AUTH PLAIN takes passwords of one character. */
  'short-password': { since: '7.8.0' },
  /** AUTH refuses line breaks in names and passwords. */
  'auth-without-line-breaks': { since: '7.8.0' },
  /** Decoding SRS changes where the mail goes; before, it changed the recipient too (lka_session.c:lka_expand). */
  'srs-decodes-destination': { since: '7.3.0' },
  /** `user` on the action skips the .forward files of everybody else (lka_session.c:lka_expand). */
  'action-user-skips-forward': { since: '7.5.0' },
  /** Files and commands in root's .forward are a temporary failure (lka_session.c:lka_expand). */
  'no-commands-from-root': { since: '7.5.0' },
  /** Root gets mail through mbox only (smtpd.c:forkmda); before, a .forward could run commands as root too. */
  'mbox-only-for-root': { since: '7.5.0' },
  /** mbox deliveries have a command line of their own, which a wrapper takes as %{mda} (parse.y:dispatcher_local). */
  'mbox-command': { since: '6.4.0', until: '7.5.0' },
  /** The destination of `lmtp` stands in quotes on its command line (parse.y:dispatcher_local). */
  'quoted-lmtp-destination': { since: '6.4.0', until: '7.3.0' },
  /** LOGNAME and USER name the recipient; before, the user who runs the command (mda_unpriv.c). */
  'logname-is-recipient': { since: '7.3.0' },
  /** mda_unpriv.c sets ORIGINAL_RECIPIENT. */
  'original-recipient': { since: '7.6.0' },
  /** `lmtp` deliveries run as the daemon's own user (parse.y:dispatcher_local). */
  'lmtp-as-daemon': { since: '7.3.0', until: '7.5.0' },
  /** A domain whose only MX is the null MX or `localhost` takes no mail (dns.c:dns_dispatch_mx). */
  'null-mx': { since: '7.5.0' },
  /** PATH of commands is that of the system's paths.h (mda_unpriv.c). */
  'system-path': { since: '7.3.0' },
  /** %{mda} outside of a wrapper is an error; before, it made the delivery process crash (mda_variables.c). */
  'checked-mda-specifier': { since: '7.3.0' },
  /** A specifier of 127 characters fits (mda_variables.c:mda_expand_format). */
  'longer-specifiers': { since: '7.3.0' },
  /** The daemon brings its own inet_net_pton, since a typing error in configure.ac keeps it from finding the system's. */
  'own-net-pton': { since: '7.4.0' },
  /** `source` and `addrname` values may be IPv6 addresses in brackets (table.c:parse_sockaddr). */
  'bracketed-sources': { since: '7.5.0' },
  /** A bounce brings the whole message only where its sender asked for that with RET=FULL (bounce.c:bounce_next). */
  'body-on-request': { since: '7.4.0' },
  /** A key with a line break is not sent to a table process; the lookup fails (table_proc.c:table_proc_lookup). */
  'proc-keys-on-one-line': { since: '7.8.0' },
} as const satisfies Record<string, Lifetime>;

export type Behaviour = keyof typeof BEHAVIOURS;

/** Whether `version` behaves as the name says. */
export function behaves(version: Version, behaviour: Behaviour): boolean {
  return existsIn(BEHAVIOURS[behaviour], version);
}
