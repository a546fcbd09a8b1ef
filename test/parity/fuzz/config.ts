import type { Version } from '@smtpd-conf/grammar';
import type { Draw } from './draw.js';
import { Scene } from './scene.js';
import { type Oddness, PLAIN, Speller } from './spelling.js';
import { type StatementKind, statement } from './statements.js';

const WEIGHTS: Readonly<Record<StatementKind, number>> = {
  table: 14,
  action: 16,
  match: 18,
  listen: 9,
  socket: 2,
  filter: 9,
  chain: 4,
  proc: 4,
  pki: 5,
  ca: 3,
  setting: 9,
  srs: 2,
  wrapper: 2,
};

/** Files that may be included anywhere: they define nothing that a statement could define again. */
const INCLUDES = [
  'files/include-rule.conf',
  'files/include-comment.conf',
  'files/include-no-newline.conf',
  'files/empty',
];
const BAD_INCLUDES = [
  'files/missing.conf',
  'files/include-broken.conf',
  'files/include-unterminated.conf',
  'files/include-bad-end.conf',
];

/** A configuration that the daemon of `version` should accept, but for the slips that `draw` makes. */
export function config(draw: Draw, version: Version): string {
  draw.slipPercent = draw.chance(72) ? 0 : draw.pick([0.5, 2, 8]);
  const scene = new Scene(draw, version);
  const speller = new Speller(draw, oddness(draw));
  const lines: string[] = [];
  const count = draw.pick([2, 2, 2, 5, 5, 5, 5, 10, 10, 10, 20]);
  for (let at = 0; at < count; at++) {
    const pieces = statement(scene, draw.weighted(WEIGHTS));
    if (pieces.length > 0) lines.push(...speller.statement(pieces));
    lines.push(...between(draw, speller));
  }
  if (draw.chance(97)) lines.push(...speller.statement(statement(scene, 'match')));
  return lines.join('\n') + (draw.chance(95) ? '\n' : '');
}

function oddness(draw: Draw): Oddness {
  if (draw.chance(45)) return PLAIN;
  return {
    percent: draw.pick([3, 10, 30]),
    macros: draw.chance(50),
    continuations: draw.chance(50),
    escapes: draw.chance(30),
  };
}

/** Comments, empty lines, includes and macros that nothing uses. */
function between(draw: Draw, speller: Speller): string[] {
  if (draw.chance(75)) return [];
  if (draw.slips()) return [`include "${draw.pick(BAD_INCLUDES)}"`];
  return [
    draw.pick(['', ' ', '\t', `# ${speller.remark()}`, '#', ' # indented', '\\', 'unused = "value"', "_ = ''"]),
    ...(draw.chance(15) ? [`include "${draw.pick(INCLUDES)}"`] : []),
  ];
}
