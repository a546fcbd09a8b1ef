import {
  CLAUSES,
  type Clause,
  type ClauseId,
  PHASE_CONDITIONS,
  parseForm,
  phaseDecisions,
  STATEMENTS,
} from '@smtpd-conf/grammar';
import type {
  BuiltinFilter,
  CompiledFilter,
  CompiledProc,
  FilterCondition,
  FilterDecision,
  ProcFilter,
} from '../config/compiled-config.js';
import { type Fragment, fragment, nameKey } from './fragment.js';
import type { Orderable } from './order.js';
import type { Scribe } from './scribe.js';
import { statement } from './statement.js';

/** `proc NAME COMMAND …` */
export function printProc(scribe: Scribe, proc: CompiledProc): Orderable {
  const head = scribe.form(parseForm(STATEMENTS.proc.syntax), `${scribe.word(proc.name)} ${scribe.word(proc.command)}`);
  return statement([head, ...procOptions(scribe, proc)], [nameKey('proc', proc.name)]);
}

/**
 * `filter NAME …`
 * @param own the process of a filter that brings its own (`proc-exec`)
 */
export function printFilter(scribe: Scribe, filter: CompiledFilter, own: CompiledProc | undefined): Orderable {
  const head = ['filter', scribe.word(filter.name)];
  const defines = [nameKey('filter', filter.name)];
  switch (filter.type) {
    case 'proc': {
      if (own === undefined) return statement([...head, namedProc(scribe, filter)], defines);
      const exec = scribe.clause('filter.proc-exec', 'proc-exec STRING', scribe.word(own.command));
      return statement([...head, exec, ...procOptions(scribe, own)], [...defines, nameKey('proc', own.name)]);
    }
    case 'chain':
      return statement(
        [...head, scribe.clause('filter.chain', 'chain FILTERS', scribe.filterList(filter.filters))],
        defines,
      );
    case 'builtin':
      return statement([...head, ...builtin(scribe, filter)], defines);
  }
}

function namedProc(scribe: Scribe, { proc }: ProcFilter): Fragment {
  return scribe.clause('filter.proc', 'proc STRING', scribe.name('proc', proc));
}

function procOptions(scribe: Scribe, { user, group, chroot }: CompiledProc): Fragment[] {
  return [
    ...scribe.wordClause('proc.user', 'user STRING', user),
    ...scribe.wordClause('proc.group', 'group STRING', group),
    ...scribe.wordClause('proc.chroot', 'chroot STRING', chroot),
  ];
}

function builtin(scribe: Scribe, { written, condition, decision }: BuiltinFilter): Fragment[] {
  const phase = `phase.${written}` as const;
  const conditionId = `condition.${condition.type}` as const;
  const decisionId = `decision.${decision.type}` as const;
  if (!PHASE_CONDITIONS[phase].includes(conditionId)) scribe.complain(`phase ${written} has no ${condition.type}`);
  if (!phaseDecisions(phase).includes(decisionId)) scribe.complain(`phase ${written} has no ${decision.type}`);
  return [
    scribe.clause('filter.phase', 'phase'),
    scribe.clause(phase, written),
    fragment('match'),
    printCondition(scribe, conditionId, condition),
    printDecision(scribe, decisionId, decision),
  ];
}

function printCondition(scribe: Scribe, id: ClauseId & `condition.${string}`, condition: FilterCondition): Fragment {
  const { type, negated, regex, table } = condition;
  const not = negated ? '!' : '';
  const wanted = table === undefined ? type : regex ? `${type} regex TABLE` : `${type} TABLE`;
  if (!hasForm(CLAUSES[id], wanted)) {
    scribe.complain(`"${wanted}" is no condition of a filter`);
    return fragment('');
  }
  const clause = scribe.clause(id, wanted, ...(table === undefined ? [] : [scribe.table(table)]));
  return { ...clause, text: `${not}${clause.text}` };
}

function printDecision(scribe: Scribe, id: ClauseId & `decision.${string}`, decision: FilterDecision): Fragment {
  return 'text' in decision
    ? scribe.clause(id, `${decision.type} STRING`, scribe.word(decision.text))
    : scribe.clause(id, decision.type);
}

function hasForm(clause: Clause, form: string): boolean {
  return clause.forms.some(({ parts }) => parts.join(' ') === form);
}
