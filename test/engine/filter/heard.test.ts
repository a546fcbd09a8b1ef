import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FilterRequest, FilterResponse } from '../../../engine/src/filter/effects.js';
import { FILTER_PHASES } from '../../../grammar/src/language/filter.js';
import { compileText, play } from '../session/play.js';

interface Heard {
  readonly config: string;
  readonly sessions: readonly { readonly client: readonly string[]; readonly heard: readonly string[] }[];
}

/** The filter that the recording was made with decides by what it reads. */
const DECISIONS: readonly (readonly [RegExp, FilterResponse])[] = [
  [/junk@/, { type: 'junk' }],
  [/rej@/, { type: 'reject', text: '550 prog says no' }],
  [/rw@/, { type: 'rewrite', text: '<bob@written.org>' }],
  [/rep@/, { type: 'report', text: '<bob@reported.org>' }],
  [/cut@/, { type: 'disconnect', text: '521 cut' }],
  [/^hrep/, { type: 'report', text: 'other.name' }],
];

function decide({ fields }: FilterRequest): FilterResponse {
  const asked = fields.at(-1) ?? '';
  return DECISIONS.find(([pattern]) => pattern.test(asked))?.[1] ?? { type: 'proceed' };
}

/** Ids, ports and dates differ from run to run. */
function masked(line: string): string {
  return line
    .replace(/127\.0\.0\.1:4000/g, '127.0.0.1:PORT')
    .replace(/Tue, 14 Nov 2023 22:13:20 \+0000 \(UTC\)/g, 'DATE')
    .replace(/\b\d{16}\b/g, 'EVPID')
    .replace(/(\|| id |250 2\.0\.0 )\d{8}\b/g, '$1MSGID');
}

/** The daemon's events and a message's lines take different ways, so that their order among each other is chance. */
function apart(lines: readonly string[]): { readonly data: readonly string[]; readonly events: readonly string[] } {
  const isData = (line: string) => line.startsWith('F|data-line|');
  return { data: lines.filter(isData), events: lines.filter((line) => !isData(line)) };
}

describe.each(['6.8.0', '7.8.0'] as const)('a filter process of smtpd %s', (version) => {
  const path = new URL(`../../../fixtures/filters/heard-${version}.json`, import.meta.url);
  const { config: text, sessions } = JSON.parse(readFileSync(path, 'utf8')) as Heard;
  const config = compileText(text, version);

  test.each(sessions.map(({ client, heard }) => [client.join('').slice(0, 40), client, heard] as const))(
    'hears this of %j',
    (_, client, expected) => {
      const heard: string[] = [];
      play(
        config,
        client.filter((chunk) => chunk !== '<TLS>'),
        {
          version,
          client: { family: 'inet4', address: '127.0.0.1', port: 4000 },
          reverse: { name: 'localhost', confirmed: 'yes' },
          hooks: new Map([['p', FILTER_PHASES]]),
          checkPassword: (password) => password === 'sec',
          knows: (user) => user === 'bob',
          filter(request) {
            heard.push(`F|${request.phase}|${request.fields.join('|')}`);
            return decide(request);
          },
          dataLine(line) {
            heard.push(`F|data-line|${line}`);
            return [line];
          },
          report: ({ event, fields }) => heard.push(['R', event, ...fields].join('|')),
        },
      );
      expect(apart(heard.map(masked))).toEqual(apart(expected));
    },
  );
});
