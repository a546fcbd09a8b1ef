import { edited, random } from './edits.js';

export const MAIN = '/etc/mail/smtpd.conf';
export const MORE = '/etc/mail/more.conf';
export const INCLUDED =
  'n = "10.0.0.1"\ntable t { a = b }\n# more\naction "in" mbox alias <t>\nmatch for local action "in"\n';

/** A text, and what many edits make of it; some are taken back and made again. */
export function* history(start: string, edits: number, seed: number): Iterable<readonly [string, string]> {
  const pick = random(seed);
  const undone = [start];
  let [text, more] = [start, INCLUDED];
  for (let count = 0; count < edits; count += 1) {
    yield [text, more];
    if (pick(6) === 0) text = undone[pick(undone.length)] ?? text;
    else if (pick(12) === 0) more = edited(more, pick);
    else text = edited(text, pick);
    if (text.length > 4 * start.length + 600) text = start;
    undone.push(text);
    if (undone.length > 5) undone.shift();
  }
}
