import type { Example } from '../../checker/src/index.js';
import { DAEMON } from './cases/daemon.js';
import { DELIVERY } from './cases/delivery.js';
import { FILTERS } from './cases/filters.js';
import { LEXICAL } from './cases/lexical.js';
import { LISTENERS } from './cases/listeners.js';
import { RELAYING } from './cases/relay.js';
import { ROUTING } from './cases/routing.js';
import { SETTINGS } from './cases/settings.js';
import { TABLES } from './cases/tables.js';
import { VALUES } from './cases/values.js';

/** What is to be known of a rule beside its own examples. */
export interface RuleCase {
  /** What the findings in the bad example underline. */
  readonly underlined: readonly string[];
  /** What comes closest and is right: whole configurations, or with the files that they name. */
  readonly near: readonly (string | Example)[];
  /** The bad example with the fix applied, where its exact look matters. */
  readonly mended?: string;
}

export const CASES: Readonly<Record<string, RuleCase>> = {
  ...DAEMON,
  ...DELIVERY,
  ...FILTERS,
  ...LEXICAL,
  ...LISTENERS,
  ...RELAYING,
  ...ROUTING,
  ...SETTINGS,
  ...TABLES,
  ...VALUES,
};
