import type { RuleCase } from '../cases.js';

const REJECT = 'match for local reject\n';

export const LEXICAL: Readonly<Record<string, RuleCase>> = {
  'comment-continuation': {
    underlined: ['# spammers \\\nmatch from any mail-from "@example.net" for any reject'],
    near: [`# one \\\n# two\n${REJECT}`, `# \\ in the middle\n${REJECT}`, `table a { "x", \\\n "y" } # z\n${REJECT}`],
  },
  encoding: {
    underlined: ['\r', '\r'],
    near: [`# “quoted”\n${REJECT}`, `table t { "“” is fine in a string" }\n${REJECT}`],
    mended: 'match for local reject\nmatch for any reject\n',
  },
  'macro-in-string': {
    underlined: ['"smtp://$smarthost"'],
    near: [`a = "x.example"\nmatch for domain { $a, "price$.example" } reject\n`],
  },
  'macro-name': {
    underlined: ['port'],
    near: [`d = "example.org"\nmatch for domain $d reject bogus\n`, `match for domain $nosuch reject\n`],
  },
  'macro-redefined': {
    underlined: ['d'],
    near: [`d = "a.example"\nD = "b.example"\nmatch for domain { $d, $D } reject\n`],
  },
  'macro-relexed': {
    underlined: ['$certificate'],
    near: [`p = "/etc/x"\nmatch for domain /etc/x reject\n`],
  },
  'multiline-braces-version': { underlined: ['{'], near: [`table t { "a", \\\n "b" }\nmatch for domain <t> bogus\n`] },
  'needs-quotes': {
    underlined: ['local'],
    near: [
      'action "local" mbox\nmatch for local local\n',
      'match for local action\n',
      // A word of before 6.4 in its old place.
      'pki mail certificate "/etc/ssl/mx.crt"\n',
    ],
    mended: 'action "local" mbox\nmatch for local action "local"\n',
  },
  'quote-spans-lines': {
    underlined: ['"550 no name\nmatch from any for any reject\n"'],
    near: [`filter "f" phase connect match !rdns disconnect "550 no \\\n name"\nlisten on lo filter "f"\n${REJECT}`],
  },
};
