import type { ClauseNode } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { Subsystem } from '../config/compiled-config.js';
import type { StatementContext } from '../statement-context.js';
import { addSubsystems, compileChain, findFilter } from './filters.js';

/**
 * The `filter` option of a listener or a relay action: a name, or a chain written in place.
 * Undefined where the statement broke off within it.
 */
export function filterOption(clause: ClauseNode, subsystem: Subsystem, context: StatementContext): string | undefined {
  const { value } = clause;
  // In 6.4 the option was there and did nothing yet.
  if (!behaves(context.version, 'filters')) return undefined;
  if (value?.kind === 'word') {
    addSubsystems(
      findFilter(value.token, () => context.after(clause), context),
      [subsystem],
    );
    return value.token.text;
  }
  // The daemon takes a number for the chain as soon as no name follows.
  const name = context.state.newChainName();
  if (value?.kind !== 'filter-list') return undefined;
  compileChain(name, value, [subsystem], context);
  return value.close && name;
}
