import type { Verdict } from '../../support/judge.js';
import type { Comparison } from '../comparison.js';

/** What both sides say instead of each other, without names and numbers: disagreements alike are probably one mistake. */
export function kindOf({ judge, ours }: Comparison): string {
  const theirLines = judge.stderr.split('\n');
  const ourLines = ours.stderr.split('\n');
  const at = theirLines.findIndex((line, index) => line !== ourLines[index]);
  return `${pattern(judge, theirLines[at])}  <>  ${pattern(ours, ourLines[at])}`;
}

function pattern({ status, encoding }: Verdict, line = '(end)'): string {
  const place = /^\S+:\d+: /.exec(line)?.[0] ?? '';
  const text = line
    .slice(place.length)
    .replace(/".*"|'.*'/g, '…')
    .replace(/: .*/, ': …')
    .replace(/\d+/g, 'N');
  return `${place && 'FILE:LINE: '}${text}${encoding === 'latin1' ? ' (latin1)' : ''} [${status}]`;
}
