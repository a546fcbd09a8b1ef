import type { CompiledRule } from '@smtpd-conf/compiler';
import {
  CLAUSES,
  type Clause,
  type ClauseNode,
  existsIn,
  FIRST_KEYWORD,
  type Form,
  type ListenStatement,
  type Span,
  STATEMENTS,
  type Statement,
  type Token,
  VERSIONS,
} from '@smtpd-conf/grammar';
import type { Occurrence } from '../index/name-index.js';
import type { Snapshot } from '../snapshot.js';
import { listenerFacts } from './listener-facts.js';
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
      return `**table** \`${name}\`, ${used}\n\n${tableFacts(project, name)}`;
    case 'macro': {
      const macro = project.analysis.state.macros.get(name);
      return `**macro** \`$${name}\`, ${used}\n\n${fenced(`${name} = ${JSON.stringify(macro?.value ?? '')}`)}`;
    }
    case 'tag':
      return `**tag** \`${name}\`: given to ${places.length - uses} listener(s), ${used} in rules`;
    default: {
      const definition = places.find(({ role }) => role === 'definition');
      if (definition === undefined) return `**${kind}** \`${name}\` is not defined.`;
      return `**${kind}** \`${name}\`, ${used}\n\n${fenced(statementText(definition))}`;
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
  return facts && `**${text}**: ${facts.sentence}`;
}

/** The statement's own line, and for a rule what it means. */
function statementHead(statement: Statement, snapshot: Snapshot): string | undefined {
  if (statement.kind === 'match') {
    const rules = snapshot.project.analysis.config.rules;
    const index = rules.findIndex((rule) => startsAt(rule, statement, snapshot));
    const rule = rules[index];
    if (rule) return `**Rule ${index + 1}.** ${ruleSentence(rule, snapshot.project.analysis.config)}`;
  }
  if (statement.kind === 'setting' && statement.setting) return clauseText(statement.setting);
  const row = Object.hasOwn(STATEMENTS, statement.kind)
    ? STATEMENTS[statement.kind as keyof typeof STATEMENTS]
    : undefined;
  if (row === undefined) return undefined;
  const syntax = typeof row.syntax === 'string' ? [row.syntax] : row.syntax;
  return `${fenced(syntax.map((form) => form.replace(/^\d\S* /, '')).join('\n'))}\n${row.doc}\n\n*smtpd.conf(5), ${row.manual}*`;
}

function startsAt({ origin }: CompiledRule, { tokens }: Statement, { project }: Snapshot): boolean {
  const [first] = tokens;
  return (
    first !== undefined && origin.start === first.start && project.analysis.state.sourceAt(origin.file) === first.source
  );
}

/** A clause of the language: its forms, what it does, since when, and what stands where it is left out. */
function clauseText({ id }: ClauseNode): string {
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

function fenced(text: string): string {
  return `\`\`\`smtpd-conf\n${text}\n\`\`\`\n`;
}
