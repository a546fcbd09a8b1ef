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
