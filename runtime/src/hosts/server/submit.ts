import { createConnection } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

export interface Submission {
  /** "" for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
  /** A byte text whose lines end in LF. */
  readonly message: string;
}

/** Hands a message in over the server's own socket, as sendmail does; rejects with what the server says. */
export function submit(socketPath: string, { sender, recipients, message }: Submission): Promise<void> {
  const connection = new SMTPConnection({
    connection: createConnection(socketPath),
    name: 'localhost',
    ignoreTLS: true,
  });
  return new Promise((resolve, reject) => {
    const give = (error: Error): void => {
      connection.close();
      reject(error);
    };
    connection.once('error', give);
    connection.connect((error) => {
      if (error) return give(error);
      const bytes = Buffer.from(message.replace(/\n/g, '\r\n'), 'latin1');
      connection.send({ from: sender, to: [...recipients] }, Readable.from([bytes]), (failed) => {
        if (failed) return give(failed);
        connection.quit();
        resolve();
      });
    });
  });
}
