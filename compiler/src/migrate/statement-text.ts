import type { Statement } from '@smtpd-conf/grammar';
import { mapConfig } from '../legacy/compile-map.js';
import type { CompileState } from '../state.js';
import { clauseText } from './clause-text.js';
import { listenText } from './listen-text.js';
import type { Replacement } from './replacement.js';
import { ruleText } from './rule-text.js';
import { literal, ValueWriter } from './word-text.js';

const LEFT: Replacement = { lines: undefined, notes: ['this statement has an error and is left as it is'] };

/** The longest delay that can be written (delaytonum: INT_MAX seconds). */
const NEVER = '24855d';

/** A statement of the grammar before 6.4 in that of the target. */
export function statementText(statement: Statement, state: CompileState): Replacement {
  if (statement.error !== undefined) return LEFT;
  const { version } = state.target;
  const writer = new ValueWriter(statement, version);
  const exact = (...words: readonly (string | undefined)[]): Replacement => ({
    lines: [words.filter((word) => word !== undefined && word !== '').join(' ')],
    notes: [],
  });
  switch (statement.kind) {
    case 'rule':
      return ruleText(statement, state);
    case 'listen':
      return listenText(statement, state);
    case 'setting': {
      const { setting } = statement;
      if (setting === undefined) return LEFT;
      if (setting.id === 'bounce.warn-interval' && setting.value === undefined) {
        return {
          lines: [`bounce warn-interval ${NEVER}`],
          notes: ['bounce-warn without a delay meant no warnings; this delay is longer than any message waits'],
        };
      }
      return exact(clauseText(setting, writer, version));
    }
    case 'pki':
    case 'ca':
      return exact(
        statement.kind,
        statement.name && writer.word(statement.name),
        ...statement.options.map((option) => clauseText(option, writer, version)),
      );
    case 'table':
      return exact(
        'table',
        statement.name && writer.word(statement.name),
        statement.config && writer.word(statement.config),
        statement.entries && writer.value(statement.entries),
      );
    case 'map':
      return exact('table', statement.name && writer.word(statement.name), literal(mapConfig(statement)));
    case 'obsolete': {
      const word = statement.tokens[0]?.text;
      const instead = word === 'hostname' ? 'the host name stands in /etc/mail/mailname' : 'the TLS library chooses it';
      return { lines: [], notes: [`there is no "${word}" any more: ${instead}`] };
    }
    default:
      return LEFT;
  }
}
