import type { ClauseNode, Statement, Token } from '@smtpd-conf/grammar';
import { type NameKind, wordOf } from '../index/name-index.js';
import { documentOf, type Snapshot } from '../snapshot.js';
import type { Project } from '../workspace/project.js';
import type { Location } from './navigation.js';
import { ruleIndices } from './rule-indices.js';
import { extentOf } from './statement-at.js';

export type SymbolKind = NameKind | 'listener' | 'rule' | 'include' | 'setting';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly start: number;
  readonly end: number;
  /** The name, or what comes closest to one. */
  readonly nameStart: number;
  readonly nameEnd: number;
}

/**
 * One symbol for each statement, in their order. Rules are numbered as the daemon numbers them, through all files; one that
 * it refuses has the number that it would have.
 */
export function documentSymbols(snapshot: Snapshot): readonly DocumentSymbol[] {
  const indices = ruleIndices(snapshot);
  let rule = 0;
  return documentOf(snapshot).statements.flatMap((statement) => {
    const { start, end } = extentOf(statement);
    if (statement.kind === 'match' || statement.kind === 'rule') rule = (indices.get(start)?.[0] ?? rule) + 1;
    const named = nameOf(statement, rule);
    if (named === undefined) return [];
    const { token, ...rest } = named;
    return [{ ...rest, start, end, nameStart: Math.max(start, token.start), nameEnd: Math.min(end, token.end) }];
  });
}

interface Named {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly detail: string;
  readonly token: Token;
}

function nameOf(statement: Statement, rule: number): Named | undefined {
  const [keyword] = statement.tokens;
  if (keyword === undefined) return undefined;
  const named = (kind: SymbolKind, token: Token | undefined, detail = ''): Named | undefined =>
    token && token.text !== '' ? { kind, name: token.text, detail, token } : undefined;
  switch (statement.kind) {
    case 'macro':
      return named('macro', statement.name, statement.value?.text);
    case 'include':
      return named('include', statement.path);
    case 'table':
      return named('table', statement.name, statement.config?.text ?? '{ … }');
    case 'map':
      return named(
        'table',
        statement.name,
        [statement.backend, statement.path].map((one) => one?.text ?? '').join(':'),
      );
    case 'pki':
    case 'ca':
      return named(statement.kind, statement.name, wordsOf(statement.options[0]));
    case 'proc':
      return named('proc', statement.name, statement.command?.text);
    case 'action':
      return named('action', statement.name, wordsOf(statement.method));
    case 'filter':
      return named('filter', statement.name, statement.form?.words[0]?.text);
    case 'listen':
      return named('listener', statement.on, 'listen on');
    case 'match':
      return { kind: 'rule', name: `rule ${rule}`, detail: outcomeOf(statement), token: keyword };
    case 'rule': {
      const method = statement.action.find(({ context }) => context === 'legacy-method');
      const detail = `${statement.verb.text} ${wordsOf(method)}`.trimEnd();
      return { kind: 'rule', name: `rule ${rule}`, detail, token: keyword };
    }
    case 'setting': {
      const words = wordsOf(statement.setting);
      return words ? { kind: 'setting', name: words, detail: '', token: keyword } : undefined;
    }
    default:
      return undefined;
  }
}

function wordsOf(clause: ClauseNode | undefined): string {
  return clause?.words.map(({ text }) => text).join(' ') ?? '';
}

function outcomeOf({ outcome }: Extract<Statement, { kind: 'match' }>): string {
  if (outcome === undefined) return '';
  return outcome.id === 'match.reject' ? 'reject' : `action "${wordOf(outcome.value)?.text ?? ''}"`;
}

export type WorkspaceSymbol = Location & { readonly name: string; readonly kind: NameKind };

/** The definitions in a project whose names hold the letters of `query` in their order. */
export function workspaceSymbols({ names }: Project, query: string): readonly WorkspaceSymbol[] {
  const wanted = [...query.toLowerCase()];
  return names.all
    .filter(({ role }) => role === 'definition')
    .filter(({ name }) => {
      let at = 0;
      for (const letter of name.toLowerCase()) if (letter === wanted[at]) at += 1;
      return at === wanted.length;
    });
}
