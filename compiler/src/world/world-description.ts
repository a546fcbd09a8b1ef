import type { Phase } from '@smtpd-conf/grammar';

/** A world as plain data: what described-world.schema.ts describes. */
export interface WorldDescription {
  readonly version?: 1;
  readonly files?: Readonly<Record<string, string | DescribedFile>>;
  readonly hostname?: string;
  readonly interfaces?: Readonly<Record<string, readonly string[] | DescribedInterface>>;
  readonly hosts?: Readonly<Record<string, readonly string[] | DescribedHost>>;
  readonly services?: Readonly<Record<string, number>>;
  readonly uid?: number;
  readonly openFiles?: number;
  readonly users?: Readonly<Record<string, DescribedUser>>;
  /** By crypt(3) hash, the password that it was made of: where a hash is met, and nothing can ask crypt(3). */
  readonly passwords?: Readonly<Record<string, string>>;
  readonly reverse?: Readonly<Record<string, string>>;
  readonly mx?: Readonly<Record<string, readonly DescribedMailExchanger[]>>;
  readonly tables?: Readonly<Record<string, DescribedTable>>;
  readonly filters?: Readonly<Record<string, readonly DescribedFilterAnswer[]>>;
  readonly clock?: string;
}

/** A user of the system. */
export interface DescribedUser {
  readonly uid: number;
  /** The uid by default. */
  readonly gid?: number;
  /** /home/NAME by default. */
  readonly home?: string;
  /** ~/.forward: its text, or a file with an owner and permissions; the user's own by default. */
  readonly forward?: string | DescribedFile;
  /** As crypt(3) has it, or the password itself. */
  readonly password?: string | { readonly plain: string };
}

export interface DescribedMailExchanger {
  readonly preference: number;
  readonly host: string;
}

/** What a table says that the configuration does not hold: its keys, or keys with values; or that asking it fails. */
export type DescribedTable = readonly string[] | Readonly<Record<string, string>> | 'fails';

/** What a filter process answers in a phase; of several, the first whose argument is the one asked about. */
export interface DescribedFilterAnswer {
  readonly phase: Phase;
  readonly argument?: string;
  readonly answer?: 'proceed' | 'junk' | 'reject' | 'disconnect' | 'rewrite' | 'report';
  readonly text?: string;
  /** For `data-line`: lines that it puts before a message. */
  readonly prepend?: readonly string[];
}

/** Exactly one of the first four. */
export interface DescribedFile {
  readonly text?: string;
  readonly base64?: string;
  readonly directory?: true;
  /** The name of an errno. */
  readonly error?: string;
  /** Octal digits. */
  readonly mode?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface DescribedInterface {
  readonly addresses: readonly string[];
  readonly groups?: readonly string[];
}

export interface DescribedHost {
  readonly addresses: readonly string[];
  readonly canonical?: string;
}
