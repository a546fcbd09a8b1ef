import { FOLDER } from '../memory-host.js';

/** What the exercises start from: a configuration that is open, with an include that is not, and tables on the disk. */
export const FILES = {
  '/etc/mail/tables.conf': 'table aliases file:/etc/mail/aliases\ntable domains { "example.org", "example.net" }\n',
  '/etc/mail/aliases': 'root: alice\n',
  '/etc/mail/tests.smtpd-test.yaml':
    'config: smtpd.conf\nworld: { interfaces: { em0: [192.0.2.1] }, users: { alice: { uid: 1000 } }, ' +
    'hostname: a.example, reverse: { 192.0.2.7: c.example } }\ntests:\n' +
    '  - name: mail for alice\n' +
    '    session: { from: 192.0.2.7, mailFrom: b@c.example, rcptTo: alice@example.org }\n' +
    '    expect: { decision: accept }\n',
  '/srv/other/smtpd.conf': 'action "elsewhere" mbox\nmatch for local action "elsewhere"\n',
};
export const CONFIG = `include "/etc/mail/tables.conf"
filter "names" phase connect match rdns "bad.example" disconnect "550 no"
listen on em0 filter "names"
action "local" mbox alias <aliases>
action   "out" relay
match from any for domain <domains> action "local"
match from local for any action "out"
`;

/** What the client knows while it goes from one exercise to the next. */
export interface Situation {
  readonly uri: string;
  /** Answers so far, by method. */
  answer(method: string): unknown;
  /** Files of the disk, which may be changed. */
  readonly files: Record<string, string>;
  /** What the user has set from now on. */
  set(settings: object): void;
}

interface Asked {
  readonly method: string;
  readonly params: (situation: Situation) => unknown;
  /** What the answer holds, at least. */
  readonly answer: unknown;
}

export type Exercise = { readonly shows: string } & (
  | (Asked & { readonly after?: never })
  /** Of a notification, an answer that is another one afterwards. */
  | { readonly method: string; readonly params: Asked['params']; readonly answer?: never; readonly after: Asked }
);

const document = ({ uri }: Situation) => ({ textDocument: { uri } });
const at = (line: number, character: number) => (situation: Situation) => ({
  ...document(situation),
  position: { line, character },
});
const range = (line: number, character: number, end: number) => ({
  start: { line, character },
  end: { line, character: end },
});
const whole = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
const options = { tabSize: 8, insertSpaces: false };
const file = (name: string): string => `file://${FOLDER}/${name}`;
const first = (answer: unknown): unknown => (answer as readonly unknown[])[0];

/** Every method that a client may send, in an order in which they make sense; each with what has to come of it. */
export const EXERCISES: readonly Exercise[] = [
  {
    method: 'textDocument/didOpen',
    shows: 'The open text is read instead of the disk; includes and tables come from the disk.',
    params: ({ uri }) => ({ textDocument: { uri, languageId: 'smtpd-conf', version: 1, text: CONFIG } }),
    after: { method: 'smtpd/status', params: ({ uri }) => ({ uri }), answer: { dialect: 'modern', version: '7.8.0' } },
  },
  {
    method: 'textDocument/completion',
    shows: 'Tables in angle brackets, as one of many grammar positions.',
    params: at(5, 27),
    answer: [{ label: 'aliases' }, { label: 'domains', textEdit: { newText: 'domains>', range: range(5, 27, 35) } }],
  },
  {
    method: 'completionItem/resolve',
    shows: 'The documentation of an item, which the list leaves out.',
    params: (situation) => ({ ...(first(situation.answer('textDocument/completion')) as object) }),
    answer: { label: 'aliases', kind: 22 },
  },
  {
    method: 'textDocument/hover',
    shows: 'A rule as a plain sentence.',
    params: at(5, 2),
    answer: {
      contents: {
        kind: 'markdown',
        value:
          '**Rule 1.** Mail from anywhere, to `<domains>`, is delivered to the mailbox of the user (action `"local"`).',
      },
      range: range(5, 0, 5),
    },
  },
  {
    method: 'textDocument/signatureHelp',
    shows: 'The form that is being written, and the part that comes next.',
    params: at(5, 26),
    answer: { signatures: [{ label: 'for domain TABLE' }, { label: 'for domain regex TABLE' }], activeParameter: 2 },
  },
  {
    method: 'textDocument/definition',
    shows: 'A table that an included file defines.',
    params: at(5, 28),
    answer: [{ uri: file('tables.conf'), range: range(1, 6, 13) }],
  },
  {
    method: 'textDocument/references',
    shows: 'Every place of an action, its definition too.',
    params: (situation) => ({ ...at(3, 9)(situation), context: { includeDeclaration: true } }),
    answer: [{ range: range(3, 8, 13) }, { range: range(5, 44, 49) }],
  },
  {
    method: 'textDocument/documentHighlight',
    shows: 'The places of a name in this file: definitions are written, references read.',
    params: at(3, 9),
    answer: [
      { range: range(3, 8, 13), kind: 3 },
      { range: range(5, 44, 49), kind: 2 },
    ],
  },
  {
    method: 'textDocument/prepareRename',
    shows: 'What would be renamed; refused with a reason where there is no name.',
    params: at(5, 28),
    answer: { range: range(5, 27, 34), placeholder: 'domains' },
  },
  {
    method: 'textDocument/rename',
    shows: 'A table, in the file that defines it and in the one that uses it.',
    params: (situation) => ({ ...at(5, 28)(situation), newName: 'ours' }),
    answer: {
      changes: {
        [file('tables.conf')]: [{ range: range(1, 6, 13), newText: 'ours' }],
        [file('smtpd.conf')]: [{ range: range(5, 27, 34), newText: 'ours' }],
      },
    },
  },
  {
    method: 'textDocument/documentSymbol',
    shows: 'A symbol for each statement.',
    params: document,
    answer: ['/etc/mail/tables.conf', 'names', 'em0', 'local', 'out', 'rule 1', 'rule 2'].map((name) => ({ name })),
  },
  {
    method: 'workspace/symbol',
    shows: 'Definitions in all configurations of the folders, by the letters of a query.',
    params: () => ({ query: 'doms' }),
    answer: [{ name: 'domains', location: { uri: file('tables.conf') } }],
  },
  {
    method: 'textDocument/foldingRange',
    shows: 'Statements of several lines, comments, regions; here there are none.',
    params: document,
    answer: [],
  },
  {
    method: 'textDocument/selectionRange',
    shows: 'From the word to the clause, the statement and the file.',
    params: (situation) => ({ ...document(situation), positions: [{ line: 5, character: 28 }] }),
    answer: [{ range: range(5, 27, 34), parent: { range: range(5, 26, 35), parent: { range: range(5, 15, 35) } } }],
  },
  {
    method: 'textDocument/semanticTokens/full',
    shows: 'What each word is.',
    params: document,
    answer: { resultId: '1' },
  },
  {
    method: 'textDocument/semanticTokens/full/delta',
    shows: 'What has changed of that; here nothing.',
    params: (situation) => ({ ...document(situation), previousResultId: '1' }),
    answer: { resultId: '2', edits: [] },
  },
  {
    method: 'textDocument/semanticTokens/range',
    shows: 'The words of some lines.',
    params: (situation) => ({ ...document(situation), range: range(0, 0, 8) }),
    answer: { data: [0, 0, 7, 1, 0] },
  },
  {
    method: 'textDocument/documentLink',
    shows: 'Included files, tables, certificates.',
    params: document,
    answer: [{ target: file('tables.conf'), range: range(0, 9, 30) }],
  },
  {
    method: 'textDocument/formatting',
    shows: 'The usual layout, in edits of the lines that differ.',
    params: (situation) => ({ ...document(situation), options }),
    answer: [{ newText: 'action "out" relay\n' }],
  },
  {
    method: 'textDocument/rangeFormatting',
    shows: 'The lines of a range only.',
    params: (situation) => ({ ...document(situation), range: range(3, 0, 10), options }),
    answer: [],
  },
  {
    method: 'textDocument/onTypeFormatting',
    shows: 'The line that Enter has ended.',
    params: (situation) => ({ ...at(5, 0)(situation), ch: '\n', options }),
    answer: [{ newText: 'action "out" relay\n' }],
  },
  {
    method: 'textDocument/codeAction',
    shows: 'A table made out of entries in place, and the other way round; quick fixes; fix all.',
    params: (situation) => ({
      ...document(situation),
      range: range(5, 28, 28),
      context: { diagnostics: [], only: ['refactor'] },
    }),
    answer: [{ title: 'Inline table <domains>', kind: 'refactor.inline' }],
  },
  {
    method: 'textDocument/inlayHint',
    shows: 'Ports, TLS modes, implied criteria, sizes of tables.',
    params: (situation) => ({ ...document(situation), range: whole }),
    answer: [{ label: 'port 25, no TLS', position: { line: 2, character: 13 } }],
  },
  {
    method: 'textDocument/codeLens',
    shows: 'How often definitions are used; simulate, for clients that know that command.',
    params: document,
    answer: ['1 reference', '1 reference', 'simulate', '1 reference', 'simulate', 'simulate', 'simulate'].map(
      (title) => ({
        command: { title },
      }),
    ),
  },
  {
    method: 'textDocument/prepareCallHierarchy',
    shows: 'A step on the way of mail: here an action.',
    params: at(3, 9),
    answer: [{ name: 'local', uri: file('smtpd.conf') }],
  },
  {
    method: 'callHierarchy/incomingCalls',
    shows: 'The rules that lead to it.',
    params: (situation) => ({ item: first(situation.answer('textDocument/prepareCallHierarchy')) }),
    answer: [{ from: { name: 'rule 1' }, fromRanges: [range(5, 44, 49)] }],
  },
  {
    method: 'callHierarchy/outgoingCalls',
    shows: 'The tables that it asks.',
    params: (situation) => ({ item: first(situation.answer('textDocument/prepareCallHierarchy')) }),
    answer: [{ to: { name: 'aliases', uri: file('tables.conf') }, fromRanges: [range(3, 27, 34)] }],
  },
  {
    method: 'textDocument/diagnostic',
    shows: 'The findings of a document, or that they are what they were.',
    params: document,
    answer: { kind: 'full' },
  },
  {
    method: 'workspace/diagnostic',
    shows: 'The findings of all configurations of the folders, with progress, and cancelled when asked to.',
    params: () => ({ previousResultIds: [], workDoneToken: 'check' }),
    answer: { items: [{ uri: file('smtpd.conf') }, { uri: file('tables.conf') }] },
  },
  {
    method: 'smtpd/simulate',
    shows: 'An envelope against the open text: verdict and trace with places.',
    params: ({ uri }) => ({ uri, mailFrom: 'a@b.example', rcptTo: ['root@example.org'], from: '192.0.2.7' }),
    answer: { ok: true, verdict: 'verdict: accepted: root@example.org' },
  },
  {
    method: 'smtpd/compiledConfig',
    shows: 'The configuration as the compiler sees it, as JSON.',
    params: ({ uri }) => ({ uri }),
    answer: { ok: true },
  },
  {
    method: 'smtpd/mailFlow',
    shows: 'Listeners, filters, rules, actions and tables as a graph with places.',
    params: ({ uri }) => ({ uri }),
    answer: {
      nodes: [
        { kind: 'listener', label: '192.0.2.1 port 25' },
        { kind: 'filter' },
        { kind: 'listener', label: 'local socket' },
        { kind: 'rule' },
        { kind: 'table', label: 'domains' },
        { kind: 'rule' },
        { kind: 'action', label: 'local\nmbox' },
        { kind: 'table', label: 'aliases' },
        { kind: 'action', label: 'out\nrelay' },
      ],
    },
  },
  {
    method: 'smtpd/policyTestList',
    shows: 'The cases of a file of policy tests.',
    params: () => ({ uri: file('tests.smtpd-test.yaml') }),
    answer: { cases: [{ name: 'mail for alice', range: { start: { line: 3, character: 4 } } }] },
  },
  {
    method: 'smtpd/policyTestRun',
    shows: 'What became of them.',
    params: () => ({ uri: file('tests.smtpd-test.yaml') }),
    answer: { cases: [{ name: 'mail for alice', passed: true }] },
  },
  {
    method: 'smtpd/included',
    shows: 'Whether a configuration includes a file, so that it is one in part, whatever it is called.',
    params: ({ uri }) => ({ uri }),
    answer: { included: false },
  },
  {
    method: 'smtpd/status',
    shows: 'The release and platform that a file is judged for, and its dialect.',
    params: ({ uri }) => ({ uri }),
    answer: { version: '7.8.0', platform: 'openbsd', dialect: 'modern' },
  },
  {
    method: 'textDocument/didChange',
    shows: 'Changes of parts, applied in their order; versions that are not newer are left out.',
    params: ({ uri }) => ({
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: range(6, 0, 0), text: 'match for domain "new.example" reject\n' }],
    }),
    after: {
      method: 'textDocument/hover',
      params: at(6, 2),
      answer: { contents: { value: '**Rule 2.** Mail from this host, to `"new.example"`, is refused.' } },
    },
  },
  {
    method: 'workspace/didChangeWatchedFiles',
    shows: 'A table, include or certificate that changed on the disk: what depends on it is read again.',
    params: ({ files }) => {
      files['/etc/mail/aliases'] = 'root: alice\nbob: carol\n';
      return { changes: [{ uri: file('aliases'), type: 2 }] };
    },
    after: {
      method: 'textDocument/hover',
      params: at(3, 28),
      answer: { contents: { value: expectedTable() } },
    },
  },
  {
    method: 'workspace/didChangeConfiguration',
    shows: 'Settings are asked for again, for each folder.',
    params: ({ set }) => {
      set({ targetVersion: '6.8.0' });
      return { settings: null };
    },
    after: { method: 'smtpd/status', params: ({ uri }) => ({ uri }), answer: { version: '6.8.0' } },
  },
  {
    method: 'workspace/didChangeWorkspaceFolders',
    shows: 'The configurations of a folder that was added are known at once.',
    params: () => ({ event: { added: [{ uri: 'file:///srv/other', name: 'other' }], removed: [] } }),
    after: {
      method: 'workspace/symbol',
      params: () => ({ query: 'elsewhere' }),
      answer: [{ name: 'elsewhere', location: { uri: 'file:///srv/other/smtpd.conf' } }],
    },
  },
  {
    method: 'textDocument/didClose',
    shows: 'The disk counts again, and diagnostics are taken away.',
    params: document,
    after: { method: 'textDocument/hover', params: at(5, 2), answer: null },
  },
];

function expectedTable(): string {
  return (
    '**table** `aliases`, used once\n\nmapping, in `/etc/mail/aliases`, 2 entries\n\n' +
    '- `root` → `alice`\n- `bob` → `carol`\n\n' +
    'It answers lookups of: alias, domain, credentials, netaddr, userinfo, source, mailaddr, addrname, mailaddrmap, ' +
    'relayhost, string, regex.'
  );
}

/** What the server says of its own accord, to a client that takes all of it. */
export const HEARD: readonly { readonly method: string; readonly shows: string }[] = [
  {
    method: 'client/registerCapability',
    shows: 'Asks to be told of changed files and settings, and of open documents that configurations name.',
  },
  { method: 'workspace/configuration', shows: 'Asks for the settings of each folder.' },
  { method: 'textDocument/publishDiagnostics', shows: 'Findings with their version, to clients that do not ask.' },
  { method: 'workspace/diagnostic/refresh', shows: 'Tells clients that ask to ask again.' },
  {
    method: 'workspace/inlayHint/refresh',
    shows: 'After a change of settings, of a file on the disk, or of an open table or include.',
  },
  { method: 'workspace/codeLens/refresh', shows: 'Likewise.' },
  { method: 'workspace/semanticTokens/refresh', shows: 'Likewise.' },
  { method: '$/progress', shows: 'How far a check of the workspace is.' },
  { method: 'window/showMessage', shows: 'Says once that a settings file cannot be used.' },
  { method: 'window/logMessage', shows: 'Says what was left out: a change that is older than the text.' },
];

/** Those of the protocol itself; life.test.ts holds them. */
export const LIFE: readonly { readonly method: string; readonly shows: string }[] = [
  { method: 'initialize', shows: 'What the server can do.' },
  { method: 'initialized', shows: 'It registers, asks for settings and checks what is open.' },
  { method: 'shutdown', shows: 'It stops checking; requests are refused from then on.' },
  { method: 'exit', shows: 'The process ends: 0 after shutdown, 1 without.' },
  { method: '$/cancelRequest', shows: 'A request that waits is answered as cancelled.' },
  { method: 'window/workDoneProgress/cancel', shows: 'Stops a check of the workspace.' },
];
