import { basename } from 'node:path';
import { type Analysis, analyze, type CompiledConfig, describedWorld } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { createRuleset, createTables, type Envelope, mailAddressText, runTask, type Tables } from '@smtpd-conf/engine';
import { Source } from '@smtpd-conf/grammar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDecisions } from '../../cli/src/migrate/compare-decisions.js';
import { sampleEnvelopes } from '../../cli/src/migrate/sample-envelopes.js';
import { corpusAvailable, corpusFiles } from '../support/corpus.js';
import { Workspace } from '../support/judge-workspace.js';
import { JudgeWorld } from '../support/judge-world.js';
import { stub } from '../support/stubs.js';
import { migrated } from './migrated.js';

const SAMPLES = 1000;

/** What databases say of every key. */
const NOTHING_THERE = ({ type }: { readonly type: string }): unknown =>
  type === 'table-keys' ? { outcome: 'keys', keys: [] } : { outcome: 'not-found' };

interface Decision {
  readonly rule: number;
  /** `reject`, the name of an action, or nothing where no rule matched. */
  readonly outcome: string | undefined;
}

/** 6.0.3's ruleset.c:ruleset_match, over the rules as its parser leaves them. */
function decideAsBefore({ state }: Analysis, tables: Tables, envelope: Envelope): Decision {
  const holds = (table: unknown, service: 'netaddr' | 'domain' | 'mailaddr', key: string): boolean => {
    const name = typeof table === 'string' ? table : (table as { name: string }).name;
    return runTask(tables.match(name, service, key), NOTHING_THERE).result === 'found';
  };
  const { authenticated, internal, source, tag, sender, dest } = envelope;
  const key = authenticated || internal ? 'local' : source;
  for (const [at, { rule, lowered }] of state.legacyRules.entries()) {
    if (rule.tag && (rule.tag.text === tag) === rule.tag.negated) continue;
    if (rule.auth && authenticated === rule.auth.negated) continue;
    if (holds(rule.from.table, 'netaddr', key) === rule.from.negated) continue;
    if (rule.sender && holds(rule.sender.table, 'mailaddr', mailAddressText(sender)) === rule.sender.negated) continue;
    if (rule.recipient && holds(rule.recipient.table, 'mailaddr', mailAddressText(dest)) === rule.recipient.negated)
      continue;
    if (holds(rule.for.table, 'domain', dest.domain) === rule.for.negated) continue;
    return { rule: at, outcome: rule.decision === 'reject' ? 'reject' : lowered?.action };
  }
  return { rule: -1, outcome: undefined };
}

/** How the migrated file decides. */
function decideAfter(
  config: CompiledConfig,
  ruleset: ReturnType<typeof createRuleset>,
  envelope: Envelope,
): string | undefined {
  const decision = runTask(ruleset.decide(envelope), NOTHING_THERE);
  if (decision.outcome === 'no-rule') return undefined;
  const outcome = config.rules[decision.rule - 1]?.outcome;
  return outcome?.type === 'action' ? outcome.action : decision.outcome;
}

/** The actions as plain data without places, with what nameless tables hold. */
function actionsOf({ actions, tables }: CompiledConfig): Map<string, unknown> {
  const entries = (name: unknown): unknown =>
    typeof name === 'string' && name.startsWith('<dynamic:')
      ? tables.find((table) => table.name === name)?.entries
      : name;
  return new Map(
    actions.map((action) => {
      const plain = JSON.parse(JSON.stringify({ ...action, origin: 0 }, (_, value: unknown) => entries(value)));
      return [action.name, plain];
    }),
  );
}

/** Both decide alike on the samples, and do the same then; how many rules decided some. */
function compare(before: Analysis, after: Analysis): void {
  expect(actionsOf(after.config)).toEqual(actionsOf(before.config));
  expect(compareDecisions(before.config, after.config, SAMPLES).differences).toEqual([]);
  const old = createTables(before.config);
  const ruleset = createRuleset(after.config, createTables(after.config));
  const lowered = createRuleset(before.config, createTables(before.config));
  for (const envelope of sampleEnvelopes(before.config, SAMPLES)) {
    const expected = decideAsBefore(before, old, envelope).outcome;
    expect({ envelope, outcome: decideAfter(after.config, ruleset, envelope) }).toEqual({
      envelope,
      outcome: expected,
    });
    expect({ envelope, outcome: decideAfter(before.config, lowered, envelope) }).toEqual({
      envelope,
      outcome: expected,
    });
  }
}

const AUTH = 'pki x certificate "/c" key "/k"\nlisten on lo tls pki x auth-optional tag T\n';

describe('rules decide as 6.0.3 decided, before and after they are migrated', () => {
  const WORLD = describedWorld({ hostname: 'mx.example.test', interfaces: { lo: ['127.0.0.1'] } });
  test.each([
    'accept for any relay\n',
    `${AUTH}accept for local deliver to mbox\naccept from ! local for any relay via h\naccept for any relay\n`,
    `${AUTH}reject from source { 192.0.2.0/24, 198.51.100.1 } for any\naccept from any for any relay\n`,
    `${AUTH}reject from ! source { 192.0.2.0/24 } for any\naccept from any for domain a.test deliver to mbox\n`,
    `${AUTH}accept authenticated from source { "local" } for any relay\naccept ! authenticated for ! domain b.test relay via h\n`,
    `${AUTH}accept tagged T for any relay\nreject tagged ! T from any sender "@c.test"\naccept from any recipient ! { "x@d.test", "y" } for any relay via k\n`,
  ])('%s', (text) => {
    const { before, text: after } = migrated('old.conf', text, WORLD, '7.8.0');
    compare(before, analyze(new Source('new.conf', after), WORLD, { version: '7.8.0', platform: 'linux' }));
  });
});

test('a difference is found, and said', () => {
  const world = describedWorld({ hostname: 'mx.example.test', interfaces: { lo: ['127.0.0.1'] } });
  const config = (domain: string) =>
    analyze(new Source('a', `action "a" mbox\nmatch from any for domain "${domain}" action "a"\n`), world, {
      version: '7.8.0',
      platform: 'linux',
    }).config;
  const { differences, deciding } = compareDecisions(config('a.test'), config('sub.a.test'));
  expect(deciding).toBe(1);
  expect(differences.map(({ before, after }) => `${before}, ${after}`)).toContain('action "a", no rule');
  expect(differences.map(({ before, after }) => `${before}, ${after}`)).toContain('no rule, action "a"');
  expect(compareDecisions(config('a.test'), config('a.test')).differences).toEqual([]);
});

const files = corpusFiles(['legacy']).filter(({ recorded }) => recorded.exit60 === '0');

if (!corpusAvailable()) {
  console.warn('skipped: decisions of the migrated corpus: ../shared/corpus is not there');
  test.skip('decisions of the migrated corpus (skipped: ../shared/corpus is not there)', () => undefined);
} else {
  describe('the corpus decides as 6.0.3 decided', () => {
    let workspace: Workspace;
    beforeAll(() => {
      workspace = Workspace.create();
    });
    afterAll(() => workspace.remove());

    test.each(files)('$name', ({ name, text }) => {
      const stubbed = stub(text);
      workspace.install(stubbed.files);
      const world = new JudgeWorld(new SystemWorld(), workspace.directory);
      const { before, text: after } = migrated(basename(name), workspace.fill(stubbed.text), world, '7.8.0');
      compare(before, analyze(new Source(basename(name), after), world, { version: '7.8.0', platform: 'linux' }));
    });
  });
}
