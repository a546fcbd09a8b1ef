import {
  type Clause,
  type Context,
  clausesIn,
  existsIn,
  type Form,
  formsFor,
  KEYWORDS,
  type Limit,
  MDA_LIMITS,
  MTA_LIMITS,
  PHASE_CONDITIONS,
  parseForm,
  phaseDecisions,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
  STATEMENTS,
  type Version,
} from '@smtpd-conf/grammar';
import { type Alternative, type GrammarSymbol, type Language, rule, terminal } from './grammar.js';

const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  mda: MDA_LIMITS,
  mta: MTA_LIMITS,
  scheduler: SCHEDULER_LIMITS,
  smtp: SMTP_LIMITS,
};

/** Beside names with numbers, `mta limit` takes an address family. */
const MTA_FAMILIES: readonly string[] = ['inet4', 'inet6'];

const NEGATED: readonly Context[] = ['match', 'filter-condition'];

/**
 * What the language tables say that `version` reads, as a grammar. Its rules bear the names of contexts.
 * @param mtaNames whether the names of `mta limit` are to be compared
 */
export function tablesLanguage(version: Version, mtaNames: boolean): Language {
  const keywords = [...KEYWORDS].filter(([, lifetime]) => existsIn(lifetime, version)).map(([word]) => word);
  return {
    grammar: { statement: 'statement', rules: new TablesGrammar(version, mtaNames).rules },
    keywords: new Set(keywords),
  };
}

class TablesGrammar {
  readonly rules = new Map<string, Alternative[]>();

  constructor(
    private readonly version: Version,
    private readonly mtaNames: boolean,
  ) {
    this.rules.set('SIZE', alternatives([[terminal('NUMBER')], [terminal('STRING')]]));
    for (const name of Object.keys(LIMITS)) this.defineLimits(name);
    for (const clause of this.clauses('filter-phase')) this.definePhase(clause);
    const statements = Object.entries(STATEMENTS).flatMap(([name, { syntax }]) =>
      [syntax]
        .flat()
        .map(parseForm)
        .filter((form) => existsIn(form, version))
        .flatMap((form) => this.statement(name as keyof typeof STATEMENTS, form)),
    );
    const macro = ['STRING', '=', 'STRING'].map(terminal);
    this.rules.set('statement', alternatives([macro, ...this.forms('setting'), ...statements]));
  }

  /** A statement's own words, and what may follow them. */
  private statement(name: keyof typeof STATEMENTS, form: Form): GrammarSymbol[][] {
    const head = this.symbols(form);
    const before = (rests: readonly (readonly GrammarSymbol[])[]): GrammarSymbol[][] =>
      rests.map((rest) => [...head, ...rest]);
    switch (name) {
      case 'include':
      case 'table':
        return [head];
      case 'ca':
        return before(this.forms('ca'));
      case 'pki':
      case 'proc':
        return before([[this.list(name)]]);
      case 'listen':
        return before([[this.list(form.parts.includes('socket') ? 'listen-socket' : 'listen')]]);
      case 'action':
        return before(
          this.clauses('action-method').flatMap((method) => {
            const options = this.list(method.id === 'method.relay' ? 'action-relay' : 'action-local');
            return this.formsOf(method).map((symbols) => [...symbols, options, this.list('action')]);
          }),
        );
      case 'match':
        return before(this.forms('match-outcome').map((outcome) => [this.list('match'), ...outcome]));
      case 'filter':
        return before(this.clauses('filter').flatMap((filter) => this.filter(filter)));
    }
  }

  private filter(clause: Clause): GrammarSymbol[][] {
    const forms = this.formsOf(clause);
    if (clause.id === 'filter.proc-exec') return forms.map((form) => [...form, this.list('proc')]);
    if (clause.id !== 'filter.phase') return forms;
    return forms.flatMap((form) => this.clauses('filter-phase').map((phase) => [...form, rule(phase.id)]));
  }

  /** A phase with what it can ask and decide. */
  private definePhase(clause: Clause): void {
    const phase = clause.id as keyof typeof PHASE_CONDITIONS;
    const name = clause.id.replace('phase.', '');
    const conditions = rule(`filter-condition in phase ${name}`);
    const decisions = rule(`filter-decision in phase ${name}`);
    const some = (context: Context, ids: readonly string[]): GrammarSymbol[][] =>
      this.clauses(context)
        .filter(({ id }) => ids.includes(id))
        .flatMap((known) => this.formsOf(known));
    this.rules.set(conditions.name, alternatives(some('filter-condition', PHASE_CONDITIONS[phase])));
    this.rules.set(decisions.name, alternatives(some('filter-decision', phaseDecisions(phase))));
    const sentence = this.formsOf(clause).map((form) => [...form, terminal('match'), conditions, decisions]);
    this.rules.set(clause.id, alternatives(sentence));
  }

  private defineLimits(name: string): void {
    const sentence = ['STRING', 'NUMBER'].map(terminal);
    const families = name === 'mta' ? MTA_FAMILIES.map((family) => ({ symbols: [terminal(family)] })) : [];
    const names = name === 'mta' && !this.mtaNames ? undefined : LIMITS[name]?.map((limit) => limit.name);
    this.defineList(limitsRule(name), [{ symbols: sentence, ...(names && { names }) }, ...families]);
  }

  /** Any number of a context's clauses. */
  private list(context: Context): GrammarSymbol {
    if (!this.rules.has(context)) this.defineList(context, alternatives(this.forms(context)));
    return rule(context);
  }

  private defineList(name: string, items: readonly Alternative[]): void {
    const more = items.map((item) => ({ ...item, symbols: [...item.symbols] }));
    this.rules.set(`one of ${name}`, more);
    this.rules.set(name, alternatives([[rule(`one of ${name}`), rule(name)], []]));
  }

  private clauses(context: Context): readonly Clause[] {
    return clausesIn(context).filter((clause) => formsFor(clause, this.version).length > 0);
  }

  private forms(context: Context): GrammarSymbol[][] {
    return this.clauses(context).flatMap((clause) => this.formsOf(clause));
  }

  private formsOf(clause: Clause): GrammarSymbol[][] {
    const negation = NEGATED.includes(clause.context) ? [terminal('[!]')] : [];
    return formsFor(clause, this.version).map((form) => [...negation, ...this.symbols(form)]);
  }

  private symbols(form: Form): GrammarSymbol[] {
    const text = form.parts.join(' ').replace('{ … }', 'ENTRIES').replace('PAIR', 'STRING STRING');
    return text.split(' ').map((part) => {
      if (part === 'SIZE') return rule('SIZE');
      return part === 'LIMITS' ? rule(limitsRule(form.parts[0] as string)) : terminal(part);
    });
  }
}

const limitsRule = (name: string): string => `${name} limits`;

const alternatives = (all: readonly (readonly GrammarSymbol[])[]): Alternative[] => all.map((symbols) => ({ symbols }));
