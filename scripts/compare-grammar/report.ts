import type { Comparison } from './compare.js';
import type { Difference } from './difference.js';

/** A form that one side lacks is missed after many sentences. */
const MOST_SENTENCES = 15;

/** The comparison for people: what differs by place, or that nothing does. */
export function report({ differences, counts }: Comparison, yaccName: string, version: string): string {
  const lines: string[] = [];
  if (differences.length > 0) {
    lines.push(`--- grammar/src, for version ${version}`, `+++ ${yaccName}`);
    for (const [place, some] of byPlace(differences)) {
      const most = place === 'parser' ? MOST_SENTENCES : some.length;
      lines.push('', `${place}:`, ...some.slice(0, most).map(line));
      if (some.length > most) lines.push(`  and ${some.length - most} more, which may follow from the others`);
    }
    lines.push('');
  }
  const outcome = differences.length === 0 ? 'equal' : count(differences.length, 'difference');
  lines.push(
    `${version}: ${outcome}: ${count(counts.keywords, 'keyword')}, ${count(counts.forms, 'form')}, ` +
      `${count(counts.braces, 'content')} of braces, ${count(counts.steps, 'step')} of the parser`,
  );
  return `${lines.join('\n')}\n`;
}

const line = ({ side, text }: Difference): string => `${side === 'yacc' ? '+' : '-'} ${text}`;

function byPlace(differences: readonly Difference[]): Map<string, Difference[]> {
  const places = new Map<string, Difference[]>();
  for (const difference of differences) {
    const same = places.get(difference.place) ?? [];
    places.set(difference.place, [...same, difference]);
  }
  return places;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
