export { type Behaviour, behaves } from './behaviour.js';
export { hasBeenDelivered, LOOP_FAILURE } from './dispatch/delivery-headers.js';
export { dispatch } from './dispatch/dispatch.js';
export type { DispatchEvent, DispatchServices, DispatchTables } from './dispatch/dispatch-services.js';
export type { FormatContext } from './dispatch/format-context.js';
export { FORMAT_MODIFIERS, FORMAT_SPECIFIERS } from './dispatch/format-specifier.js';
export { type Expanded, expandFormat } from './dispatch/format-specifiers.js';
export { type Exchanger, mailExchangers } from './dispatch/mail-exchangers.js';
export type * from './dispatch/plan.js';
export type * from './effect.js';
export type * from './envelope.js';
export type * from './expand/delivery.js';
export type * from './expand/events.js';
export { expandRecipient } from './expand/expand-recipient.js';
export { actionsByRule, type ExpansionServices } from './expand/expansion-services.js';
export type * from './filter/effects.js';
export type * from './filter/events.js';
export { type FilterChain, type FilterHooks, filterChains } from './filter/filter-chains.js';
export type { TableAccess } from './filter/table-access.js';
export { INSTALLATIONS, type Installation } from './installation.js';
export type { RulesDecision } from './match/rules-decision.js';
export { createRuleset, type Ruleset } from './match/ruleset.js';
export { dateText } from './message/date.js';
export { type CompiledRegex, compileRegex, compileTableRegex } from './regex/compile-regex.js';
export type { RegexError } from './regex/pattern-text.js';
export { type MailServices, mailServices } from './services.js';
export { byteText, textBytes, utf8Decoded, utf8Encoded } from './session/byte-text.js';
export type * from './session/effects.js';
export type * from './session/events.js';
export type * from './session/expand-recipient.js';
export { PROXY_TIMEOUT, type ProxyHeader, readProxyHeader } from './session/proxy-v2.js';
export { runSession } from './session/run-session.js';
export type { Connection, Peer, SessionServices } from './session/session-state.js';
export { hostnameMatch } from './tables/keys/hostname-match.js';
export { type NearestEntry, nearestEntry, type WhyNot } from './tables/nearest-entry.js';
export { createTables, type FetchState, type TableOptions, type Tables } from './tables/tables.js';
export { type Credentials, parseCredentials } from './tables/values/credentials.js';
export { isDomainPart } from './tables/values/domain-part.js';
export { type ExpandNode, parseExpandLine, parseExpandNode } from './tables/values/expand-node.js';
export type { Network } from './tables/values/inet-net-pton.js';
export { mailAddressMatch, mailAddressText, parseMailAddress, withoutTag } from './tables/values/mail-address.js';
export { parseMailAddressList } from './tables/values/mail-address-list.js';
export { networkMatch, parseNetwork } from './tables/values/network.js';
export { parseRelayHost, type RelayHost } from './tables/values/relay-host.js';
export {
  type AddressName,
  parseAddressName,
  parseSocketAddress,
  type SocketAddress,
} from './tables/values/socket-address.js';
export { parseUserInfo } from './tables/values/user-info.js';
export { perform, runTask, runTaskAsync, type Task } from './task.js';
export * from './trace.js';
export type { TracedLookup } from './traced-lookup.js';
export type { UserInfo } from './user-info.js';
export { openForward } from './users/forward-file.js';
