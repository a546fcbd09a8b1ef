import type { RuleCase } from '../cases.js';

export const ROUTING: Readonly<Record<string, RuleCase>> = {
  'match-tls-tempfail': {
    underlined: ['tls'],
    near: ['action "a" mbox\nmatch from any for domain tls.example.org action "a"\n'],
    mended: 'action "a" mbox\nmatch from any for local action "a"\n',
  },
};
