import type { Rule } from './rule.js';
import { matchTlsTempfail } from './rules/routing/match-tls-tempfail.js';
import { mailaddrNoAt } from './rules/values/mailaddr-no-at.js';

/** All rules. Of those that claim a problem of the compiler the first counts. */
export const RULES: readonly Rule[] = [matchTlsTempfail, mailaddrNoAt];
