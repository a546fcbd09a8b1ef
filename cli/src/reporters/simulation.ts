import { readFileSync } from 'node:fs';
import type { CompiledConfig } from '@smtpd-conf/compiler';
import { utf8Decoded } from '@smtpd-conf/engine';
import {
  type ConfigSources,
  type ExplainedLine,
  explainRecipients,
  explainSession,
  type Simulated,
  verdict,
} from '@smtpd-conf/simulator';
import { printable, printableLines } from './printable.js';
import { type Style, styled } from './terminal-style.js';

export interface SimulationReportOptions {
  /** One sentence for each recipient instead of all the steps. */
  readonly sentences: boolean;
  /** Whether to show the message as it is delivered. */
  readonly message: boolean;
}

/** A dry run for a person at a terminal. */
export function simulationReport(
  config: CompiledConfig,
  simulated: Simulated,
  options: SimulationReportOptions,
): string {
  const { messages = [] } = simulated.outcome;
  const lines = options.sentences
    ? [...explainRecipients(config, simulated).map(printable), explainedText(verdict(simulated))]
    : explainSession(config, sourcesOf(config), simulated).map(explainedText);
  const shown = options.message
    ? messages.filter(({ accepted }) => accepted).map(({ text }) => `\n${utf8Decoded(text)}`)
    : [];
  return [...lines, ...shown.map((text) => printableLines(text).trimEnd())].map((line) => `${line}\n`).join('');
}

const STYLES: Readonly<Record<ExplainedLine['kind'], Style | undefined>> = {
  heading: 'bold',
  detail: undefined,
  good: 'green',
  bad: 'red',
};

export function explainedText({ text, depth, kind }: ExplainedLine): string {
  return `${'  '.repeat(depth)}${styled(STYLES[kind], printable(text))}`;
}

/** The lines of the files that a configuration was read from, as far as they can be read now. */
export function sourcesOf({ files }: CompiledConfig): ConfigSources {
  const read = new Map<number, readonly string[]>();
  return {
    line(file, line) {
      if (!read.has(file)) read.set(file, linesOf(files[file] ?? ''));
      return read.get(file)?.[line - 1]?.trim();
    },
  };
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
