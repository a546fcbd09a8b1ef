import type { CompiledConfig } from '../../../compiler/src/config/compiled-config.js';
import type { TableService } from '../../../compiler/src/tables/table-service.js';
import type { Effect, ForwardAnswer, LookupAnswer } from '../../../engine/src/effect.js';
import type { Envelope } from '../../../engine/src/envelope.js';
import type { ExpandedDelivery, Expansion } from '../../../engine/src/expand/delivery.js';
import type { ExpansionEvent } from '../../../engine/src/expand/events.js';
import { expandRecipient } from '../../../engine/src/expand/expand-recipient.js';
import { actionsByRule } from '../../../engine/src/expand/expansion-services.js';
import type { RulesDecision } from '../../../engine/src/match/rules-decision.js';
import { createTables } from '../../../engine/src/tables/tables.js';
import { parseMailAddress } from '../../../engine/src/tables/values/mail-address.js';
import { runTask, type Task } from '../../../engine/src/task.js';
import type { Version } from '../../../grammar/src/language/version.js';
import { compileText } from '../session/play.js';

/** What an expansion finds around it. */
export interface Surroundings {
  readonly version?: Version;
  /** Users of the system by name: the text of the .forward, or what became of opening it. `root` has uid 0. */
  readonly users?: Readonly<Record<string, string | { readonly forward: Exclude<ForwardAnswer['outcome'], 'text'> }>>;
  /** Files to include, by path. */
  readonly includes?: Readonly<Record<string, string>>;
  readonly sender?: string;
  /** Seconds since the epoch. */
  readonly now?: number;
  readonly staleErrno?: boolean;
}

export interface Outcome {
  /** What the client hears, or one line for each delivery. */
  readonly result: string | readonly string[];
  readonly expansion: Expansion;
  readonly events: readonly ExpansionEvent[];
}

/** Expands one recipient under a configuration whose rules are told apart by their domains alone. */
export function expand(config: CompiledConfig | string, rcpt: string, around: Surroundings = {}): Outcome {
  const compiled = typeof config === 'string' ? compileText(config, around.version) : config;
  const events: ExpansionEvent[] = [];
  const services = {
    config: compiled,
    tables: tablesWithUsers(compiled, around),
    matchRules: (envelope: Envelope) => ruleByDomain(compiled, envelope),
    process: { staleErrno: around.staleErrno ?? false },
    actionOf: actionsByRule(compiled),
    trace: (event: ExpansionEvent) => events.push(event),
  };
  const expansion = runTask(expandRecipient(services, envelopeTo(rcpt, around)), (effect) => answer(effect, around));
  const result = expansion.outcome === 'refused' ? expansion.reply : expansion.deliveries.map(shown);
  return { result, expansion, events };
}

function shown({ envelope, delivery }: ExpandedDelivery): string {
  const { action } = delivery.rule;
  const dest = `${envelope.dest.user}@${envelope.dest.domain}`;
  if (delivery.type === 'relay') return `${action.name} ${dest}`;
  const { target, user, subAddress } = delivery;
  const direct = !target ? '' : target.type === 'filename' ? ` ${target.path}` : ` |${target.command}`;
  return `${action.name} ${user}${subAddress && `+${subAddress}`}${direct} (${dest})`;
}

/** The tables of a configuration, the users of the system, and of every table its first entry as the next one. */
export function tablesWithUsers(config: CompiledConfig, { users = {} }: Surroundings) {
  const tables = createTables(config);
  return {
    *fetch(table: string): Task<LookupAnswer> {
      const row = config.tables.find(({ name }) => name === table)?.entries?.[0];
      return row ? { outcome: 'found', value: row[0] } : { outcome: 'not-found' };
    },
    *lookup(table: string, service: TableService, key: string): Task<LookupAnswer> {
      if (table !== '<getpwnam>') return yield* tables.lookup(table, service, key);
      if (!Object.hasOwn(users, key)) return { outcome: 'not-found' };
      return { outcome: 'found', value: key === 'root' ? '0:0:/root' : `1000:1000:/home/${key}` };
    },
  };
}

function* ruleByDomain({ rules, tables }: CompiledConfig, { dest, internal }: Envelope): Task<RulesDecision> {
  for (const [at, rule] of rules.entries()) {
    const rows = tables.find(({ name }) => name === rule.for.table)?.entries ?? [];
    if (!rows.some(([key]) => key === '*' || key === dest.domain.toLowerCase())) continue;
    if (rule.from.table !== '<anyhost>' && !internal) continue;
    if (rule.tls) return { outcome: 'tempfail', rule: at + 1 };
    return { outcome: rule.outcome.type, rule: at + 1 };
  }
  return { outcome: 'no-rule' };
}

function envelopeTo(rcpt: string, { sender = 'sender@example.com' }: Surroundings): Envelope {
  const address = parseMailAddress(rcpt) ?? { user: '', domain: '' };
  return {
    tag: '',
    smtpname: 'mx.example.test',
    source: '192.0.2.10',
    rdns: '<unknown>',
    helo: 'client.example',
    authenticated: false,
    username: '',
    sender: parseMailAddress(sender) ?? { user: '', domain: '' },
    rcpt: address,
    dest: address,
    internal: false,
    bounce: false,
  };
}

function answer(effect: Effect, { users = {}, includes = {}, now = 1_700_000_000 }: Surroundings): unknown {
  switch (effect.type) {
    case 'forward-file': {
      const said = users[effect.user.username] ?? '';
      if (typeof said !== 'string') return { outcome: said.forward };
      return said === '' ? { outcome: 'absent' } : { outcome: 'text', text: said };
    }
    case 'include-file':
      return Object.hasOwn(includes, effect.path)
        ? { outcome: 'text', text: includes[effect.path] }
        : { outcome: 'absent' };
    case 'clock':
      return now;
    default:
      throw new Error(`an expansion asked for ${effect.type}`);
  }
}
