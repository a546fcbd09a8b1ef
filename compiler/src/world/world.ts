/** What the system says no with: errno by name, and the text that strerror(3) has for it. */
export interface SystemError {
  readonly code: string;
  readonly text: string;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SystemError };

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Permission bits, as in st_mode & 07777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** One address of a network interface, as getifaddrs(3) lists them. */
export interface InterfaceAddress {
  readonly name: string;
  readonly family: 'inet4' | 'inet6';
  readonly address: string;
  /** The scope of a link-local IPv6 address: the number of the interface. */
  readonly scope?: number;
}

export type Family = 'inet4' | 'inet6' | 'any';

/** What getaddrinfo(3) says of a host name; `none` for no such name, no address, or try again. */
export type HostLookup =
  | { readonly kind: 'addresses'; readonly addresses: readonly { family: 'inet4' | 'inet6'; address: string }[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly text: string };

/** What PEM_read_PrivateKey(3) makes of a file: a key, one that wants a passphrase first, or none. */
export type PrivateKeyReading = 'clear' | 'encrypted' | 'unreadable';

/**
 * The only way to the outside. Synchronous, because the daemon's check is; paths are as the configuration writes them,
 * and a world may map absolute ones below a root directory.
 */
export interface World {
  /**
   * The bytes of a file. The error for a directory is EISDIR, as reading one gives: fopen(3) opens it, and the daemon's
   * parser takes one for an empty file.
   */
  readFile(path: string): Outcome<Uint8Array>;
  status(path: string): Outcome<FileStatus>;
  /** gethostname(3). */
  hostName(): string;
  /** The canonical name of a host, as getaddrinfo(3) with AI_CANONNAME gives it; undefined where there is none. */
  canonicalName(host: string): string | undefined;
  /** The addresses of the network interfaces, in getifaddrs(3)'s order. */
  interfaces(): readonly InterfaceAddress[];
  /** The interface groups that an interface is in (OpenBSD); none elsewhere. */
  interfaceGroups(name: string): readonly string[];
  lookupHost(name: string, family: Family): HostLookup;
  /** The TCP port of a service name, as getservbyname(3) finds it. */
  servicePort(name: string): number | undefined;
  /** The user id that the check itself runs as; 0 for root. */
  userId(): number;
  /** How many configuration files the check can have open at once, the main one among them; an include loop ends there. */
  openFileLimit(): number;
  readPrivateKey(pem: Uint8Array): PrivateKeyReading;
  /** The time of day. */
  now(): Date;
}
