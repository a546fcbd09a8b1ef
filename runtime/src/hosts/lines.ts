import type { Readable } from 'node:stream';

/** Calls back for each line of a stream, without its end; a last one without an end counts. Texts are byte texts. */
export function eachLine(stream: Readable, line: (text: string) => void): void {
  let rest = '';
  stream.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString('latin1')).split('\n');
    rest = lines.pop() as string;
    for (const one of lines) line(one);
  });
  stream.on('end', () => {
    if (rest !== '') line(rest);
  });
  stream.on('error', () => undefined);
}
