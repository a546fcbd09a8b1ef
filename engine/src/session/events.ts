/** What happens in a session, in order: the dialogue, and what the daemon logs of it. Texts are decoded, to be shown. */
export type SessionEvent =
  | {
      readonly type: 'session-connected';
      readonly session: string;
      readonly source: string;
      readonly rdns: string;
      readonly fcrdns: 'yes' | 'no' | 'error';
    }
  | {
      /** A command as the filters are told of it: what belongs to AUTH is masked. Lines of a message are not told. */
      readonly type: 'client-line';
      readonly line: string;
    }
  | { readonly type: 'reply'; readonly line: string }
  | { readonly type: 'tls-started'; readonly version: string; readonly cipher: string; readonly bits: number }
  | { readonly type: 'authenticated'; readonly username: string; readonly result: 'ok' | 'permfail' | 'tempfail' }
  | {
      /** smtp_reply logs each refusal with the command it answers. */
      readonly type: 'command-failed';
      readonly command: string;
      readonly result: string;
    }
  | { readonly type: 'input-refused'; readonly result: string }
  | {
      readonly type: 'message-accepted';
      readonly message: string;
      /** Bytes, as the daemon counts them: filtered messages count twice. */
      readonly size: number;
      readonly recipients: number;
      readonly protocol: 'SMTP' | 'ESMTP';
    }
  | { readonly type: 'session-ended'; readonly reason: SessionEnd };

/**
 * Why a session is over. `crashed`: a configuration that the daemon accepts made it fall over (a filter of phase `auth`
 * that asks for what is not known yet); the reason says which part.
 */
export type SessionEnd =
  | { readonly type: 'quit' | 'disconnect' | 'timeout' }
  | { readonly type: 'io-error' | 'crashed'; readonly reason: string };
