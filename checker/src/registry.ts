import type { Rule } from './rule.js';
import { filterConditionPhase } from './rules/daemon/filter-condition-phase.js';
import { filterMultiCondition } from './rules/daemon/filter-multi-condition.js';
import { forwardReference } from './rules/daemon/forward-reference.js';
import { keywordMisspelled } from './rules/daemon/keyword-misspelled.js';
import { keywordVersion } from './rules/daemon/keyword-version.js';
import { nameMisspelled } from './rules/daemon/name-misspelled.js';
import { relayAuthBeforeHost } from './rules/daemon/relay-auth-before-host.js';
import { actionNameTooLong } from './rules/delivery/action-name-too-long.js';
import { actionUserMissing } from './rules/delivery/action-user-missing.js';
import { formatLegacy } from './rules/delivery/format-legacy.js';
import { formatUnknown } from './rules/delivery/format-unknown.js';
import { forwardSelfNoDefault } from './rules/delivery/forward-self-no-default.js';
import { lmtpDestination } from './rules/delivery/lmtp-destination.js';
import { mboxWrapper } from './rules/delivery/mbox-wrapper.js';
import { mdaDoubleQuotes } from './rules/delivery/mda-double-quotes.js';
import { mdaShellEnv } from './rules/delivery/mda-shell-env.js';
import { rootUndeliverable } from './rules/delivery/root-undeliverable.js';
import { virtualDomainGap } from './rules/delivery/virtual-domain-gap.js';
import { filterAuthPhase } from './rules/filters/filter-auth-phase.js';
import { filterAuthPhaseCrash } from './rules/filters/filter-auth-phase-crash.js';
import { filterBypassScope } from './rules/filters/filter-bypass-scope.js';
import { filterConnectReject } from './rules/filters/filter-connect-reject.js';
import { filterJunkScope } from './rules/filters/filter-junk-scope.js';
import { filterMessageCode } from './rules/filters/filter-message-code.js';
import { filterOrderDead } from './rules/filters/filter-order-dead.js';
import { filterProcBroken } from './rules/filters/filter-proc-broken.js';
import { filterProcTwice } from './rules/filters/filter-proc-twice.js';
import { filterReject421 } from './rules/filters/filter-reject-421.js';
import { filterRewriteBrackets } from './rules/filters/filter-rewrite-brackets.js';
import { filterRewritePhase } from './rules/filters/filter-rewrite-phase.js';
import { junkNoEffect } from './rules/filters/junk-no-effect.js';
import { commentContinuation } from './rules/lexical/comment-continuation.js';
import { encoding } from './rules/lexical/encoding.js';
import { macroInString } from './rules/lexical/macro-in-string.js';
import { macroName } from './rules/lexical/macro-name.js';
import { macroRedefined } from './rules/lexical/macro-redefined.js';
import { macroRelexed } from './rules/lexical/macro-relexed.js';
import { multilineBracesVersion } from './rules/lexical/multiline-braces-version.js';
import { needsQuotes } from './rules/lexical/needs-quotes.js';
import { quoteSpansLines } from './rules/lexical/quote-spans-lines.js';
import { listenAddressAbsent } from './rules/listeners/listen-address-absent.js';
import { listenAll } from './rules/listeners/listen-all.js';
import { listenDuplicate } from './rules/listeners/listen-duplicate.js';
import { listenLocalhost } from './rules/listeners/listen-localhost.js';
import { multiListenForSni } from './rules/listeners/multi-listen-for-sni.js';
import { mxPortAuthRequired } from './rules/listeners/mx-port-auth-required.js';
import { mxPortTlsRequire } from './rules/listeners/mx-port-tls-require.js';
import { pkiCertExpired } from './rules/listeners/pki-cert-expired.js';
import { pkiCertUnparsable } from './rules/listeners/pki-cert-unparsable.js';
import { pkiKeyMismatch } from './rules/listeners/pki-key-mismatch.js';
import { pkiNameCase } from './rules/listeners/pki-name-case.js';
import { pkiRedefined } from './rules/listeners/pki-redefined.js';
import { portModeMismatch } from './rules/listeners/port-mode-mismatch.js';
import { proxyV2Exposed } from './rules/listeners/proxy-v2-exposed.js';
import { receivedAuthFailed } from './rules/listeners/received-auth-failed.js';
import { sendersWithoutAuth } from './rules/listeners/senders-without-auth.js';
import { submissionNoAuth } from './rules/listeners/submission-no-auth.js';
import { tlsParamsInvalid } from './rules/listeners/tls-params-invalid.js';
import { relayAuthNoLabel } from './rules/relay/relay-auth-no-label.js';
import { relayFilterBuiltin } from './rules/relay/relay-filter-builtin.js';
import { relayLabelContainsAt } from './rules/relay/relay-label-contains-at.js';
import { relayLabelMissing } from './rules/relay/relay-label-missing.js';
import { relayLabelNoAuth } from './rules/relay/relay-label-no-auth.js';
import { relayLabelPlaintext } from './rules/relay/relay-label-plaintext.js';
import { relayPkiCaUndefined } from './rules/relay/relay-pki-ca-undefined.js';
import { relayPortScheme } from './rules/relay/relay-port-scheme.js';
import { relaySrcInvalid } from './rules/relay/relay-src-invalid.js';
import { relayTlsNotls } from './rules/relay/relay-tls-notls.js';
import { relayTlsPublic } from './rules/relay/relay-tls-public.js';
import { relayUrlInvalid } from './rules/relay/relay-url-invalid.js';
import { relayUrlLegacy } from './rules/relay/relay-url-legacy.js';
import { relayUrlTypo } from './rules/relay/relay-url-typo.js';
import { srsMisuse } from './rules/relay/srs-misuse.js';
import { authImplicitFromLocal } from './rules/routing/auth-implicit-from-local.js';
import { authWithoutAuthListener } from './rules/routing/auth-without-auth-listener.js';
import { criterionOverridden } from './rules/routing/criterion-overridden.js';
import { implicitForLocal } from './rules/routing/implicit-for-local.js';
import { implicitFromLocal } from './rules/routing/implicit-from-local.js';
import { loginNoOutbound } from './rules/routing/login-no-outbound.js';
import { matchTlsTempfail } from './rules/routing/match-tls-tempfail.js';
import { noLocalOutbound } from './rules/routing/no-local-outbound.js';
import { openRelayAny } from './rules/routing/open-relay-any.js';
import { openRelayNegation } from './rules/routing/open-relay-negation.js';
import { openRelayWeakCriterion } from './rules/routing/open-relay-weak-criterion.js';
import { ruleAfterCatchallReject } from './rules/routing/rule-after-catchall-reject.js';
import { ruleDuplicate } from './rules/routing/rule-duplicate.js';
import { ruleNeverMatches } from './rules/routing/rule-never-matches.js';
import { ruleShadowed } from './rules/routing/rule-shadowed.js';
import { tagUndefined } from './rules/routing/tag-undefined.js';
import { tagUnused } from './rules/routing/tag-unused.js';
import { unusedDefinition } from './rules/routing/unused-definition.js';
import { includeRelative } from './rules/settings/include-relative.js';
import { lastWins } from './rules/settings/last-wins.js';
import { limits } from './rules/settings/limits.js';
import { mtaLimitOrder } from './rules/settings/mta-limit-order.js';
import { aliasBadAddress } from './rules/tables/alias-bad-address.js';
import { aliasBadValue } from './rules/tables/alias-bad-value.js';
import { aliasLoop } from './rules/tables/alias-loop.js';
import { authTablePlaintext } from './rules/tables/auth-table-plaintext.js';
import { secretsReadable } from './rules/tables/secrets-readable.js';
import { tableDbAsFile } from './rules/tables/table-db-as-file.js';
import { tableDbUnreadable } from './rules/tables/table-db-unreadable.js';
import { tableDuplicateKey } from './rules/tables/table-duplicate-key.js';
import { tableMixedKind } from './rules/tables/table-mixed-kind.js';
import { tableTrailingComment } from './rules/tables/table-trailing-comment.js';
import { userbaseMalformed } from './rules/tables/userbase-malformed.js';
import { bareTableName } from './rules/values/bare-table-name.js';
import { domainIsAddress } from './rules/values/domain-is-address.js';
import { domainNonAscii } from './rules/values/domain-non-ascii.js';
import { domainTrailingDot } from './rules/values/domain-trailing-dot.js';
import { domainWildcardDepth } from './rules/values/domain-wildcard-depth.js';
import { domainWildcardGreedy } from './rules/values/domain-wildcard-greedy.js';
import { mailaddrCatchall } from './rules/values/mailaddr-catchall.js';
import { mailaddrLocalWildcard } from './rules/values/mailaddr-local-wildcard.js';
import { mailaddrNoAt } from './rules/values/mailaddr-no-at.js';
import { netaddrAnyhostLiteral } from './rules/values/netaddr-anyhost-literal.js';
import { netaddrClassful } from './rules/values/netaddr-classful.js';
import { netaddrHostBits } from './rules/values/netaddr-host-bits.js';
import { netaddrInvalid } from './rules/values/netaddr-invalid.js';
import { nullSenderKey } from './rules/values/null-sender-key.js';
import { regexCaseFolded } from './rules/values/regex-case-folded.js';
import { regexInvalid } from './rules/values/regex-invalid.js';
import { regexNotEre } from './rules/values/regex-not-ere.js';
import { regexUnanchored } from './rules/values/regex-unanchored.js';
import { valueHasComma } from './rules/values/value-has-comma.js';

/** All rules, by category. Of those that claim a problem of the compiler the first counts. */
export const RULES: readonly Rule[] = [
  authImplicitFromLocal,
  authWithoutAuthListener,
  criterionOverridden,
  implicitForLocal,
  implicitFromLocal,
  matchTlsTempfail,
  loginNoOutbound,
  noLocalOutbound,
  openRelayAny,
  openRelayNegation,
  openRelayWeakCriterion,
  ruleAfterCatchallReject,
  ruleDuplicate,
  ruleNeverMatches,
  ruleShadowed,
  tagUndefined,
  tagUnused,
  unusedDefinition,
  bareTableName,
  domainIsAddress,
  domainNonAscii,
  domainTrailingDot,
  domainWildcardDepth,
  domainWildcardGreedy,
  mailaddrCatchall,
  mailaddrLocalWildcard,
  mailaddrNoAt,
  netaddrAnyhostLiteral,
  netaddrClassful,
  netaddrHostBits,
  netaddrInvalid,
  nullSenderKey,
  regexCaseFolded,
  regexInvalid,
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
  pkiCertExpired,
  pkiCertUnparsable,
  pkiKeyMismatch,
  pkiNameCase,
  pkiRedefined,
  portModeMismatch,
  proxyV2Exposed,
  receivedAuthFailed,
  sendersWithoutAuth,
  submissionNoAuth,
  tlsParamsInvalid,
  relayAuthNoLabel,
  relayFilterBuiltin,
  relayLabelContainsAt,
  relayLabelMissing,
  relayLabelNoAuth,
  relayLabelPlaintext,
  relayPkiCaUndefined,
  relayPortScheme,
  relaySrcInvalid,
  relayTlsNotls,
  relayTlsPublic,
  relayUrlInvalid,
  relayUrlLegacy,
  relayUrlTypo,
  srsMisuse,
  actionNameTooLong,
  actionUserMissing,
  formatLegacy,
  formatUnknown,
  forwardSelfNoDefault,
  lmtpDestination,
  mboxWrapper,
  mdaDoubleQuotes,
  mdaShellEnv,
  rootUndeliverable,
  virtualDomainGap,
  includeRelative,
  lastWins,
  limits,
  mtaLimitOrder,
  filterAuthPhaseCrash,
  filterAuthPhase,
  filterBypassScope,
  filterConnectReject,
  filterJunkScope,
  filterMessageCode,
  filterOrderDead,
  filterProcBroken,
  filterProcTwice,
  filterReject421,
  filterRewriteBrackets,
  filterRewritePhase,
  junkNoEffect,
  aliasBadAddress,
  aliasBadValue,
  aliasLoop,
  authTablePlaintext,
  secretsReadable,
  tableDbAsFile,
  tableDbUnreadable,
  tableDuplicateKey,
  tableMixedKind,
  tableTrailingComment,
  userbaseMalformed,
  commentContinuation,
  encoding,
  macroInString,
  macroName,
  macroRedefined,
  macroRelexed,
  multilineBracesVersion,
  needsQuotes,
  quoteSpansLines,
  filterConditionPhase,
  filterMultiCondition,
  forwardReference,
  nameMisspelled,
  keywordVersion,
  keywordMisspelled,
  relayAuthBeforeHost,
];
