import { type Place, type Problem, placeOf, type RelatedPlace } from '@smtpd-conf/compiler';
import type { Lifetime, Platform, StatementKind, Token } from '@smtpd-conf/grammar';
import type { Finding, Fix, Severity } from './finding.js';
import type { Subject } from './subject.js';

/** What a rule is about; the folder of rules/ that it stands in. */
export type Category =
  | 'routing'
  | 'values'
  | 'listeners'
  | 'relay'
  | 'delivery'
  | 'settings'
  | 'filters'
  | 'tables'
  | 'lexical'
  | 'daemon'
  | 'checker';

/** A whole configuration, with the files that it names. */
export interface Example {
  readonly text: string;
  /** By absolute path; root's, and readable by everyone where nothing is said. */
  readonly files?: Readonly<Record<string, string | ExampleFile>>;
}

/** One of the first two; permissions as octal digits. */
export interface ExampleFile {
  readonly text?: string;
  readonly base64?: string;
  readonly mode?: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** An example from its lines. */
export function conf(...lines: readonly string[]): Example {
  return { text: lines.map((line) => `${line}\n`).join('') };
}

/** All that is known of a rule but for how it finds and mends: its page is made of it. */
export interface RuleMeta {
  /** Kept for ever: suppressions and settings refer to it. */
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  /** The release of smtpd-lint that brought it. */
  readonly since: string;
  /** The releases of OpenSMTPD that it holds for; all where absent. */
  readonly versions?: Partial<Lifetime>;
  /** The platforms that it holds for; all where absent. */
  readonly platforms?: readonly Platform[];
  /** What is wrong, in general: one sentence. */
  readonly what: string;
  /** Why it matters: a sentence or two that follow the message. */
  readonly why: string;
  /** What to do: a sentence that follows. */
  readonly how: string;
  readonly bad: Example;
  readonly good: Example;
  /** What `smtpd -n` of the newest release that the rule holds for says of the bad example. */
  readonly daemon: 'accepts' | 'refuses';
  /** Where the manual or the source says so (`file: function`). */
  readonly source: string;
  /** Former ids. */
  readonly aliases?: readonly string[];
  /** The best fix that it may offer. */
  readonly fix?: Fix['safety'];
  /** What settings may change of it, by name. */
  readonly options?: Readonly<Record<string, RuleOption>>;
}

/** A choice that settings may make for a rule. */
export interface RuleOption<T = unknown> {
  /** What it means: one sentence. */
  readonly what: string;
  /** What it is where settings say nothing. */
  readonly default: T;
  /** JSON Schema of its values. */
  readonly schema: object;
}

/** The values of a rule's options, by name. */
export type OptionValues = Readonly<Record<string, unknown>>;

/**
 * What a rule looks at, so that after an edit it looks at no more than it has to (see memory/lint-memory.ts).
 * `statement`: what it finds in a statement follows from that statement, and from what the names in it stand for. `key`: so
 * does what it finds in a key of a table, and from who looks that up. `file`: it looks at many statements together.
 * What it finds may follow from all statements of the kinds in `and` besides.
 */
export interface Scope {
  readonly each: 'statement' | 'key' | 'file';
  readonly and?: readonly StatementKind[] | 'all';
  /** What it finds in a statement may follow from what the tables hold that the statement names. */
  readonly held?: true;
  /** It may follow from what all statements of these kinds were compiled to, and so from what the names in them stand for. */
  readonly compiled?: readonly StatementKind[];
  /** It may follow from the names that all statements of these kinds give to things. */
  readonly names?: readonly StatementKind[];
}

/** What a rule has found: where, and whatever its wording and its fixes need. */
export interface Found {
  readonly at: Token | Place;
}

/** How a finding is worded and mended, apart from how it is found. */
interface Wording<F extends Found> {
  /** What is wrong here: a sentence or two. `why` and `how` of the rule follow it. */
  message(found: F): string;
  /** What to do here, in place of the rule's `how`. */
  advice?(found: F): string;
  related?(found: F): readonly RelatedPlace[];
  fixes?(found: F, subject: Subject): readonly Fix[];
}

interface SubjectRule<F extends Found, O extends OptionValues> extends RuleMeta, Wording<F> {
  /**
   * `whole`: asks what is not there, or what comes before what, so that it is silent where a part of the file could not
   * be compiled. `parts`: looks at one part at a time.
   */
  readonly needs: 'parts' | 'whole';
  /** Where nothing is said, it looks at everything after each edit. */
  readonly scope?: Scope;
  find(subject: Subject, options: O): Iterable<F>;
  readonly options?: { readonly [K in keyof O & string]: RuleOption<O[K]> };
  readonly problems?: ProblemRule<F>['problems'];
  recognise?: ProblemRule<F>['recognise'];
}

interface ProblemRule<F extends Found> extends RuleMeta, Wording<F> {
  /** The kinds of problem that it may know better than the compiler. */
  readonly problems: readonly Problem['id'][];
  /** Undefined where it does not. */
  recognise(problem: Problem, subject: Subject): F | undefined;
}

/** A finding without what settings decide. */
export type Draft = Omit<Finding, 'severity'>;

/** A rule with its wording built in. */
export interface Rule {
  readonly meta: RuleMeta;
  readonly needs: 'parts' | 'whole';
  readonly scope: Scope | undefined;
  /** The problems of the compiler that `claim` wants to see. */
  readonly problems: readonly Problem['id'][];
  /** `options` holds what settings say; what they leave out is as the rule has it. */
  check(subject: Subject, options?: OptionValues): Iterable<Draft>;
  claim(problem: Problem, subject: Subject): Draft | undefined;
}

/** A rule that looks at a configuration. */
export function defineRule<F extends Found, O extends OptionValues = OptionValues>(rule: SubjectRule<F, O>): Rule {
  return {
    meta: rule,
    needs: rule.needs,
    scope: rule.scope,
    problems: rule.problems ?? [],
    *check(subject, options) {
      const values = { ...defaultsOf(rule), ...options } as O;
      for (const found of rule.find(subject, values)) yield word(rule, found, subject);
    },
    claim(problem, subject) {
      const found = rule.recognise?.(problem, subject);
      return found && word(rule, found, subject);
    },
  };
}

/** A rule that says more of what the compiler refuses: which mistake it is, and how to mend it. */
export function defineProblemRule<F extends Found>(rule: ProblemRule<F>): Rule {
  return {
    meta: rule,
    needs: 'parts',
    scope: { each: 'file', and: [] },
    problems: rule.problems,
    check: () => [],
    claim(problem, subject) {
      const found = rule.recognise(problem, subject);
      return found && word(rule, found, subject);
    },
  };
}

/** What a rule's options are where settings say nothing. */
export function defaultsOf({ options = {} }: Pick<RuleMeta, 'options'>): OptionValues {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
}

function word<F extends Found>(rule: RuleMeta & Wording<F>, found: F, subject: Subject): Draft {
  return {
    rule: rule.id,
    message: `${rule.message(found)} ${rule.why} ${rule.advice?.(found) ?? rule.how}`,
    span: asPlace(found.at),
    related: rule.related?.(found) ?? [],
    fixes: rule.fixes?.(found, subject) ?? [],
  };
}

/** The place of a token; for one out of a macro, where the macro is used. */
export function asPlace(at: Token | Place): Place {
  return 'type' in at ? placeOf(at) : at;
}
