/** A number that a `limit` statement can set. The names are strings to the daemon, not keywords. */
export interface Limit {
  readonly name: string;
  readonly doc: string;
  /** The value when nothing is set (config_default, limit_mta_set_defaults). */
  readonly standard: number;
}

const limit = (name: string, standard: number, doc: string): Limit => ({ name, standard, doc });

export const SMTP_LIMITS: readonly Limit[] = [
  limit('max-rcpt', 1000, 'Recipients of one message.'),
  limit('max-mails', 100, 'Messages in one session.'),
];

export const MDA_LIMITS: readonly Limit[] = [
  limit('max-session', 50, 'Deliveries at a time.'),
  limit('max-session-per-user', 7, 'Deliveries at a time to one user.'),
  limit('task-lowat', 30, 'Envelopes of a user in memory below which more are asked for.'),
  limit('task-hiwat', 50, 'Envelopes of a user in memory above which no more are taken.'),
  limit('task-release', 10, 'Envelopes of a user to ask for at a time.'),
];

export const SCHEDULER_LIMITS: readonly Limit[] = [
  limit('max-inflight', 5000, 'Envelopes being worked on at a time.'),
  limit('max-evp-batch-size', 256, 'Envelopes handed out at a time.'),
  limit('max-msg-batch-size', 1024, 'Messages handed out at a time.'),
  limit('max-schedule', 10, 'Envelopes scheduled at a time.'),
];

/** limit_mta_set in limit.c; `inet4` and `inet6` beside them are keywords. */
export const MTA_LIMITS: readonly Limit[] = [
  limit('max-conn-per-host', 10, 'Connections at a time to one host.'),
  limit('max-conn-per-route', 5, 'Connections at a time from one source address to one host.'),
  limit('max-conn-per-source', 100, 'Connections at a time from one source address.'),
  limit('max-conn-per-connector', 20, 'Connections at a time for one relay from one source address.'),
  limit('max-conn-per-relay', 100, 'Connections at a time for one relay.'),
  limit('max-conn-per-domain', 100, 'Connections at a time to the hosts of one domain.'),
  limit('conn-delay-host', 0, 'Seconds between connections to one host.'),
  limit('conn-delay-route', 5, 'Seconds between connections from one source address to one host.'),
  limit('conn-delay-source', 0, 'Seconds between connections from one source address.'),
  limit('conn-delay-connector', 0, 'Seconds between connections for one relay from one source address.'),
  limit('conn-delay-relay', 2, 'Seconds between connections for one relay.'),
  limit('conn-delay-domain', 0, 'Seconds between connections to the hosts of one domain.'),
  limit('reconn-delay-route', 3, 'Seconds before connecting again to a host that hung up.'),
  limit('session-mail-max', 100, 'Messages in one session.'),
  limit('session-transaction-delay', 0, 'Seconds between messages of one session.'),
  limit('session-keepalive', 10, 'Seconds an idle session is kept open.'),
  limit('max-failures-per-session', 25, 'Refused recipients after which a session is given up.'),
  limit('task-hiwat', 50, 'Messages of a relay in memory above which no more are taken.'),
  limit('task-lowat', 30, 'Messages of a relay in memory below which more are asked for.'),
  limit('task-release', 10, 'Messages of a relay to ask for at a time.'),
];
