/** struct mailaddr: case as the client wrote it, both parts possibly empty. */
export interface MailAddress {
  readonly user: string;
  readonly domain: string;
}

/** What the ruleset, the expansion and the actions ask of a message to one recipient (struct envelope). */
export interface Envelope {
  /** The listener's tag; "" where it has none. */
  readonly tag: string;
  /** The listener's host name, or the one its `hostnames` chose (smtpname). */
  readonly smtpname: string;
  /** util.c:ss_to_text of the client's address: "local" for the socket, "192.0.2.1", "[2001:db8::1]". */
  readonly source: string;
  /** The client's name in the DNS; "<unknown>" where there is none. */
  readonly rdns: string;
  readonly helo: string;
  /** EF_AUTHENTICATED: set for sessions of the socket too, then without a user name. */
  readonly authenticated: boolean;
  readonly username: string;
  readonly sender: MailAddress;
  /** RCPT TO as it was accepted; it stays while the expansion goes on. */
  readonly rcpt: MailAddress;
  /** Where it goes now: the recipient, or what the expansion made of it. */
  readonly dest: MailAddress;
  /** EF_INTERNAL: the address came out of an alias, a .forward or a decoded SRS address. */
  readonly internal: boolean;
  /** EF_BOUNCE. */
  readonly bounce: boolean;
}
