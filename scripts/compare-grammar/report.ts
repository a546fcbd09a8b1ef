import type { Comparison } from './compare.js';
import type { Difference } from './difference.js';

/** The comparison for people: what differs by place, or that nothing does. */
export function report({ differences, counts }: Comparison, yaccName: string, version: string): string {
  const lines: string[] = [];
  if (differences.length > 0) {
    lines.push(`--- grammar/src, for version ${version}`, `+++ ${yaccName}`);
    for (const [place, some] of byPlace(differences)) {
      lines.push('', `${place}:`, ...some.map(({ side, text }) => `${side === 'yacc' ? '+' : '-'} ${text}`));
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

function byPlace(differences: readonly Difference[]): Map<string, Difference[]> {
  const places = new Map<string, Difference[]>();
  for (const difference of differences) {
    const same = places.get(difference.place) ?? [];
    places.set(difference.place, [...same, difference]);
  }
  return places;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
