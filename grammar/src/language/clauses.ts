import { ACTION_OPTIONS, LOCAL_OPTIONS, METHODS, RELAY_OPTIONS } from './action.js';
import type { AnyContext, Clause, Context, Form } from './clause.js';
import { CONDITIONS, DECISIONS, FILTERS, PHASES } from './filter.js';
import { LISTEN, LISTEN_SOCKET } from './listen.js';
import { CRITERIA, OUTCOMES } from './match.js';
import { CA, PKI, PROC, SETTINGS } from './settings.js';
import { existsIn, type Version } from './version.js';

/** Every clause of the language by its id. */
export const CLAUSES = {
  ...SETTINGS,
  ...PKI,
  ...CA,
  ...PROC,
  ...LISTEN,
  ...LISTEN_SOCKET,
  ...METHODS,
  ...LOCAL_OPTIONS,
  ...RELAY_OPTIONS,
  ...ACTION_OPTIONS,
  ...CRITERIA,
  ...OUTCOMES,
  ...FILTERS,
  ...PHASES,
  ...CONDITIONS,
  ...DECISIONS,
};

export type ClauseId = keyof typeof CLAUSES;

export type SettingId = keyof typeof SETTINGS;
export type ListenOptionId = keyof typeof LISTEN | keyof typeof LISTEN_SOCKET;
export type MethodId = keyof typeof METHODS;
export type ActionOptionId = keyof typeof LOCAL_OPTIONS | keyof typeof RELAY_OPTIONS | keyof typeof ACTION_OPTIONS;
export type CriterionId = keyof typeof CRITERIA;
export type OutcomeId = keyof typeof OUTCOMES;
export type PhaseId = keyof typeof PHASES;
export type ConditionId = keyof typeof CONDITIONS;
export type DecisionId = keyof typeof DECISIONS;

/** The clauses that may stand in a context, in the order of their table. */
export function clausesIn(context: Context): readonly Clause[] {
  return Object.values<Clause>(CLAUSES).filter((clause) => clause.context === context);
}

/** The forms of a clause that `version` reads. */
export function formsFor(clause: Clause<AnyContext>, version: Version): readonly Form[] {
  return clause.forms.filter((form) => existsIn(form, version));
}
