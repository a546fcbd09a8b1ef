import { createRuleset, createTables, type Effect, type MatchEvent, runTask } from '@smtpd-conf/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { config, envelope } from './draw-rules.js';

const DATABASE = { outcome: 'keys', keys: ['*.a.example', 'bob@', '10', 'example$'] } as const;

/** A host whose tables answer by their keys, and fail for some. */
function answer(effect: Effect): unknown {
  if (effect.type === 'table-keys') return DATABASE;
  if (effect.type !== 'table-lookup') throw new Error(`nobody answers ${effect.type}`);
  return { outcome: (['found', 'not-found', 'failed'] as const)[effect.key.length % 3] };
}

test('the index decides as a walk over all rules does', () => {
  fc.assert(
    fc.property(config, fc.array(envelope, { minLength: 1, maxLength: 8 }), (drawn, envelopes) => {
      const ruleset = createRuleset(drawn, createTables(drawn));
      for (const one of envelopes) {
        const walked = runTask(
          createRuleset(drawn, createTables(drawn)).decide(one, () => undefined),
          answer,
        );
        expect(runTask(ruleset.decide(one), answer)).toEqual(walked);
      }
    }),
    { numRuns: 600 },
  );
});

test('decisions that wait for an answer at the same time do not mix', () => {
  fc.assert(
    fc.property(config, envelope, envelope, (drawn, one, other) => {
      const ruleset = createRuleset(drawn, createTables(drawn));
      const alone = runTask(ruleset.decide(one), answer);
      const task = ruleset.decide(one);
      let step = task.next();
      while (!step.done) {
        runTask(ruleset.decide(other), answer);
        step = task.next(answer(step.value));
      }
      expect(step.value).toEqual(alone);
    }),
    { numRuns: 100 },
  );
});

test('the verdicts in the trace add up to the decision', () => {
  fc.assert(
    fc.property(config, envelope, (drawn, one) => {
      const events: MatchEvent[] = [];
      const decision = runTask(
        createRuleset(drawn, createTables(drawn)).decide(one, (event) => events.push(event)),
        answer,
      );
      const rules = new Map<number, MatchEvent[]>();
      for (const event of events) {
        if (event.type !== 'rules-decided') rules.set(event.rule, [...(rules.get(event.rule) ?? []), event]);
      }
      for (const [number, [entered, ...rest]] of rules) {
        const left = rest.pop();
        const verdicts = rest.map((event) => (event.type === 'criterion' ? event.verdict : 'none'));
        expect(entered?.type).toBe('rule-entered');
        expect(verdicts.slice(0, -1).every((verdict) => verdict === 'match')).toBe(true);
        expect(left).toEqual({ type: 'rule-left', rule: number, verdict: verdicts.at(-1) });
        const deciding = 'rule' in decision && decision.rule === number;
        expect(left?.type === 'rule-left' && left.verdict !== 'no-match').toBe(deciding);
      }
      expect(events.at(-1)).toEqual({ type: 'rules-decided', dest: one.dest, ...decision });
    }),
  );
});
