import { FORMAT_MODIFIERS, FORMAT_SPECIFIERS } from '@smtpd-conf/engine';
import {
  type AnyContext,
  type Clause,
  KEYWORDS,
  MDA_LIMITS,
  MTA_LIMITS,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
} from '@smtpd-conf/grammar';
import type { NameKind } from '../../index/name-index.js';
import type { Snapshot } from '../../snapshot.js';
import type { ServerHost } from '../../workspace/host.js';
import type { CompletionItem } from './completion-item.js';
import { continuations } from './continuations.js';
import { pathItems } from './paths.js';
import { type CompletionSite, completionSite } from './site.js';
import { snippetsFor } from './snippets.js';
import type { Continuation } from './walk.js';

type Draft = Omit<CompletionItem, 'start' | 'end'>;

/** What can be written at an offset, in the release that the snapshot targets. */
export function complete(snapshot: Snapshot, offset: number, host: ServerHost): readonly CompletionItem[] {
  const site = completionSite(snapshot, offset);
  if (site === undefined) return [];
  const { text } = snapshot.source;
  const sigil = text[site.start - 1];
  if (!site.quote && sigil === '$') return place(macroItems(snapshot), site);
  const specifier = site.quote && /%\{([a-z.:|]*)$/i.exec(site.typed);
  if (specifier) {
    const start = offset - (specifier[1] as string).length;
    const closes = text[offset] === '}' ? '' : '}';
    return formatItems(specifier[1] as string, closes).map((item) => ({ ...item, start, end: offset }));
  }
  const ways = continuations(site.before, snapshot.settings.target.version);
  const items = ways.flatMap((way) => itemsOf(way, site, snapshot, host));
  const starts =
    site.before.length === 0 && !site.quote
      ? [...snippetsFor(snapshot.settings.target.version), ...macroItems(snapshot, '$')]
      : [];
  return place(unique([...items, ...starts]), closedBracket(site, ways, text));
}

/** The bracket that an editor has closed by itself is replaced too, so that the cursor comes to stand behind it. */
function closedBracket(site: CompletionSite, ways: readonly Continuation[], text: string): CompletionSite {
  const inBrackets = ways.some((way) => way.type === 'value' && way.open === '<');
  return inBrackets && text[site.end] === '>' ? { ...site, end: site.end + 1 } : site;
}

function place(items: readonly Draft[], { start, end }: CompletionSite): readonly CompletionItem[] {
  return items.map((item) => ({ ...item, start, end }));
}

function unique(items: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  return items.filter(({ label, kind }) => {
    const key = `${kind} ${label}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function itemsOf(way: Continuation, site: CompletionSite, snapshot: Snapshot, host: ServerHost): readonly Draft[] {
  switch (way.type) {
    case 'keyword': {
      if (site.quote) return [];
      const syntax = way.form?.parts.join(' ');
      return [
        {
          label: way.word,
          kind: 'keyword',
          text: way.word,
          documentation: way.doc,
          ...(syntax ? { detail: syntax } : {}),
        },
      ];
    }
    case 'value':
      return valueItems(way, site, snapshot, host);
    case 'own':
      return ownItems(way.what, site, snapshot, host);
  }
}

type ValueWay = Extract<Continuation, { type: 'value' }>;

function valueItems(way: ValueWay, site: CompletionSite, snapshot: Snapshot, host: ServerHost): readonly Draft[] {
  const { kind, clause, open } = way;
  switch (kind) {
    case 'TABLE':
      if (open === '<') return tableItems(snapshot, (name) => `${name}>`);
      if (site.quote) return stringItems(clause, site, snapshot, host);
      return [
        ...(open ? [] : tableItems(snapshot, (name) => `<${name}>`)),
        ...stringItems(clause, site, snapshot, host),
      ];
    case 'FILTERS':
      return open || site.quote ? nameItems('filter', site, snapshot) : [];
    case 'STRING':
      return stringItems(clause, site, snapshot, host);
    case 'LIMITS':
      return site.quote ? [] : limitItems(clause);
    default:
      return [];
  }
}

const LIMITS_OF: Readonly<Record<string, readonly { name: string; doc: string; standard: number }[]>> = {
  'smtp.limit': SMTP_LIMITS,
  'mda.limit': MDA_LIMITS,
  'mta.limit': MTA_LIMITS,
  'mta.limit-for-domain': MTA_LIMITS,
  'scheduler.limit': SCHEDULER_LIMITS,
};

function limitItems({ id }: Clause<AnyContext>): readonly Draft[] {
  return (LIMITS_OF[id] ?? []).map(({ name, doc, standard }) => ({
    label: name,
    kind: 'value',
    text: name,
    detail: `${standard} by default`,
    documentation: doc,
  }));
}

const NAMES_OF: Readonly<Record<string, NameKind>> = {
  'match.action': 'action',
  'match.tag': 'tag',
  'listen.filter': 'filter',
  'socket.filter': 'filter',
  'relay.filter': 'filter',
  'filter.proc': 'proc',
  'listen.pki': 'pki',
  'relay.pki': 'pki',
  'listen.ca': 'ca',
  'relay.ca': 'ca',
  'local.wrapper': 'wrapper',
};

const PATHS: ReadonlySet<string> = new Set(['pki.cert', 'pki.key', 'ca.cert', 'proc.chroot', 'method.maildir']);
const USERS: ReadonlySet<string> = new Set(['local.user', 'proc.user']);

/** Values that the daemon knows by name. */
const WORDS: Readonly<Record<string, readonly (readonly [word: string, doc: string])[]>> = {
  'pki.dhe': [
    ['none', 'No Diffie-Hellman parameters; the default.'],
    ['auto', 'As strong as the key.'],
    ['legacy', '1024 bits, for old clients.'],
  ],
  'listen.port': [['submission', '587, for users who log in.']],
  'relay.host': [
    ['smtp://', 'TLS if the server offers it.'],
    ['smtp+tls://', 'TLS after STARTTLS, or no mail.'],
    ['smtp+notls://', 'Never TLS.'],
    ['smtps://', 'TLS from the first byte.'],
    ['lmtp://', 'LMTP; a port is needed.'],
  ],
};

/** Urls of `relay via` before 6.4, where `smtp` had another meaning than it has today. */
const LEGACY_URLS: readonly (readonly [word: string, doc: string])[] = [
  ['smtp://', 'Never TLS.'],
  ['smtp+tls://', 'TLS if the server offers it; the default.'],
  ['tls://', 'TLS after STARTTLS, or no mail.'],
  ['smtps://', 'TLS from the first byte.'],
  ['secure://', 'TLS from the first byte, or else after STARTTLS.'],
  ['tls+auth://', 'TLS after STARTTLS, and a login.'],
  ['smtps+auth://', 'TLS from the first byte, and a login.'],
  ['secure+auth://', 'TLS of either kind, and a login.'],
  ['lmtp://', 'LMTP; a port is needed.'],
];

function stringItems(
  { id, context }: Clause<AnyContext>,
  site: CompletionSite,
  snapshot: Snapshot,
  host: ServerHost,
): readonly Draft[] {
  const names = NAMES_OF[id];
  if (names) return nameItems(names, site, snapshot);
  if (USERS.has(id)) return host.users().map((user) => ({ label: user, kind: 'value', text: quoted(user, site) }));
  if (PATHS.has(id)) return pathItems(site, snapshot, host);
  const words = context === 'legacy-method' && id === 'relay.host' ? LEGACY_URLS : (WORDS[id] ?? []);
  return words.map(([word, documentation]) => ({
    label: word,
    kind: 'value',
    text: id === 'listen.port' ? word : quoted(word, site),
    documentation,
  }));
}

function ownItems(
  what: Extract<Continuation, { type: 'own' }>['what'],
  site: CompletionSite,
  snapshot: Snapshot,
  host: ServerHost,
): readonly Draft[] {
  switch (what) {
    case 'interface':
      return interfaceItems(snapshot, site);
    case 'include-path':
      return pathItems(site, snapshot, host);
    case 'table-config':
      if (site.typed.startsWith('proc:')) return [];
      if (site.quote || site.typed.includes(':') || site.typed.includes('/')) return pathItems(site, snapshot, host);
      return [
        {
          label: 'file:',
          kind: 'value',
          text: 'file:',
          documentation: 'A text file: an entry a line, or a key and its value.',
        },
        { label: 'db:', kind: 'value', text: 'db:', documentation: 'A database that makemap(8) wrote.' },
        {
          label: 'proc:',
          kind: 'value',
          text: 'proc:',
          documentation: 'A table process; it is spoken to in another way since 7.6.',
        },
        {
          label: '{ … }',
          kind: 'snippet',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a place to fill in, as LSP writes it.
          text: '{ ${1:"entry"} }$0',
          snippet: true,
          documentation: 'The entries, here.',
        },
      ];
    case 'macro-value':
      return [];
  }
}

function interfaceItems({ project }: Snapshot, site: CompletionSite): readonly Draft[] {
  const interfaces = project.world.interfaces();
  const names = [...new Set(interfaces.map(({ name }) => name))];
  const groups = new Set(names.flatMap((name) => project.world.interfaceGroups(name)));
  const members = (group: string): string =>
    names.filter((name) => project.world.interfaceGroups(name).includes(group)).join(', ');
  return [
    ...names.map((name): Draft => {
      const addresses = interfaces.filter((one) => one.name === name).map(({ address }) => address);
      return { label: name, kind: 'value', text: quoted(name, site), detail: addresses.join(', ') };
    }),
    ...[...groups].map((group): Draft => {
      return { label: group, kind: 'value', text: quoted(group, site), detail: `group of ${members(group)}` };
    }),
    { label: '0.0.0.0', kind: 'value', text: '0.0.0.0', documentation: 'All IPv4 addresses.' },
    { label: '::', kind: 'value', text: '::', documentation: 'All IPv6 addresses.' },
  ];
}

/** The names that are defined, but for the one that the statement itself defines. */
function nameItems(kind: NameKind, site: CompletionSite, { project }: Snapshot): readonly Draft[] {
  const [keyword, named] = site.before;
  const own = keyword?.text === kind ? named?.text : undefined;
  return project
    .definitions(kind)
    .filter(({ name }) => name !== own)
    .map(({ name, source, start }) => ({
      label: name,
      kind,
      text: site.quote ? name : `"${name}"`,
      detail: `${kind}, ${source.name.split('/').at(-1)}:${source.lines.positionAt(start).line}`,
    }));
}

function tableItems({ project }: Snapshot, write: (name: string) => string): readonly Draft[] {
  return project.definitions('table').map(({ name, statement }) => ({
    label: name,
    kind: 'table',
    text: write(name),
    detail: statement.kind === 'table' ? (statement.config?.text ?? 'entries in place') : '',
  }));
}

function macroItems({ project }: Snapshot, sigil = ''): readonly Draft[] {
  return [...project.analysis.state.macros].map(([name, { value }]) => ({
    label: sigil + name,
    kind: 'macro',
    text: sigil + name,
    detail: value,
  }));
}

function formatItems(typed: string, closes: string): readonly Draft[] {
  const colon = typed.lastIndexOf(':');
  if (colon === -1) {
    return FORMAT_SPECIFIERS.map((name) => ({ label: name, kind: 'value', text: name + closes }));
  }
  const head = typed.slice(0, Math.max(colon, typed.lastIndexOf('|')) + 1);
  return FORMAT_MODIFIERS.map((name) => ({ label: head + name, kind: 'value', text: head + name + closes }));
}

/** A string for its place: in the quotes that are open, or in quotes of its own where the lexer wants them. */
function quoted(word: string, { quote }: CompletionSite): string {
  if (quote || (/^[A-Za-z0-9:_][\w./:@+-]*$/.test(word) && !KEYWORDS.has(word) && !/^\d+$/.test(word))) return word;
  return `"${word}"`;
}
