/** What a command is called with, for people who ask on a terminal; docs/command-line.md says more. */
export interface CommandHelp {
  /** Lines behind the program's name. Where one is too long for a terminal, an array has its further lines. */
  readonly synopsis: readonly (string | readonly string[])[];
  /** What it does, in a sentence or two. */
  readonly about: string;
  /** An option as it is written, with its short form and its argument, and what it means. */
  readonly options: Readonly<Record<string, string>>;
}

/** What several commands take. */
const TARGET = {
  '--target VERSION': 'the release of the daemon: 6.4.0 to 7.8.0, or 6.0.3 for the grammar before that',
  '--platform NAME': 'openbsd, linux or freebsd: where files are expected',
} as const;
const VERSION_ONLY = { '--target VERSION': TARGET['--target VERSION'] } as const;
const ROOT = { '--root DIR': 'look absolute paths of the configuration up below DIR' } as const;

const SETTINGS_AND_RULES = {
  '--select RULES': 'only these rules: ids, categories or all, with commas between them',
  '--ignore RULES': 'all but these',
  '--config FILE': 'settings from this file, not from the nearest .smtpd-lint.json, .yaml or package.json',
  '--no-config': 'no settings',
  '--fail-on SEVERITY': 'the least severity that makes the status 1: error (default), warning or info',
  '--max-warnings N': 'more warnings than N make it 1 too',
  '--stdin-filename NAME': 'what standard input is called in reports and settings',
} as const;

const CHECK_ONLY = {
  '--format FORMAT':
    'text (default), compact, gcc, json, jsonl, sarif, github, gitlab, checkstyle, junit or statistics',
  '--output FORMAT:FILE': 'another report, into a file; may be given several times',
  '--statistics': 'how often each rule found something',
  '-q, --quiet': 'report errors only',
  '--fix': 'apply the safe fixes, and report what remains',
  '--fix-unsafe': 'apply all fixes',
  '--diff': 'write no file; print what fixes would change',
} as const;

/** The commands for people, in the order in which they are listed. */
export const COMMAND_HELP: Readonly<Record<string, CommandHelp>> = {
  check: {
    synopsis: [
      [
        '[check] [--format FORMAT] [--output FORMAT:FILE]... [--statistics] [--quiet]',
        '[--select RULES] [--ignore RULES] [--config FILE | --no-config] [--stdin-filename NAME]',
        '[--fix | --fix-unsafe] [--diff]',
        '[--fail-on error|warning|info] [--max-warnings N] [OPTIONS] FILE...',
      ],
    ],
    about: 'Reports what the daemon would refuse in each file, and what it accepts and is wrong all the same.',
    options: { ...CHECK_ONLY, ...SETTINGS_AND_RULES, ...TARGET, ...ROOT },
  },
  '-n': {
    synopsis: ['-n -f FILE [OPTIONS]'],
    about: "The daemon's own check: its messages, in its order, and its exit status.",
    options: {
      '-n, --check': 'check only',
      '-f, --file FILE': 'the configuration; /etc/mail/smtpd.conf where none is given',
      '-v, --verbose': 'taken for the sake of scripts; says no more, as in the daemon',
      ...TARGET,
      ...ROOT,
    },
  },
  compile: {
    synopsis: ['compile -f FILE [-o OUT] [--print] [--from VERSION] [OPTIONS]'],
    about: 'Prints the compiled configuration as JSON, or as an smtpd.conf for another release.',
    options: {
      '-f, --file FILE': 'the configuration',
      '-o, --output OUT': 'write to OUT, whole or not at all',
      '--print': 'an smtpd.conf for the release that --target names',
      '--from VERSION': 'the release that FILE is written for, where --target is another',
      ...TARGET,
      ...ROOT,
    },
  },
  fmt: {
    synopsis: ['fmt [--check] [--target VERSION] FILE...'],
    about: 'Rewrites files in the usual layout; - formats standard input. Statements with errors stay as they are.',
    options: { '--check': 'write nothing; name the files that would change, with status 1', ...VERSION_ONLY },
  },
  migrate: {
    synopsis: ['migrate [-o OUT] [OPTIONS] FILE'],
    about:
      'Rewrites statements from before 6.4 in the grammar of the target, and holds the decisions of both together.',
    options: { '-o, --output OUT': 'write to OUT, not to standard output', ...TARGET, ...ROOT },
  },
  simulate: {
    synopsis: [
      [
        'simulate -f FILE [--world FILE|system]... [--format text|json] [--explain] [--listener NAME]',
        '[--from ADDRESS|socket] [--rdns NAME] [--helo NAME] [--tls] [--auth USER]',
        '--mail-from ADDRESS --rcpt-to ADDRESS... [--message FILE.eml] | --session FILE | --batch',
      ],
    ],
    about: 'A dry run: what becomes of an envelope, which rule takes it, and why the others did not. Nothing is sent.',
    options: {
      '-f, --file FILE': 'the configuration, or what compile wrote',
      '--mail-from ADDRESS': 'the sender; <> is the null sender',
      '--rcpt-to ADDRESS...': 'the recipients',
      '--message FILE.eml': 'hand this message in and show it as it is delivered; its headers give what is not said',
      '--session FILE': 'play what a client types, line by line',
      '--batch': 'read envelopes as NDJSON from standard input, and print one outcome a line',
      '--listener NAME': 'where the client connects: ADDRESS:PORT, PORT, a tag or socket',
      '--from ADDRESS': 'the address that it comes from, or socket for a local program',
      '--rdns NAME': "the name of the client's address",
      '--helo NAME': 'what it calls itself',
      '--tls': 'it begins TLS',
      '--auth USER': 'it is logged in as USER',
      '--world FILE': 'users, DNS, tables and the like, as YAML or JSON; system takes them from this machine',
      '--explain': "each recipient's fate in a sentence",
      '--format FORMAT': 'text (default) or json',
      ...TARGET,
      ...ROOT,
    },
  },
  test: {
    synopsis: ['test [--format text|json|junit] [--coverage] [PATH...]'],
    about: 'Runs policy tests, *.smtpd-test.yaml, in the files and directories given; - is standard input.',
    options: {
      '--format FORMAT': 'text (default), json or junit',
      '--coverage': 'name the rules and criteria that no test decided',
    },
  },
  run: {
    synopsis: ['run -f FILE --spool DIR [--port-offset N] [--bind ADDRESS] [-v] [-T SUBSYSTEM]... [OPTIONS]'],
    about: 'Starts a mail server that does what the configuration says, until SIGTERM. SIGHUP reads it again.',
    options: {
      '-f, --file FILE': 'the configuration, or what compile wrote',
      '--spool DIR': 'where the queue is',
      '--port-offset N': 'added to each port, so that anybody can run a configuration that names port 25',
      '--bind ADDRESS': 'takes the place of the address of each listener',
      '-v, --verbose': 'say more in the log',
      '-T, --trace SUBSYSTEM': 'trace a part of the server, as smtpd -T does',
      ...TARGET,
      ...ROOT,
    },
  },
  ctl: {
    synopsis: ['ctl --spool DIR [--format text|json] COMMAND'],
    about:
      'Asks a server that runs, as smtpctl does: show queue, show stats, schedule all, pause mda, monitor and more; ' +
      'ctl without a command lists them.',
    options: {
      '--spool DIR': 'the directory that the server was given; SMTPD_LINT_SPOOL in the environment stands for it',
      '--format FORMAT': 'text (default) or json',
    },
  },
  enqueue: {
    synopsis: ['enqueue --spool DIR [-tv] [-f FROM] [-F NAME] RECIPIENT...'],
    about: 'Hands in the message on standard input to a server that runs, as sendmail does.',
    options: {
      '--spool DIR': 'the directory that the server was given; SMTPD_LINT_SPOOL in the environment stands for it',
      '-f FROM': 'the sender',
      '-F NAME': "the sender's name",
      '-t': 'recipients are in the headers',
      '-v': 'show the conversation',
      '-N NOTIFY': 'never, or what to report of success, failure and delay',
      '-R RET': 'how much of the message a report has: full or hdrs',
      '-V ENVID': 'what reports call the message',
    },
  },
  makemap: {
    synopsis: ['makemap [-U] [-d hash] [-o DATABASE] [-t aliases|set] FILE'],
    about: "Makes a database for a db: table, as the daemon's makemap does on Linux; - is standard input.",
    options: {
      '-o, --output DATABASE': 'the database; FILE.db where none is given',
      '-t, --type TYPE': 'aliases for aliases(5), set for keys without values',
      '-d, --database TYPE': 'hash, the only one there is',
      '-U, --dump': 'print what is in a database',
      '-C FILE': 'taken for the sake of sendmail, and not read',
      ...VERSION_ONLY,
    },
  },
  newaliases: {
    synopsis: ['newaliases [-f FILE] [--root DIR] [--spool DIR]'],
    about: 'Makes the database of the table aliases in the configuration.',
    options: {
      '-f, --file FILE': 'the configuration; /etc/mail/smtpd.conf where none is given',
      '--spool DIR': 'tell the server that works there',
      ...VERSION_ONLY,
      ...ROOT,
    },
  },
  config: {
    synopsis: ["config print [--format text|json] [CHECK'S OPTIONS] FILE", 'config verify [SETTINGS]'],
    about: 'What holds for a file when check is called, and where each setting comes from; whether settings are right.',
    options: { '--format FORMAT': 'text (default) or json', ...SETTINGS_AND_RULES, ...TARGET, ...ROOT },
  },
  explain: {
    synopsis: ['explain [--format text|json|md] RULE'],
    about: 'What a rule finds, why it matters and what to do, with a bad and a good example.',
    options: { '--format FORMAT': 'text (default), json or md' },
  },
  rules: {
    synopsis: ['rules [--format text|json|md]'],
    about: 'All rules.',
    options: { '--format FORMAT': 'text (default), json or md' },
  },
  lsp: {
    synopsis: ['lsp --stdio'],
    about: 'The language server, for editors.',
    options: {
      '--stdio': 'speak on standard input and output',
      '--node-ipc': 'speak to the Node process that started it',
      '--socket=PORT': 'connect to PORT',
      '--pipe=NAME': 'connect to a named pipe',
    },
  },
};
