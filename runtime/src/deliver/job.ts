/** What a delivery needs to know, with everything expanded: paths are absolute, commands are for sh -c. */
export type DeliveryJob =
  | {
      readonly type: 'maildir';
      readonly path: string;
      /** Mail that filters marked as spam goes to the folder Junk below `path`. */
      readonly junk: boolean;
      /** The sub-address; delivered to the folder of that name where there is one. */
      readonly extension?: string;
      /** The host's name, for the names of the files. */
      readonly hostname: string;
    }
  | {
      /** An mbox: the user's own in the system's mail directory, or a file that an alias names. */
      readonly type: 'mbox';
      readonly path: string;
      /** For the line that begins with "From ". */
      readonly sender: string;
      /** The system's mailboxes must be plain files with one name; a file that an alias names may be a device. */
      readonly plainFile: boolean;
    }
  | {
      readonly type: 'lmtp';
      /** A socket's path, or host:port. */
      readonly destination: string;
      readonly sender: string;
      readonly recipient: string;
    }
  | {
      readonly type: 'command';
      readonly command: string;
      readonly environment: Readonly<Record<string, string>>;
      readonly directory: string;
    };

/** The session with another server in which something became of a delivery, as the log names its ends. */
export interface RelaySession {
  /** Sixteen hexadecimal digits. */
  readonly id: string;
  readonly source: string;
  readonly peer: string;
}

/** How it went; the text is for the log and for the sender's notification. */
export type DeliveryResult =
  | {
      readonly outcome: 'ok';
      readonly text: string;
      readonly session?: RelaySession;
      /** The other server was not told of the status notifications that the sender asked for: it does not know of them. */
      readonly withoutDsn?: true;
    }
  | {
      readonly outcome: 'tempfail' | 'permfail';
      readonly text: string;
      /** Of a command, as sysexits.h names them. */
      readonly status?: number;
      readonly session?: RelaySession;
    };

export const DELIVERED: DeliveryResult = { outcome: 'ok', text: 'Delivered' };
