import type { RuleCase } from '../cases.js';

const END = 'action "a" maildir junk\nmatch from any for local action "a"\n';
const filter = (text: string): string => `filter "f" phase ${text}\nlisten on lo filter "f"\n${END}`;

export const FILTERS: Readonly<Record<string, RuleCase>> = {
  'filter-auth-phase': { underlined: ['auth'], near: [filter('mail-from match auth bypass')] },
  'filter-auth-phase-crash': { underlined: ['auth'], near: [filter('auth match !auth reject "550 no"')] },
  'filter-bypass-scope': {
    underlined: ['bypass'],
    near: [
      `filter "ok" phase helo match src "192.0.2.0/24" bypass\nfilter "p" proc-exec "filter-x"\nfilter "c" chain { "ok", "p" }\nlisten on lo filter "c"\n${END}`,
    ],
  },
  'filter-connect-reject': {
    underlined: ['reject'],
    near: [filter('helo match !rdns reject "550 no"'), filter('connect match !rdns reject "421 no"')],
  },
  'filter-junk-scope': {
    underlined: ['junk'],
    near: [filter('mail-from match !fcrdns junk'), filter('rcpt-to match mail-from "@example.net" junk')],
  },
  'filter-message-code': {
    underlined: ['"no name"'],
    near: [filter('connect match !rdns disconnect "451 4.7.1 try later"'), filter('data match !rdns report "no name"')],
  },
  'filter-order-dead': {
    underlined: ['"again"'],
    near: [
      `filter "x" phase connect match !rdns report "r"\nfilter "y" phase connect match !rdns junk\nlisten on lo filter { "x", "y" }\n${END}`,
      `filter "x" phase connect match !rdns junk\nfilter "y" phase helo match !rdns junk\nlisten on lo filter { "x", "y" }\n${END}`,
    ],
  },
  'filter-proc-broken': {
    underlined: ['"/etc/mail/no-such-filter"'],
    near: [`filter "f" proc-exec "filter-dkimsign -d example.org"\nlisten on lo filter "f"\n${END}`],
  },
  'filter-proc-twice': {
    underlined: ['"two"'],
    near: [
      `proc p "/bin/true"\nfilter "one" proc p\nfilter "two" proc p\nlisten on lo filter "one"\nlisten on lo port 26 filter "two"\n${END}`,
    ],
  },
  'filter-reject-421': { underlined: ['reject'], near: [filter('helo match !rdns reject "450 4.2.1 later"')] },
  'filter-rewrite-brackets': {
    underlined: ['"nobody@example.org"'],
    near: [filter('helo match !rdns rewrite "mx.example.org"')],
  },
  'filter-rewrite-phase': { underlined: ['rewrite'], near: [filter('rcpt-to match !rdns rewrite "<a@example.org>"')] },
  'junk-no-effect': {
    underlined: ['junk'],
    near: [
      'filter "f" phase connect match !rdns junk\nlisten on lo filter "f"\naction "a" lmtp "/run/lmtp"\nmatch from any for local action "a"\n',
    ],
  },
};
