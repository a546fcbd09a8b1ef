import { type ClauseNode, changeToken, type ListenStatement, type Token } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { CompileState } from '../state.js';
import type { StatementContext } from '../statement-context.js';
import { asciiLowerCase } from '../statements/tables.js';

/**
 * A listener of the grammar before 6.4 as those of today: `secure` was two in one, and the certificate of a listener that
 * named none was that of its host name.
 */
export function lowerListen(statement: ListenStatement, context: StatementContext): readonly ListenStatement[] {
  if (statement.legacy === undefined) return [statement];
  return splitSecure(statement).map((one) => withPki(one, context));
}

/** `secure` and `ssl` as a listener with tls and one with smtps. */
export function splitSecure(statement: ListenStatement): readonly ListenStatement[] {
  const secure = statement.options.find(isSecure);
  if (secure === undefined) return [statement];
  return (['listen.tls', 'listen.smtps'] as const).map((id) => ({
    ...statement,
    options: statement.options.map((option) => (option === secure ? { ...keyword(secure, id), id } : option)),
  }));
}

function keyword(clause: ClauseNode, id: 'listen.tls' | 'listen.smtps'): ClauseNode {
  const text = id.slice('listen.'.length);
  const { negation, context, complete } = clause;
  const form = { parts: [text], since: clause.form.since };
  return { kind: 'clause', id, context, form, negation, words: clause.words, value: undefined, complete };
}

/** `secure` or `ssl`: TLS of both kinds. */
export function isSecure({ form }: ClauseNode): boolean {
  return form.parts[0] === 'secure' || form.parts[0] === 'ssl';
}

/** The pki entry that 6.0 took for a listener without one (lka.c: the host name's, or else "*"), where one must be named. */
export function impliedPki(statement: ListenStatement, state: CompileState): string | undefined {
  const { options } = statement;
  const secured = options.some(({ id }) => /^listen\.(tls|smtps|tls-require)$/.test(id));
  if (!secured || options.some(({ id }) => id === 'listen.pki') || !behaves(state.target.version, 'several-pki')) {
    return undefined;
  }
  const named = options.find(({ id }) => id === 'listen.hostname')?.value;
  const host = named?.kind === 'word' ? named.token.text : state.hostname;
  return [asciiLowerCase(host), '*'].find((name) => state.pki.has(name));
}

function withPki(statement: ListenStatement, context: StatementContext): ListenStatement {
  const name = impliedPki(statement, context.state);
  if (name === undefined) return statement;
  const token = changeToken(statement.tokens[0] as Token, { text: name });
  const option: ClauseNode<'listen.pki'> = {
    kind: 'clause',
    id: 'listen.pki',
    context: 'listen',
    form: { parts: ['pki', 'STRING'], since: '6.4.0' },
    negation: undefined,
    words: [token],
    value: { kind: 'word', token },
    complete: true,
  };
  return { ...statement, options: [...statement.options, option] };
}
