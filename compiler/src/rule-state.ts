import type { CompiledRule, FromTest, Origin } from './config/compiled-config.js';
import type { TableState } from './table-state.js';

/** A test of a rule, with its table not yet by name: names are made when the configuration is put together. */
export interface TestState {
  readonly negated: boolean;
  readonly regex: boolean;
  readonly table?: TableState | string;
}

export interface FromState extends TestState {
  readonly type: FromTest['type'];
  readonly implicit: boolean;
}

export interface ForState extends TestState {
  readonly implicit: boolean;
}

export interface RuleState {
  readonly from: FromState;
  readonly for: ForState;
  readonly outcome: CompiledRule['outcome'];
  readonly origin: Origin;
  tag?: TestState;
  helo?: TestState;
  auth?: TestState;
  tls?: TestState;
  mailFrom?: TestState;
  rcptTo?: TestState;
}
