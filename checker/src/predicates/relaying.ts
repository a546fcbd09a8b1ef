import type { CompiledFilter, RelayAction } from '@smtpd-conf/compiler';
import type { Subject } from '../subject.js';
import { type Probe, probeRule, stranger } from './envelopes.js';
import { facesStrangers } from './public-address.js';
import { type Answer, answerAgain, keysOfTest, type Rule, type RuleTest, type Tables } from './rule-tests.js';

/** Why strangers can relay through a rule. */
export type OpenKind =
  /** Nothing is asked of them. */
  | 'any'
  /** What is asked can be made up, or holds for all. */
  | 'weak'
  /** A `!` lets all others in. */
  | 'negation';

export interface OpenRelay {
  readonly rule: Rule;
  readonly kind: OpenKind;
}

/** A domain that nobody has (RFC 2606). */
export const FOREIGN = 'elsewhere.invalid';
const STRANGER = { sender: 'stranger@nowhere.invalid', helo: 'stranger.invalid', rdns: 'stranger.invalid' };

/** Enough to be told of; a file of more is not looked at further. */
const MOST_FOUND = 100;

/** The rules through which a client that nobody knows can send mail to any domain. Silent where that cannot be told. */
export function openRelays(subject: Subject): readonly OpenRelay[] {
  const { rules, tables, actions } = subject.analysis.state;
  const tags = openTags(subject);
  if (tags.length === 0) return [];
  const toForeign = subject.along(rules, takesForeign);
  const suspects = rules.filter(({ outcome, tls }, index) => {
    if (toForeign[index] !== 'yes' || outcome.type !== 'action' || tls !== undefined) return false;
    const action = actions.bodyOf(outcome.action);
    return action?.type === 'relay' && relaysAnywhere(action);
  });
  if (suspects.length === 0) return [];
  const source = stranger(subject);
  if (source === undefined) return [];
  const fromStranger = subject.along(rules, source.from);
  // The others cannot take such mail before a suspect does.
  const mayTake = ({ auth }: Rule, index: number): boolean =>
    toForeign[index] !== 'no' && fromStranger[index] !== 'no' && (auth === undefined || auth.negated);
  const meeting = rules.filter(mayTake);
  const meets = new Set(meeting);
  const found: OpenRelay[] = [];
  for (const rule of suspects.filter((one) => meets.has(one))) {
    if (found.length === MOST_FOUND) break;
    const open = probesFor(rule, source.address, tags, tables).some(
      (probe) => probeRule(rule, probe, tables) === 'yes' && !caughtBefore(rule, probe, meeting, tables),
    );
    if (open) found.push({ rule, kind: kindOf(rule) });
  }
  return found;
}

/** Whether a rule is for a domain that nobody has; to be asked by Subject.along. */
export function takesForeign({ for: to }: Rule, subject: Subject): Answer {
  return answerAgain('domain', to, FOREIGN, subject.analysis.state.tables);
}

/** A backup MX relays only to exchangers that the domain itself names before it. */
function relaysAnywhere({ backup }: Pick<RelayAction, 'backup'>): boolean {
  return backup === undefined;
}

/** The envelopes of a stranger that a rule might take: they say whatever it wants to hear. */
function probesFor(rule: Rule, source: string, tags: readonly string[], tables: Tables): readonly Probe[] {
  const { rcptTo, helo, mailFrom, from } = rule;
  const rcpts = rcptTo && !rcptTo.negated && !rcptTo.regex ? anywhere(rcptTo, tables) : [`someone@${FOREIGN}`];
  const senders = wanted(mailFrom, tables, STRANGER.sender).map(senderOf);
  const helos = wanted(helo, tables, STRANGER.helo);
  const names = from.type === 'rdns' ? ['', ...wanted(from, tables, STRANGER.rdns)] : [''];
  return tags.flatMap((tag) =>
    rcpts.flatMap((rcpt) =>
      senders.flatMap((sender) =>
        helos.flatMap((one) => names.map((rdns) => ({ source, rdns, tag, helo: one, sender, rcpt, login: undefined }))),
      ),
    ),
  );
}

/** So many entries of a list are tried. */
const MOST_TRIED = 5;

/** What a criterion wants to hear; `otherwise` where anything will do, or where that is hard to say. */
function wanted(test: RuleTest | undefined, tables: Tables, otherwise: string): readonly string[] {
  const keys = test === undefined || test.negated || test.regex ? undefined : keysOfTest(test, tables);
  return keys === undefined ? [otherwise] : keys.slice(0, MOST_TRIED).map((key) => key.replaceAll('*', 'x'));
}

function senderOf(key: string): string {
  if (!key.includes('@')) return `${key}@nowhere.invalid`;
  const whole = key.startsWith('@') ? `someone${key}` : key;
  return whole.endsWith('@') ? `${whole}nowhere.invalid` : whole;
}

/** Recipients elsewhere that a list of them holds: it may name users and no domain. */
function anywhere(test: RuleTest, tables: Tables): readonly string[] {
  return (keysOfTest(test, tables) ?? []).flatMap((key) => {
    const at = key.lastIndexOf('@');
    const [user, domain] = at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
    return domain === '' || domain === '*' ? [`${user || 'someone'}@${FOREIGN}`] : [];
  });
}

/** The tags of mail that comes in where strangers can connect and need not authenticate; '' for none. */
function openTags(subject: Subject): readonly string[] {
  const { meantListeners, filters } = subject.analysis.state;
  const open = meantListeners.filter(
    (listener) =>
      facesStrangers(listener) &&
      !listener.auth?.required &&
      !listener.tls?.verify &&
      !closedByFilter(listener.filter, filters),
  );
  return [...new Set(open.map(({ tag = '' }) => tag.toLowerCase()))];
}

/** Whether a filter turns away whoever is not expected: has not authenticated, or comes from elsewhere. */
function closedByFilter(name: string | undefined, filters: ReadonlyMap<string, CompiledFilter>): boolean {
  const filter = name === undefined ? undefined : filters.get(name);
  if (filter?.type === 'chain') return filter.filters.some((one) => closedByFilter(one, filters));
  if (filter?.type !== 'builtin' || !filter.condition.negated) return false;
  const refuses = filter.decision.type === 'reject' || filter.decision.type === 'disconnect';
  return refuses && (filter.condition.type === 'auth' || filter.condition.type === 'src');
}

/** Whether an earlier rule takes the probe, or might as a list of those who may pass. */
function caughtBefore(rule: Rule, probe: Probe, rules: readonly Rule[], tables: Tables): boolean {
  for (const earlier of rules) {
    if (earlier === rule) return false;
    const matches = probeRule(earlier, probe, tables);
    if (matches === 'yes' || (matches === 'unknown' && mayBeAllowlist(earlier))) return true;
  }
  return false;
}

/** `!from <known> reject` and its like turn away all but some. */
function mayBeAllowlist({ outcome, from, auth, mailFrom, helo }: Rule): boolean {
  return outcome.type === 'reject' && [from, auth, mailFrom, helo].some((test) => test?.negated);
}

function kindOf({ from, for: to, auth, mailFrom, rcptTo, helo }: Rule): OpenKind {
  if ([from, to, auth, mailFrom, rcptTo].some((test) => test?.negated)) return 'negation';
  return mailFrom || helo || from.type === 'rdns' ? 'weak' : 'any';
}
