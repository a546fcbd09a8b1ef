/** What is the same for every problem of a kind: why it matters, and what to do. */
interface CatalogueEntry {
  readonly why: string;
  readonly help: string;
  /** What the file says is known all the same: the host lacks something, or the daemon wants something besides. */
  readonly understood?: true;
}

const entry = (why: string, help: string): CatalogueEntry => ({ why, help });
const understood = (why: string, help: string): CatalogueEntry => ({ why, help, understood: true });

/** The daemon's own errors, under names of ours. Names are kept for ever: suppressions and settings refer to them. */
export const PROBLEMS = {
  'syntax-error': entry(
    'The daemon refuses the file.',
    'Complete or correct the statement; names that are keywords, and paths and addresses, need quotes.',
  ),
  'legacy-grammar': understood(
    'OpenSMTPD 6.4 replaced accept and reject rules by actions and match rules; the daemon refuses the file.',
    'Rewrite the statement in the grammar of 6.4 and later.',
  ),
  'macro-undefined': entry(
    'The daemon refuses the file, and eats the rest of the line.',
    'Define the macro above this line, or quote the $ if it is meant literally.',
  ),
  'macro-name': entry('The daemon refuses the file.', 'Give the macro a name without white space.'),
  'unterminated-string': entry('Everything up to the end of the file becomes part of the string.', 'Close the quote.'),
  'string-too-long': entry('The daemon reads words of up to 8095 bytes.', 'Shorten it.'),
  'invalid-number': entry('The daemon refuses the file.', 'Use a number that fits into 64 bits, or quote it.'),
  'nul-byte': entry('A NUL byte ends what the daemon reads.', 'Remove it.'),
  'memory-exhausted': entry(
    "The list is deeper than the stack of the daemon's parser, which stops there.",
    'Move the entries to a file and use table NAME file:PATH.',
  ),
  'include-unreadable': entry('The daemon refuses the file.', 'Correct the path, or the permissions of the file.'),
  'include-loop': entry(
    'The daemon opens files until it may open no more, and refuses the file.',
    'Remove the include.',
  ),
  'duplicate-option': entry('The daemon refuses the file.', 'Keep one of them.'),
  'conflicting-options': entry('The daemon refuses the file.', 'Keep one of them.'),
  'option-not-allowed': entry('The daemon refuses the file.', 'Remove the option.'),
  'undefined-table': entry(
    'The daemon reads from top to bottom and refuses the file.',
    'Define the table above this line.',
  ),
  'undefined-action': entry(
    'The daemon reads from top to bottom and refuses the file.',
    'Define the action above this rule, or correct its name.',
  ),
  'undefined-filter': entry(
    'The daemon reads from top to bottom and refuses the file.',
    'Define the filter above this line.',
  ),
  'undefined-proc': entry(
    'The daemon reads from top to bottom and refuses the file.',
    'Define the process above this line.',
  ),
  'undefined-wrapper': entry(
    'The daemon reads from top to bottom and refuses the file.',
    'Define the wrapper above this line.',
  ),
  'undefined-pki': understood(
    'The daemon stops at once.',
    'Define the pki entry above this line, under the very same name.',
  ),
  'undefined-ca': understood('The daemon stops at once.', 'Define the ca entry above this line.'),
  redefined: entry('The daemon refuses the file.', 'Choose another name, or remove one of them.'),
  'table-redefined': entry('The daemon stops at once.', 'Choose another name, or remove one of them.'),
  'table-use': entry('The daemon refuses the file.', 'Use a table of the kind that is wanted here.'),
  'table-mixed': entry(
    'The first entry decides whether a table is a list or a mapping; the daemon leaves the other kind out.',
    'Write all entries as keys, or all as key = value.',
  ),
  'table-entry-too-long': understood('The daemon leaves out keys of more than 1023 bytes.', 'Shorten the key.'),
  'table-backend': entry('The daemon stops at once.', 'Use static, file or db, or install the table program.'),
  'table-parameter': entry('The daemon refuses the file.', 'Give an absolute path after the colon.'),
  'table-file': understood('The daemon refuses the file.', 'Correct the path, the permissions or the entry.'),
  'table-name-too-long': entry('The daemon stops at once.', 'Choose a shorter name.'),
  'srs-key-missing': entry('The daemon refuses the file.', 'Set an srs key above this action.'),
  'filter-chain-nested': entry('The daemon refuses the file.', 'List the filters of the inner chain instead.'),
  'filter-chain-twice': entry('The daemon refuses the file.', 'List each filter and each process once.'),
  'invalid-port': entry('The daemon refuses the file.', 'Use a number from 1 to 65535, or a name from /etc/services.'),
  'invalid-delay': entry('The daemon refuses the file.', 'Write a number and a unit: s, m, h or d.'),
  'invalid-size': entry('The daemon refuses the file.', 'Write a number of bytes, or one with a unit: K, M or G.'),
  'invalid-limit': entry('The daemon refuses the file.', 'Use one of the limits that the manual lists.'),
  'invalid-domain': entry('The daemon refuses the file.', 'Use a host name, or "*".'),
  'invalid-value': entry('The daemon refuses the file.', 'Use one of the values that the manual lists.'),
  'tag-too-long': entry('The daemon refuses the file.', 'Use a tag of at most 32 bytes.'),
  'too-many-pki': entry('The daemon refuses the file.', 'Name at most 32 pki entries on one listener.'),
  'name-too-long': entry('The daemon stops at once.', 'Choose a shorter name.'),
  'auth-without-tls': understood(
    'The daemon stops at once: passwords would cross the network in clear.',
    'Add tls-require, tls or smtps, and a pki.',
  ),
  'pki-without-tls': understood('The daemon stops at once.', 'Add tls, tls-require or smtps, or remove the pki.'),
  'tls-without-pki': understood('The daemon stops at once.', 'Name a pki entry on the listener.'),
  'interface-unknown': understood(
    'The daemon stops at once: this is no interface, address or resolvable name of this host.',
    'Correct the name; on Linux, interface groups such as egress and all do not exist.',
  ),
  'no-listener': understood('The daemon starts without this listener.', 'Correct the address or the family.'),
  'no-rules': entry('A daemon without match rules refuses every message.', 'Add a match rule.'),
  'queue-key': understood(
    'The daemon stops at once.',
    'Use a key of 32 bytes; "stdin" is taken for the key itself when the file is checked.',
  ),
  'pki-file': understood('The daemon stops at once.', 'Correct the path, the owner or the permissions of the file.'),
  'too-many-errors': entry(
    'Reading ends here, and nothing is said of what follows.',
    'Mend these first: so many errors have few causes.',
  ),
  'host-name': understood('The daemon needs a host name.', 'Set a fully qualified name in /etc/mailname.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ProblemId = keyof typeof PROBLEMS;
