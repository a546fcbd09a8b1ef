import { strip } from '../ascii.js';
import { LONGEST_LINE } from './mail-address.js';

/**
 * expand.c:expand_line_split, mailaddr.c:mailaddr_line_split: the parts between commas, white space around them taken
 * away, empty ones left out. Quotes protect commas and stay; a backslash protects any character and goes. A list that ends
 * in a quote or after a backslash ends with `undefined` for what cannot be read; what stood before it counts.
 */
export function* splitCommaList(line: string): Generator<string | undefined, void> {
  let part = '';
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (character === '\\') {
      at++;
      if (at === line.length) return yield undefined;
      part += line[at];
    } else if (character === ',' && quote === '') {
      yield* nonempty(part);
      part = '';
      continue;
    } else {
      part += character;
      if (character === quote) quote = '';
      else if (quote === '' && (character === '"' || character === "'")) quote = character;
    }
    if (part.length > LONGEST_LINE) return yield undefined;
  }
  if (quote !== '') return yield undefined;
  yield* nonempty(part);
}

function* nonempty(part: string): Generator<string, void> {
  const stripped = strip(part);
  if (stripped !== '') yield stripped;
}
