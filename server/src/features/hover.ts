import {
  CLAUSES,
  type Clause,
  type ClauseNode,
  existsIn,
  FIRST_KEYWORD,
  type Form,
  formsFor,
  LEGACY_CLAUSES,
  LEGACY_STATEMENTS,
  LEGACY_VERSION,
  type ListenStatement,
  type Span,
  STATEMENTS,
  type Statement,
  type StatementRow,
  type Token,
  VERSIONS,
} from '@smtpd-conf/grammar';
import type { Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';
import { listenerFacts } from './listener-facts.js';
import { code, fenced } from './markdown.js';
import { ruleIndices } from './rule-indices.js';
import { ruleSentence } from './rule-sentence.js';
import { clausesOf } from './selection.js';
import { statementAt, tokenAt } from './statement-at.js';
import { tableFacts } from './table-facts.js';

export interface Hover extends Span {
  /** Markdown. */
  readonly markdown: string;
}

/** What there is to say of the word at an offset: a name, a keyword with its history, a rule as a sentence. */
export function hover(snapshot: Snapshot, offset: number): Hover | undefined {
  const name = snapshot.project.names.at(snapshot.source, offset);
  if (name) {
    const markdown = nameText(name, snapshot);
    if (markdown !== undefined) return { start: name.start, end: name.end, markdown };
  }
  const statement = statementAt(snapshot, offset);
  const token = statement && tokenAt(statement, offset);
  if (!statement || !token) return undefined;
  const markdown = keywordText(statement, token, snapshot);
  return markdown === undefined ? undefined : { start: token.start, end: token.end, markdown };
}

function nameText(one: Occurrence, { project }: Snapshot): string | undefined {
  const { kind, name } = one;
  const places = project.names.of(kind, name);
  const uses = places.filter(({ role }) => role === 'reference').length;
  const used = uses === 1 ? 'used once' : `used ${uses} times`;
  switch (kind) {
    case 'table':
      return `**table** ${code(name)}, ${used}\n\n${tableFacts(project, name)}`;
    case 'macro': {
      const macro = project.analysis.state.macros.get(name);
      return `**macro** ${code(`$${name}`)}, ${used}\n\n${fenced(`${name} = ${JSON.stringify(macro?.value ?? '')}`)}`;
    }
    case 'tag':
      return `**tag** ${code(name)}: given to ${places.length - uses} listener(s), ${used} in rules`;
    default: {
      const definition = places.find(({ role }) => role === 'definition');
      if (definition === undefined) return `**${kind}** ${code(name)} is not defined.`;
      return `**${kind}** ${code(name)}, ${used}\n\n${fenced(statementText(definition))}`;
    }
  }
}

function statementText({ statement, source }: Occurrence): string {
  const [first] = statement.tokens;
  const last = statement.tokens.at(-1);
  return first && last ? source.text.slice(first.start, last.end) : '';
}

function keywordText(statement: Statement, token: Token, snapshot: Snapshot): string | undefined {
  if (statement.kind === 'listen' && token === statement.on) return whereText(statement, token, snapshot);
  if (token.type < FIRST_KEYWORD) return undefined;
  const [first] = statement.tokens;
  if (token === first) return statementHead(statement, snapshot);
  const clause = clausesOf(statement).find((node) => node.words.includes(token) || node.negation === token);
  return clause && clauseText(clause);
}

/** The interface, address or socket of a listener. */
function whereText(statement: ListenStatement, { text }: Token, snapshot: Snapshot): string | undefined {
  if (statement.socket) return '**socket**: where programs of this host hand in their mail, as sendmail(8) does.';
  const facts = listenerFacts(statement, snapshot);
  return facts && `${code(text)}: ${facts.sentence}`;
}

/** The statement's own line, and for a rule what it means. */
function statementHead(statement: Statement, snapshot: Snapshot): string | undefined {
  if (statement.kind === 'match' || statement.kind === 'rule') {
    const sentences = ruleTexts(statement, snapshot);
    if (sentences.length > 0) return sentences.join('\n\n');
  }
  if (statement.kind === 'setting' && statement.setting) return clauseText(statement.setting);
  const word = statement.tokens[0]?.text ?? '';
  const modern: Readonly<Record<string, StatementRow>> = STATEMENTS;
  if (Object.hasOwn(modern, word) && statement.legacy === undefined) {
    const { syntax, doc, manual } = modern[word] as StatementRow;
    return `${syntaxText(syntax)}\n${doc}\n\n*smtpd.conf(5), ${manual}*`;
  }
  const legacy: Readonly<Record<string, Pick<StatementRow, 'syntax' | 'doc'>>> = LEGACY_STATEMENTS;
  if (!Object.hasOwn(legacy, word)) return undefined;
  const { syntax, doc } = legacy[word] as StatementRow;
  return `${syntaxText(syntax)}\n${doc}\n\n${BEFORE_6_4}`;
}

const BEFORE_6_4 = '*The grammar before 6.4.*';

function syntaxText(syntax: StatementRow['syntax']): string {
  const forms = typeof syntax === 'string' ? [syntax] : syntax;
  return fenced(forms.map((form) => form.replace(/^\d\S* /, '')).join('\n'));
}

/** Of each rule that a statement has become, with its number. */
function ruleTexts(statement: Statement, { project, source }: Snapshot): readonly string[] {
  const { config } = project.analysis;
  const indices = ruleIndices({ project, source }).get(statement.tokens[0]?.start ?? -1) ?? [];
  return indices.flatMap((index) => {
    const rule = config.rules[index];
    return rule ? [`**Rule ${index + 1}.** ${ruleSentence(rule, config)}`] : [];
  });
}

/** A clause of the language: its forms, what it does, since when, and what stands where it is left out. */
function clauseText({ id, context }: ClauseNode): string {
  const before = LEGACY_CLAUSES.find((one) => one.id === id && one.context === context);
  if (before) {
    const forms = formsFor(before, LEGACY_VERSION).map(({ parts }) => parts.join(' '));
    return [fenced(forms.join('\n')), before.doc, BEFORE_6_4].join('\n\n');
  }
  const clause: Clause = CLAUSES[id];
  const lines = [fenced(clause.forms.map(({ parts }) => parts.join(' ')).join('\n')), clause.doc];
  const history = historyOf(clause.forms);
  if (history !== '') lines.push(history);
  if (clause.manual !== undefined) lines.push(`*smtpd.conf(5), ${clause.manual}*`);
  else lines.push('*The manual does not mention it.*');
  return lines.join('\n\n');
}

function historyOf(forms: readonly Form[]): string {
  const sentences = forms.flatMap(({ parts, since, until }) => {
    const what = forms.length > 1 ? `\`${parts.join(' ')}\` s` : 'S';
    if (until !== undefined) return [`${what}ince ${since}, gone in ${until}.`];
    return existsIn({ since }, VERSIONS[0]) ? [] : [`${what}ince ${since}.`];
  });
  return [...new Set(sentences)].join(' ');
}
