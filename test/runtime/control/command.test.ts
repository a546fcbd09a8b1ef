import { readControlRequest } from '@smtpd-conf/runtime';
import { describe, expect, test } from 'vitest';

const EVPID = 'ba1a40e2786294c1';
const MSGID = 'ba1a40e2';

/** Words behind `ctl`, and what they ask for; a pattern for what is wrong with them. */
const REQUESTS: readonly (readonly [words: string, expected: object | RegExp])[] = [
  ['show queue', { type: 'show-queue' }],
  [`show queue ${MSGID}`, { type: 'show-queue', message: MSGID }],
  ['show queue 12', /^"12" is no id of a message; ids have 16/],
  ['show stats', { type: 'show-stats' }],
  ['show hoststats', { type: 'show-hoststats' }],
  [`show envelope ${EVPID}`, { type: 'show-envelope', id: EVPID }],
  [`show envelope ${MSGID}`, /is no id of an envelope/],
  [`show message ${MSGID}`, { type: 'show-message', id: MSGID }],
  [`show message ${EVPID}`, { type: 'show-message', id: EVPID }],
  ['show', /^show takes queue, stats,/],
  ['schedule all', { type: 'schedule', which: 'all' }],
  [`schedule ${EVPID}`, { type: 'schedule', which: EVPID }],
  [`remove ${MSGID}`, { type: 'remove', which: MSGID }],
  ['remove', /^an id is missing/],
  ['remove zz', /^"zz" is no id/],
  ['remove 0000000000000000', /^"0000000000000000" is no id/],
  [`discover ${EVPID}`, { type: 'discover', id: EVPID }],
  ['pause mta', { type: 'pause', what: 'mta' }],
  ['resume smtp', { type: 'resume', what: 'smtp' }],
  [`pause envelope ${EVPID}`, { type: 'pause-envelope', which: EVPID }],
  ['resume envelope all', { type: 'resume-envelope', which: 'all' }],
  ['resume route 7', { type: 'resume-route', id: 7 }],
  ['resume route all', { type: 'resume-route', id: 0 }],
  ['resume route', /^the number of a route is missing; show routes has them/],
  ['resume route x', /^"x" is no number of a route/],
  ['pause queue', /^pause takes mda, mta, smtp or envelope/],
  ['log verbose', { type: 'log', level: 'verbose' }],
  ['log loud', /^log takes brief or verbose/],
  ['trace rules', { type: 'trace', subsystem: 'rules' }],
  ['untrace all', { type: 'untrace', subsystem: 'all' }],
  ['trace foo', /^trace takes one of imsg,/],
  ['update table aliases', { type: 'update-table', table: 'aliases' }],
  ['update aliases', /^update takes table and its name/],
  ['monitor', { type: 'monitor' }],
  ['encrypt', { type: 'encrypt' }],
  ['encrypt secret', { type: 'encrypt', text: 'secret' }],
  ['profile imsg', /^profile is not supported: /],
  ['show stats now', /^one word too many: now/],
  ['monitor it', /^one word too many: it/],
  ['log brief please', /^one word too many: please/],
  ['', /^what is to be done is missing/],
  ['dance', /^no command "dance"/],
];

describe('what smtpctl is asked', () => {
  test.each(REQUESTS)('%s', (words, expected) => {
    const request = readControlRequest(words.split(' ').filter((word) => word !== ''));
    if (expected instanceof RegExp) expect(request).toMatch(expected);
    else expect(request).toEqual(expected);
  });
});
