import { cut } from './mutation.js';

/** Whether each of these texts still shows what is being looked for. */
export type Probe = (texts: readonly string[]) => Promise<readonly boolean[]>;

const MOST_ROUNDS = 400;

/**
 * A shorter text that still shows it: first lines are left out, then tokens, then single characters, in pieces that
 * halve. Candidates of one size are asked about together, since a judge answers many for little more than one.
 */
export async function minimise(text: string, probe: Probe): Promise<string> {
  let rounds = 0;
  let current = text;
  for (let shorter = true; shorter && rounds < MOST_ROUNDS; ) {
    shorter = false;
    for (const [split, glue] of SPLITS) {
      const found = await dropParts(split(current), glue, async (texts) => {
        rounds++;
        return rounds < MOST_ROUNDS ? probe(texts) : texts.map(() => false);
      });
      if (found.length < current.length) {
        current = found;
        shorter = true;
      }
    }
  }
  return current;
}

const SPLITS: readonly (readonly [split: (text: string) => string[], glue: string])[] = [
  [(text) => text.split('\n'), '\n'],
  [cut, ''],
  [(text) => (text.length <= 400 ? [...text] : [text]), ''],
];

async function dropParts(parts: readonly string[], glue: string, probe: Probe): Promise<string> {
  let kept = [...parts];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const candidates: string[][] = [];
      for (let start = at; start < kept.length && candidates.length < 16; start += size) {
        candidates.push([...kept.slice(0, start), ...kept.slice(start + size)]);
      }
      const shows = await probe(candidates.map((candidate) => candidate.join(glue)));
      const first = shows.indexOf(true);
      if (first === -1) {
        at += size * candidates.length;
      } else {
        kept = candidates[first] as string[];
        at += size * first;
      }
    }
  }
  return kept.join(glue);
}
