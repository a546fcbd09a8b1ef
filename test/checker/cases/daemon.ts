import type { RuleCase } from '../cases.js';

export const DAEMON: Readonly<Record<string, RuleCase>> = {
  'filter-condition-phase': {
    underlined: ['helo'],
    near: ['filter "f" phase connect match bogus reject "550 no"\nmatch for local reject\n'],
  },
  'filter-multi-condition': {
    underlined: ['src'],
    near: ['filter "f" phase connect match !rdns bogus\nmatch for local reject\n'],
  },
  'forward-reference': { underlined: ['"a"'], near: ['action "b" mbox\nmatch for local action "a"\n'] },
  'name-misspelled': { underlined: ['"loca"'], near: ['action "local" mbox\nmatch for local action "outside"\n'] },
  'keyword-misspelled': {
    underlined: ['maidir'],
    near: [
      // Too far off, in quotes, or no better with it.
      'action "a" mailbox\nmatch for local action "a"\n',
      'action "a" "maidir"\nmatch for local action "a"\n',
      'action "a" mbox maidir\nmatch for local action "a"\n',
    ],
  },
  'keyword-version': { underlined: ['no-dsn'], near: ['listen on socket bogus\nmatch for local reject\n'] },
  'relay-auth-before-host': {
    underlined: ['auth'],
    near: ['table s { "a" = "b:c" }\naction "r" relay auth <s>\nmatch for any action "r"\n'],
    mended:
      'table secrets { "me" = "user:password" }\naction "r" relay host smtps://me@relay.example.net auth <secrets>\nmatch from local for any action "r"\n',
  },
};
