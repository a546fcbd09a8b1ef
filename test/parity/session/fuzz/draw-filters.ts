import type { DescribedFilterAnswer } from '@smtpd-conf/compiler';
import type { Draw } from '../../fuzz/draw.js';
import { drawList, drawNot, quote } from './draw-text.js';
import { SENDERS } from './pools.js';

export interface DrawnFilters {
  readonly lines: readonly string[];
  readonly names: readonly string[];
  /** What the filter process answers, where there is one. */
  readonly answers: Readonly<Record<string, readonly DescribedFilterAnswer[]>>;
}

/** The program of the filter process. */
export const FILTER_PROGRAM = '/opt/filter.sh';
const PROCESS = 'proc0';
export const CHAIN = 'chain';

export function drawFilters(draw: Draw): DrawnFilters {
  const builtIn = draw.times(draw.between(0, 4), (at) => `f${at}`);
  const process = draw.chance(12) ? [PROCESS] : [];
  const names = [...builtIn, ...process];
  const lines = [
    ...builtIn.map((name) => `filter "${name}" ${drawFilter(draw)}`),
    ...process.map((name) => `filter "${name}" proc-exec "${FILTER_PROGRAM}"`),
  ];
  const answers = Object.fromEntries(process.map((name) => [name, drawAnswers(draw)]));
  if (names.length < 2) return { lines, names, answers };
  return {
    lines: [...lines, `filter "${CHAIN}" chain { ${draw.shuffled(names).map(quote).join(', ')} }`],
    names: [...names, CHAIN, CHAIN],
    answers,
  };
}

const PHASES = ['connect', 'helo', 'ehlo', 'mail-from', 'rcpt-to', 'data', 'commit'] as const;

function drawFilter(draw: Draw): string {
  const phase = draw.pick(PHASES);
  const at = PHASES.indexOf(phase);
  const conditions = [
    `src ${drawList(draw, ['192.0.2.0/28', '127.0.0.1', '198.51.100.0/24', '2001:db8::/32'])}`,
    'src regex "^192"',
    'src <nets>',
    'src regex <patterns>',
    'rdns',
    'fcrdns',
    `rdns regex "^mail"`,
    `rdns ${drawList(draw, ['mail.example.com', '*.example.com', 'liar.test'])}`,
    ...(at >= 1
      ? ['helo <names>', `helo ${drawList(draw, ['client.test', '*.example', 'odd.test'])}`, 'helo regex "[A-Z]"']
      : []),
    ...(at >= 3
      ? [
          `mail-from ${drawList(draw, [...SENDERS, '@a.test', '@b.test'])}`,
          'mail-from <people>',
          'mail-from regex "^b"',
          'auth',
          'auth <names>',
          'auth regex "^a"',
        ]
      : []),
    ...(phase === 'rcpt-to'
      ? [
          `rcpt-to ${drawList(draw, ['alice@a.test', '@b.test', 'bob'])}`,
          'rcpt-to <people>',
          'rcpt-to regex <patterns>',
          'rcpt-to regex "c"',
          'rcpt-to regex "\\+"',
        ]
      : []),
  ];
  return `phase ${phase} match ${drawNot(draw)}${draw.pick(conditions)} ${drawDecision(draw, phase)}`;
}

function drawDecision(draw: Draw, phase: (typeof PHASES)[number]): string {
  const usual = [
    'reject "550 rejected"',
    'reject "451 later"',
    'reject "421 away"',
    'disconnect "550 go"',
    'report "seen"',
  ];
  const more = phase === 'commit' ? [] : ['junk', 'bypass'];
  const rewrites = {
    'mail-from': ['rewrite "<new@b.test>"', 'rewrite "<new@b.test> BODY=8BITMIME"'],
    'rcpt-to': ['rewrite "<carol@a.test>"', 'rewrite "dora@a.test"'],
  } as const;
  const rewrite = phase === 'mail-from' || phase === 'rcpt-to' ? rewrites[phase] : [];
  return draw.pick([...usual, ...more, ...rewrite]);
}

function drawAnswers(draw: Draw): DescribedFilterAnswer[] {
  const fixed = draw.times(draw.between(1, 4), (): DescribedFilterAnswer => {
    if (draw.chance(25)) return drawPlainAnswer(draw);
    const phase = draw.pick(['mail-from', 'rcpt-to'] as const);
    const argument = phase === 'mail-from' ? draw.pick(SENDERS) : draw.pick(['alice@a.test', 'bob@b.test', 'carol']);
    const decision = draw.pick(['reject', 'disconnect', 'rewrite', 'junk'] as const);
    switch (decision) {
      case 'junk':
        return { phase, argument, answer: decision };
      case 'rewrite':
        return { phase, argument, answer: decision, text: phase === 'mail-from' ? '<p@a.test>' : '<bob@a.test>' };
      case 'reject':
      case 'disconnect':
        return { phase, argument, answer: decision, text: draw.pick(['550 process', '421 process', '450 process']) };
    }
  });
  return [...fixed, { phase: 'mail-from', answer: 'proceed' }, { phase: 'rcpt-to', answer: 'proceed' }];
}

/** In phases whose argument is left aside. */
function drawPlainAnswer(draw: Draw): DescribedFilterAnswer {
  const phase = draw.pick(['connect', 'helo', 'ehlo', 'data', 'commit', 'rset', 'noop', 'quit'] as const);
  const answer = draw.pick(['proceed', 'reject', 'disconnect', 'junk'] as const);
  const text = draw.pick(['550 process', '421 process', '450 process']);
  return answer === 'proceed' || answer === 'junk' ? { phase, answer } : { phase, answer, text };
}

/** A filter process that gives these answers (smtpd-filters(7)). */
export function filterProgram(answers: readonly DescribedFilterAnswer[]): string {
  const phases = [...new Set(answers.map(({ phase }) => phase))];
  const cases = answers.map(({ phase, argument, answer, text }) => {
    const said = text === undefined ? answer : `${answer}|${text}`;
    const pattern = argument === undefined ? `'${phase}|'*` : `'${phase}|${argument}'`;
    return `  ${pattern}) answer='${said}' ;;\n`;
  });
  return `#!/bin/sh
while IFS= read -r line; do
  case $line in
  'config|ready') printf '${phases.map((phase) => `register|filter|smtp-in|${phase}\\n`).join('')}register|ready\\n'; continue ;;
  filter\\|*) ;;
  *) continue ;;
  esac
  IFS='|' read -r _ _ _ _ phase session token argument <<EOT
$line
EOT
  case "$phase|$argument" in
${cases.join('')}  *) answer='proceed' ;;
  esac
  printf 'filter-result|%s|%s|%s\\n' "$session" "$token" "$answer"
done
`;
}
