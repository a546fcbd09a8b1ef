import type { ClauseNode, FilterList, FilterStatement, Token } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type {
  ChainFilter,
  CompiledFilter,
  FilterCondition,
  FilterDecision,
  FilterPhase,
  Subsystem,
} from '../config/compiled-config.js';
import type { StatementContext } from '../statement-context.js';
import { wordOf } from '../statement-context.js';
import { compileProcOptions } from './pki.js';
import { tableOf } from './tables.js';

/** `filter NAME …` */
export function compileFilter(statement: FilterStatement, context: StatementContext): void {
  const { name, form } = statement;
  if (name === undefined || form === undefined) return;
  switch (form.id) {
    case 'filter.proc':
      compileProcFilter(name, form, context);
      return;
    case 'filter.proc-exec':
      compileProcExec(name, form, statement, context);
      return;
    case 'filter.phase':
      refuseRedefinition(name, form, context);
      compileBuiltin(name, statement, context);
      return;
    case 'filter.chain': {
      refuseRedefinition(name, form, context);
      const chain = statement.chain;
      if (chain) compileChain(name.text, chain, [], context);
    }
  }
}

function compileProcFilter(name: Token, form: ClauseNode, context: StatementContext): void {
  if (!form.complete) return;
  refuseRedefinition(name, form, context);
  const { state } = context;
  const proc = wordOf(form);
  if (!state.procs.has(proc)) {
    if (context.policy === 'tolerant' && state.isBroken('proc', proc)) context.failSilently(context.after(form));
    context.fail(context.after(form), {
      id: 'undefined-proc',
      daemon: `no processor exist with that name: ${proc}`,
      what: `There is no process "${proc}" above this line.`,
      at: form.value?.kind === 'word' ? form.value.token : name,
    });
  }
  state.filters.set(name.text, { ...filterBase(name.text, context), type: 'proc', proc });
}

/** The filter exists before its options are read, its process only after them. */
function compileProcExec(name: Token, form: ClauseNode, statement: FilterStatement, context: StatementContext): void {
  if (!form.complete) return;
  refuseRedefinition(name, form, context);
  const { state } = context;
  state.filters.set(name.text, { ...filterBase(name.text, context), type: 'proc', proc: name.text });
  const options = compileProcOptions(statement.options, context);
  if (statement.options.some(({ complete }) => !complete)) return;
  const { origin } = filterBase(name.text, context);
  state.procs.set(name.text, { name: name.text, command: wordOf(form), ...options, origin });
}

function refuseRedefinition(name: Token, form: ClauseNode, context: StatementContext): void {
  const before = context.state.filters.get(name.text);
  if (before === undefined) return;
  const keyword = form.words[0] as Token;
  context.fail(form.complete && form.id !== 'filter.chain' ? context.after(form) : context.at(keyword), {
    id: 'redefined',
    daemon: `filter already exists with that name: ${name.text}`,
    what: `There is already a filter "${name.text}".`,
    at: name,
    related: context.noteOn('first defined here', before.origin),
  });
}

/** The filter exists from `phase` on, whatever follows. */
function compileBuiltin(name: Token, statement: FilterStatement, context: StatementContext): void {
  const { phase, condition, decision } = statement;
  const base = filterBase(name.text, context);
  const placeholder: CompiledFilter = {
    ...base,
    type: 'builtin',
    phase: 'connect',
    written: 'connect',
    condition: { type: 'fcrdns', negated: false, regex: false },
    decision: { type: 'junk' },
  };
  context.state.filters.set(name.text, placeholder);
  if (condition === undefined) return;
  const compiled = compileCondition(condition, context);
  if (phase === undefined || compiled === undefined || decision === undefined) return;
  const written = phase.id.slice('phase.'.length) as FilterPhase;
  context.state.filters.set(name.text, {
    ...base,
    type: 'builtin',
    // parse.y: filter_phase_auth sets no phase, which leaves the first one.
    phase: written === 'auth' ? 'connect' : written,
    written,
    condition: compiled,
    decision: compileDecision(decision),
  });
}

function compileCondition(clause: ClauseNode, context: StatementContext): FilterCondition | undefined {
  const type = clause.id.slice('condition.'.length) as FilterCondition['type'];
  const base = {
    type,
    negated: clause.negation !== undefined,
    regex: clause.words.some((word) => word.text === 'regex'),
  };
  if (clause.value === undefined) return base;
  const table = tableOf(clause, context);
  return table && { ...base, table: table.name };
}

function compileDecision(clause: ClauseNode): FilterDecision {
  const type = clause.id.slice('decision.'.length) as FilterDecision['type'];
  return type === 'junk' || type === 'bypass' ? { type } : { type, text: wordOf(clause) };
}

function filterBase(name: string, context: StatementContext) {
  return { name, subsystems: [] as Subsystem[], origin: context.origin };
}

/** A chain of filters; it exists once its closing brace has been read. */
export function compileChain(
  name: string,
  list: FilterList,
  subsystems: readonly Subsystem[],
  context: StatementContext,
): void {
  const filters: string[] = [];
  context.each(list.names, (token) => {
    const filter = chainMember(token, filters, context);
    filters.push(token.text);
    addSubsystems(filter, subsystems);
  });
  if (list.close === undefined) return;
  const chain: ChainFilter = { ...filterBase(name, context), type: 'chain', filters, subsystems: [...subsystems] };
  context.state.filters.set(name, chain);
}

function chainMember(token: Token, before: readonly string[], context: StatementContext): CompiledFilter {
  const progress = context.at(token);
  const filter = findFilter(token, () => progress, context);
  if (filter.type === 'chain') {
    context.fail(progress, {
      id: 'filter-chain-nested',
      daemon: `no filter chain allowed within a filter chain: ${token.text}`,
      what: `"${token.text}" is a chain itself.`,
      at: token,
    });
  }
  if (before.includes(token.text)) {
    context.fail(progress, {
      id: 'filter-chain-twice',
      daemon: `no filter allowed twice within a filter chain: ${token.text}`,
      what: `"${token.text}" is in this chain already.`,
      at: token,
    });
  }
  const proc = filter.type === 'proc' ? filter.proc : undefined;
  const sameProc = (name: string): boolean => {
    const other = context.state.filters.get(name);
    return other?.type === 'proc' && other.proc === proc;
  };
  if (proc !== undefined && behaves(context.version, 'one-proc-per-chain') && before.some(sameProc)) {
    context.fail(progress, {
      id: 'filter-chain-twice',
      daemon: `no proc allowed twice within a filter chain: ${proc}`,
      what: `A filter of process "${proc}" is in this chain already.`,
      at: token,
    });
  }
  return filter;
}

/** The filter a token names. */
export function findFilter(
  token: Token,
  progress: () => { last: number; lookahead: boolean },
  context: StatementContext,
): CompiledFilter {
  const filter = context.state.filters.get(token.text);
  if (filter !== undefined) return filter;
  if (context.policy === 'tolerant' && context.state.isBroken('filter', token.text)) context.failSilently(progress());
  return context.fail(progress(), {
    id: 'undefined-filter',
    daemon: `no filter exist with that name: ${token.text}`,
    what: `There is no filter "${token.text}" above this line.`,
    at: token,
  });
}

export function addSubsystems(filter: CompiledFilter, subsystems: readonly Subsystem[]): void {
  const list = filter.subsystems as Subsystem[];
  for (const subsystem of subsystems) if (!list.includes(subsystem)) list.push(subsystem);
}
