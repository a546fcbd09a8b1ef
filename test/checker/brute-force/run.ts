import fc from 'fast-check';
import { smallConfig } from './draw-config.js';
import { type Judged, judgeRules } from './judge-rules.js';

export interface Totals {
  configs: number;
  refused: number;
  rules: number;
  envelopes: number;
  unreachable: number;
  open: number;
  saidOtherwise: number;
  readonly misses: Record<'nothing' | 'one' | 'several' | 'deferred', number>;
  openMisses: number;
  /** Configurations with a false alarm, each with the lines that are wrong. */
  readonly alarms: {
    readonly text: string;
    readonly unreachable: readonly string[];
    readonly open: readonly string[];
  }[];
  /** A few of each kind of miss, to look at. */
  readonly samples: string[];
}

/** Judges so many drawn configurations; the same seed draws the same ones. */
export function run(count: number, seed: number, onProgress?: (done: number) => void): Totals {
  const totals: Totals = {
    configs: 0,
    refused: 0,
    rules: 0,
    envelopes: 0,
    unreachable: 0,
    open: 0,
    saidOtherwise: 0,
    misses: { nothing: 0, one: 0, several: 0, deferred: 0 },
    openMisses: 0,
    alarms: [],
    samples: [],
  };
  for (const [index, text] of fc.sample(smallConfig, { numRuns: count, seed }).entries()) {
    const judged = judgeRules(text, index % 4 === 0 ? '6.8.0' : '7.8.0');
    if (judged) add(totals, judged, text);
    else totals.refused++;
    onProgress?.(index + 1);
  }
  return totals;
}

function add(totals: Totals, judged: Judged, text: string): void {
  totals.configs++;
  totals.rules += judged.rules;
  totals.envelopes += judged.envelopes;
  totals.unreachable += judged.unreachable;
  totals.open += judged.open;
  totals.saidOtherwise += judged.saidOtherwise;
  totals.openMisses += judged.openMisses.length;
  for (const { why, line } of judged.unreachedMisses) {
    if (++totals.misses[why] <= 40) totals.samples.push(`${why}: ${line}\n${indent(text)}`);
  }
  for (const line of judged.openMisses)
    if (totals.openMisses < 15) totals.samples.push(`open: ${line}\n${indent(text)}`);
  if (judged.reachedAlarms.length + judged.closedAlarms.length > 0) {
    totals.alarms.push({ text, unreachable: judged.reachedAlarms, open: judged.closedAlarms });
  }
}

const indent = (text: string): string =>
  text
    .split('\n')
    .slice(5)
    .map((line) => `    ${line}`)
    .join('\n');
