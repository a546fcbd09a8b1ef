import type { ClauseNode, ListenStatement } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import { impliedPki, splitSecure } from '../legacy/lower-listen.js';
import type { CompileState } from '../state.js';
import { wordOf } from '../statement-context.js';
import { asciiLowerCase } from '../statements/tables.js';
import { clauseText } from './clause-text.js';
import type { Replacement } from './replacement.js';
import { literal, ValueWriter } from './word-text.js';

const CERTIFICATES = '/etc/mail/certs';

/** A listener in the words of the target, or two for one that had TLS of both kinds. */
export function listenText(statement: ListenStatement, state: CompileState): Replacement {
  const writer = new ValueWriter(statement, state.target.version);
  const notes: string[] = [];
  const defined = certificates(statement, state);
  const on = statement.socket ? 'socket' : statement.on && writer.word(statement.on);
  const lines = splitSecure(statement).map((one) => {
    const options = optionsOf(one, state, notes).map((option) => optionText(option, writer, state, notes));
    return ['listen on', on, ...options, ...pkiText(one, state, notes)].join(' ');
  });
  return { lines: [...defined, ...lines], notes: [...new Set(notes)] };
}

/** Whether the statement must change although the target has all its words: TLS without a certificate that is named. */
export function lacksPki(statement: ListenStatement, { target }: CompileState): boolean {
  const has = (pattern: RegExp): boolean => statement.options.some(({ id }) => pattern.test(id));
  return behaves(target.version, 'several-pki') && has(/^listen\.(tls|tls-require|smtps)$/) && !has(/^listen\.pki$/);
}

function optionText(option: ClauseNode, writer: ValueWriter, state: CompileState, notes: string[]): string {
  if (option.form.parts[0] === 'enable') {
    notes.push('"enable auth" let clients log in and did not ask it of them');
    return 'auth-optional';
  }
  if (option.id === 'listen.pki' && behaves(state.target.version, 'several-pki')) {
    const name = wordOf(option);
    if (name !== asciiLowerCase(name)) return `pki ${literal(asciiLowerCase(name))}`;
  }
  return clauseText(option, writer, state.target.version);
}

/** Without any certificate TLS never came about, and so nobody could log in. */
function optionsOf(statement: ListenStatement, state: CompileState, notes: string[]): readonly ClauseNode[] {
  if (!lacksPki(statement, state) || impliedPki(statement, state) !== undefined || state.pki.size > 0) {
    return statement.options;
  }
  notes.push('there is no certificate, so that TLS and logins never worked: they are left out until there is a pki');
  return statement.options.filter(
    ({ id }) => !/^listen\.(tls|tls-require|smtps|auth|auth-optional|received-auth)$/.test(id),
  );
}

/** The certificate that the release wants named: the one that was taken, or else any. */
function pkiText(statement: ListenStatement, state: CompileState, notes: string[]): string[] {
  if (!lacksPki(statement, state)) return [];
  const implied = impliedPki(statement, state);
  if (implied !== undefined) return [`pki ${literal(implied)}`];
  const [first] = state.pki.keys();
  if (first === undefined) return [];
  notes.push(`no pki has the name of this host, whose certificate was taken; "${first}" may not be the right one`);
  return [`pki ${literal(first)}`];
}

/** Before 5.5 a listener's certificate was a name of files. */
function certificates({ options }: ListenStatement, state: CompileState): string[] {
  return options.flatMap((option) => {
    const name = wordOf(option);
    if (option.form.parts[0] !== 'certificate' || state.pki.has(asciiLowerCase(name))) return [];
    const file = name.startsWith('/') ? name : `${CERTIFICATES}/${name}`;
    return [
      `pki ${literal(name)} cert ${literal(`${file}.crt`)}`,
      `pki ${literal(name)} key ${literal(`${file}.key`)}`,
    ];
  });
}
