import type { Readable } from 'node:stream';

/** Characters. A stream whose lines are longer is ended: nothing that we listen to has so much to say at once. */
const LINE_MAX = 1 << 20;

/**
 * Calls back for each line of a stream, without its end. A last one without an end counts as far as `last` says: of a log it is all that
 * there is to know, of a protocol it is half a sentence. Texts are byte texts.
 */
export function eachLine(stream: Readable, line: (text: string) => void, last: 'counts' | 'dropped' = 'counts'): void {
  let rest = '';
  stream.on('data', (bytes: Buffer) => {
    const [first = '', ...others] = bytes.toString('latin1').split('\n');
    rest += first;
    for (const one of others) {
      line(rest);
      rest = one;
    }
    if (rest.length > LINE_MAX) stream.destroy(new Error('a line is too long'));
  });
  stream.on('end', () => {
    if (rest !== '' && last === 'counts') line(rest);
  });
  stream.on('error', () => undefined);
}
