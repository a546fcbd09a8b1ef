import { behaves } from '../behaviour.js';
import { perform, type Task } from '../task.js';
import type { FilterSession } from './filter-session.js';
import { type FilterListener, noteAnswer } from './note-answer.js';

/**
 * What of "filter-dataline|session|token|LINE" fits into LINE_MAX, where releases before 7.4.0 kept a filter's answer
 * (lka_filter_process_response).
 */
const SHORT_LINE = 2047 - 'filter-dataline||'.length - 2 * 16 - 1;

/**
 * lka_filter.c:filter_data_internal: a line of the message, through each filter that takes data lines in turn. What comes out
 * at the end, which may be more lines or none yet.
 */
export function* filterDataLine(
  session: FilterSession,
  line: string,
  services: FilterListener,
): Task<readonly string[]> {
  const shortens = behaves(services.config.target.version, 'filter-answers-cut');
  let lines: readonly string[] = [line];
  for (const filter of session.chain.entries.get('data-line') ?? []) {
    if (filter.type !== 'proc') continue;
    const given: string[] = [];
    for (const each of lines) {
      const back = yield* perform({
        type: 'filter:data-line',
        filter: filter.name,
        proc: filter.proc,
        session: session.id,
        line: each,
      });
      if (back.length > 0) noteAnswer(services);
      for (const one of back) given.push(shortens ? one.slice(0, SHORT_LINE) : one);
    }
    lines = given;
  }
  return lines;
}
