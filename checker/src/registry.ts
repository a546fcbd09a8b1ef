import type { Rule } from './rule.js';
import { listenAddressAbsent } from './rules/listeners/listen-address-absent.js';
import { listenAll } from './rules/listeners/listen-all.js';
import { listenDuplicate } from './rules/listeners/listen-duplicate.js';
import { listenLocalhost } from './rules/listeners/listen-localhost.js';
import { multiListenForSni } from './rules/listeners/multi-listen-for-sni.js';
import { mxPortAuthRequired } from './rules/listeners/mx-port-auth-required.js';
import { mxPortTlsRequire } from './rules/listeners/mx-port-tls-require.js';
import { pkiNameCase } from './rules/listeners/pki-name-case.js';
import { pkiRedefined } from './rules/listeners/pki-redefined.js';
import { portModeMismatch } from './rules/listeners/port-mode-mismatch.js';
import { proxyV2Exposed } from './rules/listeners/proxy-v2-exposed.js';
import { sendersWithoutAuth } from './rules/listeners/senders-without-auth.js';
import { submissionNoAuth } from './rules/listeners/submission-no-auth.js';
import { matchTlsTempfail } from './rules/routing/match-tls-tempfail.js';
import { bareTableName } from './rules/values/bare-table-name.js';
import { domainIsAddress } from './rules/values/domain-is-address.js';
import { domainNonAscii } from './rules/values/domain-non-ascii.js';
import { domainTrailingDot } from './rules/values/domain-trailing-dot.js';
import { domainWildcardDepth } from './rules/values/domain-wildcard-depth.js';
import { domainWildcardGreedy } from './rules/values/domain-wildcard-greedy.js';
import { mailaddrCatchall } from './rules/values/mailaddr-catchall.js';
import { mailaddrLocalWildcard } from './rules/values/mailaddr-local-wildcard.js';
import { mailaddrNoAt } from './rules/values/mailaddr-no-at.js';
import { nullSenderKey } from './rules/values/null-sender-key.js';
import { regexCaseFolded } from './rules/values/regex-case-folded.js';
import { regexNotEre } from './rules/values/regex-not-ere.js';
import { regexUnanchored } from './rules/values/regex-unanchored.js';
import { valueHasComma } from './rules/values/value-has-comma.js';

/** All rules, by category. Of those that claim a problem of the compiler the first counts. */
export const RULES: readonly Rule[] = [
  matchTlsTempfail,
  bareTableName,
  domainIsAddress,
  domainNonAscii,
  domainTrailingDot,
  domainWildcardDepth,
  domainWildcardGreedy,
  mailaddrCatchall,
  mailaddrLocalWildcard,
  mailaddrNoAt,
  nullSenderKey,
  regexCaseFolded,
  regexNotEre,
  regexUnanchored,
  valueHasComma,
  listenAddressAbsent,
  listenAll,
  listenDuplicate,
  listenLocalhost,
  multiListenForSni,
  mxPortAuthRequired,
  mxPortTlsRequire,
  pkiNameCase,
  pkiRedefined,
  portModeMismatch,
  proxyV2Exposed,
  sendersWithoutAuth,
  submissionNoAuth,
];
