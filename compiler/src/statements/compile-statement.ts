import type { MacroStatement, Statement } from '@smtpd-conf/grammar';
import { compileMap } from '../legacy/compile-map.js';
import { compileLegacyRule } from '../legacy/compile-rule.js';
import { lowerListen } from '../legacy/lower-listen.js';
import type { StatementContext } from '../statement-context.js';
import { compileAction } from './actions.js';
import { compileFilter } from './filters.js';
import { compileListen } from './listen.js';
import { compileMatch } from './match.js';
import { compileCa, compilePki, compileProc } from './pki.js';
import { compileSetting } from './settings.js';
import { compileTable } from './tables.js';

/**
 * Does what parse.y's actions do for a statement, in their order, up to where it broke off. `include` is the reader's.
 * Throws StatementFailed or CheckEnded after reporting.
 */
export function compileStatement(statement: Statement, context: StatementContext): void {
  switch (statement.kind) {
    case 'macro':
      compileMacro(statement, context);
      return;
    case 'setting':
      compileSetting(statement, context);
      return;
    case 'pki':
      compilePki(statement, context);
      return;
    case 'ca':
      compileCa(statement, context);
      return;
    case 'proc':
      compileProc(statement, context);
      return;
    case 'listen':
      for (const listen of lowerListen(statement, context)) compileListen(listen, context);
      return;
    case 'table':
      compileTable(statement, context);
      return;
    case 'action':
      compileAction(statement, context);
      return;
    case 'match':
      compileMatch(statement, context);
      return;
    case 'filter':
      compileFilter(statement, context);
      return;
    case 'rule':
      compileLegacyRule(statement, context);
      return;
    case 'map':
      compileMap(statement, context);
      return;
    case 'obsolete':
    case 'include':
    case 'error':
      return;
  }
}

/** `name = value`; a later definition counts from its line on. */
function compileMacro({ name, value }: MacroStatement, context: StatementContext): void {
  if (value === undefined) return;
  if (/[ \t\n\v\f\r]/.test(name.text.slice(1))) {
    context.fail(context.at(value), {
      id: 'macro-name',
      daemon: 'macro name cannot contain whitespace',
      what: 'The name of a macro holds white space.',
      at: name,
    });
  }
  context.state.macros.set(name.text, { value: value.text, name, token: value });
}
