import type { CompiledConfig } from '@smtpd-conf/compiler';
import { createRuleset, createTables, type Envelope, mailAddressText, runTask } from '@smtpd-conf/engine';
import { sampleEnvelopes } from './sample-envelopes.js';

/** How two configurations decide about the same envelopes. */
export interface Comparison {
  readonly envelopes: number;
  /** Rules of the first one that decided about some envelope, and how many it has. */
  readonly deciding: number;
  readonly rules: number;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly envelope: Envelope;
  readonly before: string;
  readonly after: string;
}

/** What tables say whose keys are not at hand, such as databases: the same in both runs. */
const NOTHING_THERE = ({ type }: { readonly type: string }): unknown =>
  type === 'table-keys' ? { outcome: 'keys', keys: [] } : { outcome: 'not-found' };

/** Lets both decide about sampled and boundary envelopes; actions are the same where they do the same, whatever their names. */
export function compareDecisions(before: CompiledConfig, after: CompiledConfig, count = 1000): Comparison {
  const [decideBefore, decideAfter] = [decider(before), decider(after)];
  const deciding = new Set<number>();
  const differences: Difference[] = [];
  const envelopes = sampleEnvelopes(before, count);
  for (const envelope of envelopes) {
    const [old, now] = [decideBefore(envelope), decideAfter(envelope)];
    if (old.rule !== undefined) deciding.add(old.rule);
    if (old.does !== now.does) differences.push({ envelope, before: old.outcome, after: now.outcome });
  }
  return { envelopes: envelopes.length, deciding: deciding.size, rules: before.rules.length, differences };
}

/** A sentence about one of them. */
export function differenceText({ envelope, before, after }: Difference): string {
  const { source, sender, dest, authenticated } = envelope;
  const login = authenticated && source !== 'local' ? ' (authenticated)' : '';
  return `mail from <${mailAddressText(sender)}> to <${mailAddressText(dest)}> by ${source}${login} came to ${before}, and comes to ${after}`;
}

interface Decided {
  readonly rule: number | undefined;
  /** In words. */
  readonly outcome: string;
  /** What is done then, with the contents of what it names. */
  readonly does: string;
}

function decider(config: CompiledConfig): (envelope: Envelope) => Decided {
  const ruleset = createRuleset(config, createTables(config));
  const contents = new Map(config.actions.map((action) => [action.name, contentOf(action, config)]));
  return (envelope) => {
    const decision = runTask(ruleset.decide(envelope), NOTHING_THERE);
    if (decision.outcome === 'no-rule') return { rule: undefined, outcome: 'no rule', does: 'reject' };
    const { rule, outcome } = decision;
    const written = config.rules[rule - 1]?.outcome;
    if (outcome !== 'action' || written?.type !== 'action') return { rule, outcome, does: outcome };
    return { rule, outcome: `action "${written.action}"`, does: contents.get(written.action) ?? written.action };
  };
}

/** An action without its name and its place, with what nameless tables hold. */
function contentOf(action: CompiledConfig['actions'][number], { tables }: CompiledConfig): string {
  return JSON.stringify({ ...action, name: '', origin: 0 }, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('<dynamic:')
      ? tables.find(({ name }) => name === value)?.entries
      : value,
  );
}
