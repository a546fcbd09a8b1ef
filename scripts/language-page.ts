import {
  type Clause,
  type Context,
  clausesIn,
  DECISIONS,
  KEYWORDS,
  type Lifetime,
  type Limit,
  MDA_LIMITS,
  MTA_LIMITS,
  NEWEST,
  PHASE_CONDITIONS,
  parseForm,
  phaseDecisions,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
  STATEMENTS,
  VERSIONS,
} from '@smtpd-conf/grammar';

/** The contexts with their headings, in the order of the page, and what is to be known of each. */
const SECTIONS: Readonly<Record<Context, readonly [heading: string, note: string]>> = {
  setting: ['Settings', 'Statements that set one thing each.'],
  pki: ['pki', 'After `pki STRING`, any number of these, also none.'],
  ca: ['ca', 'After `ca STRING`, exactly one.'],
  listen: ['listen on an interface', 'After `listen on STRING`, any number of these.'],
  'listen-socket': ['listen on socket', 'After `listen on socket`, any number of these.'],
  'action-method': ['action: methods', 'After `action STRING`, exactly one; the options that belong to it follow.'],
  'action-local': ['action: options of local delivery', 'After any method but `relay`, any number of these.'],
  'action-relay': ['action: options of relay', 'After `relay`, any number of these.'],
  action: ['action: options of both', 'After all other options.'],
  match: ['match: criteria', 'After `match`, any number of these, each with `!` before it to negate it.'],
  'match-outcome': ['match: outcomes', 'After the criteria, exactly one.'],
  filter: ['filter', 'After `filter STRING`, exactly one.'],
  'filter-phase': ['filter: phases', 'After `phase`, exactly one; then `match`, one condition and one decision.'],
  'filter-condition': [
    'filter: conditions',
    'After `match`, exactly one, with `!` before it to negate it. Which phase knows which is shown below.',
  ],
  'filter-decision': ['filter: decisions', 'After the condition, exactly one.'],
  proc: ['proc', 'After `proc STRING STRING` or `filter STRING proc-exec STRING`, each at most once.'],
};

const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  smtp: SMTP_LIMITS,
  mda: MDA_LIMITS,
  mta: MTA_LIMITS,
  scheduler: SCHEDULER_LIMITS,
};

const INTRODUCTION = `<!-- npm run docs:language writes this page from grammar/src/language. -->
# The language

What each release of OpenSMTPD from ${VERSIONS[0]} to ${NEWEST} reads in smtpd.conf, in every form its grammar has. What
reads well may still be refused: an option given twice, or a table that is not there.

An empty *since* means ${VERSIONS[0]}. *Manual* is the section of smtpd.conf(5) in ${NEWEST} that speaks of it, a dash that none does.

Kinds of value:

- \`STRING\`: a word, or anything in quotes. Keywords and numbers must be quoted to be strings.
- \`NUMBER\`: digits, with a sign or without.
- \`SIZE\`: a number of bytes, or a string such as \`35M\`.
- \`TABLE\`: a string, \`{ … }\` with strings or \`key = value\` pairs, or \`<name>\` of a table.
- \`FILTERS\`: \`{ … }\` with names of filters.
- \`DELAYS\`: strings with commas between them, such as \`1h, 2h\`.
- \`LIMITS\`: any number of names with a number each; see [limits](#limits).
- \`PAIR\`: two strings.

In braces, items stand apart by a comma, by line feeds or by nothing but blanks. Since 7.5.0 line feeds may also follow the
opening brace and a comma, and precede the closing brace.
`;

/** docs/language.md. */
export function languagePage(): string {
  const contexts = Object.entries(SECTIONS) as [Context, (typeof SECTIONS)[Context]][];
  const sections = contexts.map(([context, [heading, note]]) => {
    return section(
      heading,
      note,
      table(['form', 'since', 'meaning', 'manual'], clausesIn(context).flatMap(clauseRows)),
    );
  });
  return [INTRODUCTION, statements(), ...sections, phases(), limits(), keywords()].join('\n');
}

function section(heading: string, ...paragraphs: readonly string[]): string {
  return `${[`## ${heading}`, ...paragraphs].join('\n\n')}\n`;
}

function statements(): string {
  const rows = Object.values(STATEMENTS).flatMap(({ syntax, doc, manual }) =>
    formRows([syntax].flat().map(parseForm), doc, manual),
  );
  const macro = ['`STRING = STRING`', '', 'Define a macro; `$name` stands for its value from here on.', 'DESCRIPTION'];
  const note = 'A statement ends with its line, unless a brace is open or a backslash stands before the line feed.';
  return section('Statements', note, table(['form', 'since', 'meaning', 'manual'], [...rows, macro]));
}

function clauseRows({ forms, doc, manual }: Clause): string[][] {
  return formRows(forms, doc, manual);
}

/** A row for each form; what it means stands in the first. */
function formRows(
  forms: readonly (Lifetime & { readonly parts: readonly string[] })[],
  doc: string,
  manual: string | undefined,
): string[][] {
  return forms.map((form, at) => {
    const words = [code(form.parts.join(' ')), lifetime(form)];
    return at === 0 ? [...words, plain(doc), manual ?? '–'] : [...words, '', ''];
  });
}

function phases(): string {
  const ids = Object.keys(PHASE_CONDITIONS) as (keyof typeof PHASE_CONDITIONS)[];
  const conditions = clausesIn('filter-condition').map(({ id }) => id);
  const decisions = Object.keys(DECISIONS);
  const rows = ids.map((phase) => {
    const known: readonly string[] = [...PHASE_CONDITIONS[phase], ...phaseDecisions(phase)];
    return [code(word(phase)), ...[...conditions, ...decisions].map((id) => (known.includes(id) ? 'yes' : ''))];
  });
  return section(
    'What each phase knows',
    'Conditions and decisions by phase, where the release has them.',
    table(['phase', ...[...conditions, ...decisions].map((id) => code(word(id)))], rows),
  );
}

function limits(): string {
  const note = '`mta limit` also takes `inet4` and `inet6`, which keep connections to one address family.';
  const tables = Object.entries(LIMITS).map(([name, all]) => {
    const rows = all.map((limit) => [code(limit.name), String(limit.standard), plain(limit.doc)]);
    return `### ${name} limit\n\n${table(['name', 'default', 'meaning'], rows)}`;
  });
  return section('Limits', note, ...tables);
}

function keywords(): string {
  const byLifetime = new Map<string, string[]>();
  for (const [keyword, known] of KEYWORDS) {
    const span = lifetime(known) || VERSIONS[0];
    byLifetime.set(span, [...(byLifetime.get(span) ?? []), code(keyword)]);
  }
  const rows = [...byLifetime].map(([span, words]) => [span, words.join(' ')]);
  const note = 'Reserved words, used or not: none of them is a string unless it is quoted.';
  return section('Keywords', note, table(['since', 'keywords'], rows));
}

function lifetime({ since, until }: Lifetime): string {
  if (until !== undefined) return `${since}, until ${until}`;
  return since === VERSIONS[0] ? '' : since;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const word = (id: string): string => id.slice(id.indexOf('.') + 1);

const code = (text: string): string => `\`${text}\``;

const plain = (text: string): string => text.replace(/[|<*_\\]/g, '\\$&');
