import {
  type AnyContext,
  type Clause,
  clausesIn,
  existsIn,
  FIRST_KEYWORD,
  formsFor,
  LEGACY_STATEMENTS,
  LEGACY_VERSION,
  legacyClausesIn,
  parseForm,
  STATEMENTS,
  type Token,
  TokenType,
  type Version,
} from '@smtpd-conf/grammar';
import { type Continuation, isKeyword, type Stage, Walk } from './walk.js';

/** How a statement with these tokens may go on in a release. */
export function continuations(tokens: readonly Token[], version: Version): readonly Continuation[] {
  const [first, second] = tokens;
  if (first === undefined) return statementStarts(version);
  const walk = new Walk(tokens, version);
  const keyword = first.type >= FIRST_KEYWORD ? first.text : '';
  const legacy = version === LEGACY_VERSION ? LEGACY_STAGES[keyword] : undefined;
  if (legacy) return walk.run(legacy.from, legacy.stages);
  switch (keyword) {
    case 'include':
      return second ? [] : [{ type: 'own', what: 'include-path' }];
    case 'table':
      return second && tokens.length === 2 ? [{ type: 'own', what: 'table-config' }] : [];
    case 'action':
      return walk.run(2, [
        { contexts: ['action-method'], times: 'once' },
        { contexts: actionOptions, times: 'many' },
      ]);
    case 'match':
      return walk.run(1, [{ contexts: ['match', 'match-outcome'], times: 'many', negatable: true }]);
    case 'listen':
      if (tokens.length === 1) return [{ type: 'keyword', word: 'on', doc: STATEMENTS.listen.doc }];
      if (tokens.length === 2) {
        const socket: Continuation = { type: 'keyword', word: 'socket', doc: 'The socket of local submission.' };
        return [{ type: 'own', what: 'interface' }, socket];
      }
      return walk.run(3, [{ contexts: [listenContext(isKeyword(tokens[2], 'socket'), version)], times: 'many' }]);
    case 'pki':
      return walk.run(2, [{ contexts: ['pki'], times: 'many' }]);
    case 'ca':
      return walk.run(2, [{ contexts: ['ca'], times: 'once' }]);
    case 'proc':
      return walk.run(3, [{ contexts: ['proc'], times: 'many' }]);
    case 'filter':
      return walk.filter();
    case '':
      return tokens.length === 2 && second?.type === TokenType.Equals ? [{ type: 'own', what: 'macro-value' }] : [];
    default:
      return walk.run(0, [{ contexts: [version === LEGACY_VERSION ? 'legacy-setting' : 'setting'], times: 'once' }]);
  }
}

/** What only the grammar before 6.4 has, or reads in another way: where its clauses begin, and which. */
const LEGACY_STAGES: Readonly<Record<string, { readonly from: number; readonly stages: readonly Stage[] }>> = {
  accept: {
    from: 1,
    stages: [
      { contexts: ['legacy-criterion'], times: 'many' },
      { contexts: ['legacy-lookup'], times: 'many' },
      { contexts: ['legacy-method'], times: 'optional' },
      { contexts: legacyMethodOptions, times: 'many' },
      { contexts: ['legacy-accept'], times: 'many' },
    ],
  },
  reject: { from: 1, stages: [{ contexts: ['legacy-criterion'], times: 'many' }] },
  pki: { from: 2, stages: [{ contexts: ['legacy-pki'], times: 'many' }] },
  ca: { from: 2, stages: [{ contexts: ['legacy-ca'], times: 'once' }] },
};

function legacyMethodOptions(used: readonly Clause<AnyContext>[]): readonly AnyContext[] {
  switch (used.find(({ context }) => context === 'legacy-method')?.id) {
    case 'method.lmtp':
    case 'method.mda':
      return ['legacy-user'];
    case 'method.relay':
      return ['legacy-relay'];
    case 'relay.host':
      return ['legacy-via'];
    default:
      return [];
  }
}

function listenContext(socket: boolean, version: Version): AnyContext {
  if (version === LEGACY_VERSION) return socket ? 'legacy-socket' : 'legacy-listen';
  return socket ? 'listen-socket' : 'listen';
}

function statementStarts(version: Version): readonly Continuation[] {
  const legacy = version === LEGACY_VERSION;
  const found = new Map<string, Continuation>();
  for (const [word, { syntax, doc }] of Object.entries(legacy ? LEGACY_STATEMENTS : STATEMENTS)) {
    const form = parseForm(typeof syntax === 'string' ? syntax : (syntax[0] as string));
    if (legacy || existsIn(form, version)) found.set(word, { type: 'keyword', word, doc, form });
  }
  for (const clause of legacy ? legacyClausesIn('legacy-setting', version) : clausesIn('setting')) {
    const [form] = formsFor(clause, version);
    const word = form?.parts[0];
    if (word !== undefined && !found.has(word)) found.set(word, { type: 'keyword', word, doc: clause.doc });
  }
  return [...found.values()];
}

const actionOptions = (used: readonly Clause<AnyContext>[]): readonly AnyContext[] =>
  used[0]?.id === 'method.relay' ? ['action-relay', 'action'] : ['action-local', 'action'];
