import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ComparableFacts, comparable } from '../parity/session/comparable.js';
import { describeWithRooms } from '../parity/session/describe-with-rooms.js';
import { dryRun } from '../parity/session/dry-run.js';
import type { RawFacts, SessionFacts } from '../parity/session/facts.js';
import { maskFacts } from '../parity/session/mask.js';
import { readScenario } from '../parity/session/read-scenario.js';
import { Rooms } from '../parity/session/rooms.js';
import type { Scenario } from '../parity/session/scenario.js';
import { judgesToAsk } from '../support/judge.js';

const HANDBOOK = fileURLToPath(new URL('../../fixtures/handbook/', import.meta.url));
const MAKEMAP = '/usr/sbin/makemap';

/** What a fixture says beside the scenario. */
interface Written {
  /** Words of the corrected configuration that are others on the stage: its interfaces, its programs. */
  readonly replace?: Readonly<Record<string, string>>;
  /** A line that the section leaves to another one. */
  readonly before?: string;
  /** What `makemap -t aliases` makes the configuration's database of. */
  readonly makemap?: string;
}

/** A corrected configuration of the handbook on the stage of the parity tests. */
function stage(name: string): Scenario {
  const path = join(HANDBOOK, `${name}.live.yaml`);
  const { replace = {}, before, makemap } = parse(readFileSync(path, 'utf8')) as Written;
  const scenario = readScenario(path, name);
  let config = readFileSync(join(HANDBOOK, `${name}.fixed.conf`), 'utf8');
  for (const [word, other] of Object.entries(replace)) {
    expect(config, 'the word that is replaced').toContain(word);
    config = config.replaceAll(word, other);
  }
  const files = makemap === undefined ? {} : { '/etc/mail/virtuals.db': { base64: madeByMakemap(makemap) } };
  return {
    ...scenario,
    config: before === undefined ? config : `${before}\n${config}`,
    world: { ...scenario.world, files: { ...scenario.world.files, ...files } },
  };
}

function madeByMakemap(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'smtpd-handbook-'));
  try {
    writeFileSync(join(directory, 'virtuals'), text);
    execFileSync(MAKEMAP, ['-t', 'aliases', join(directory, 'virtuals')]);
    return readFileSync(join(directory, 'virtuals.db')).toString('base64');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The replies to the lines that begin so, in all sessions. */
const replies = ({ sessions }: ComparableFacts, line: RegExp): string[] =>
  sessions.flatMap(({ transcript }) =>
    transcript.flatMap(({ client = '', server }) => (line.test(client) ? [server.join(' ')] : [])),
  );

const mailboxes = ({ mailboxes: found }: ComparableFacts): string[] => found.map(({ path }) => path).toSorted();

/** What the text of each section promises, of the daemon as of the dry run. */
const PROMISES: Readonly<Record<string, (facts: ComparableFacts) => void>> = {
  '3-smarthost': ({ relayed }) => {
    expect(relayed).toMatchObject([{ at: '127.0.0.2:587', recipient: 'x@one.test' }]);
  },
  '4-virtual': (facts) => {
    expect(replies(facts, /^RCPT/).map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '524', '550']);
    expect(mailboxes(facts)).toEqual(['/var/mail/alice', '/var/mail/bob']);
  },
  '5-greylisting': (facts) => {
    expect(replies(facts, /^RCPT/)).toEqual([
      '451 4.7.1 Greylisted, come again',
      expect.stringMatching(/^250 2\.1\.5 /),
    ]);
    expect(mailboxes(facts)).toEqual(['/var/mail/alice']);
  },
  '6-senders': (facts) => {
    expect(replies(facts, /^MAIL/)).toEqual([
      '550 5.7.1 Sender rejected',
      '550 5.7.1 Sender rejected',
      expect.stringMatching(/^250 2\.0\.0/),
    ]);
    expect(mailboxes(facts)).toEqual(['/var/mail/alice']);
  },
  '7-dkim': (facts) => {
    expect(facts.relayed).toMatchObject([
      { at: '127.0.0.4:25', message: expect.stringContaining('DKIM-Signature: v=1; d=example.org; s=default') },
    ]);
    expect(facts.relayed).toHaveLength(1);
    expect(replies(facts, /^MAIL FROM:<alice@example/).map((reply) => reply.slice(0, 3))).toEqual(['530']);
  },
};

/** What sendmail says for the user who calls it. */
const SENDMAIL = [
  'EHLO localhost',
  'MAIL FROM:<alice@mx.example.org>',
  'RCPT TO:<x@one.test>',
  'DATA',
  'Subject: out',
  '',
  'text',
  '.',
  'QUIT',
];

const NAMES = readdirSync(HANDBOOK).flatMap((file) => /^(.*)\.live\.yaml$/.exec(file)?.[1] ?? []);

test('every promise has a stage', () => expect(Object.keys(PROMISES).toSorted()).toEqual(NAMES.toSorted()));

const playable = NAMES.filter((name) => name !== '4-virtual' || existsSync(MAKEMAP));
if (playable.length < NAMES.length) console.warn(`skipped: virtual users in a dry run: ${MAKEMAP} is not there`);

describe.each(['6.8.0', '7.8.0'] as const)('the dry run for %s keeps what the handbook promises', (version) => {
  test.each(playable.filter((name) => name !== '5-greylisting'))('%s', (name) => {
    const scenario = stage(name);
    const said: SessionFacts = { transcript: SENDMAIL.map((client) => ({ client, server: [] })), closed: false };
    PROMISES[name]?.(
      dryRun(
        scenario,
        version,
        scenario.sessions.map(() => said),
      ),
    );
  });

  test('5-greylisting, with a process that knows nobody and one that knows everybody', () => {
    const scenario = stage('5-greylisting');
    const answered = [
      { phase: 'rcpt-to', answer: 'reject', text: '451 4.7.1 Greylisted, come again' },
      { phase: 'rcpt-to', answer: 'proceed' },
    ] as const;
    const [first, second] = answered.map((answer, at) =>
      dryRun(
        {
          ...scenario,
          world: { ...scenario.world, filters: { rspamd: [answer] } },
          sessions: scenario.sessions.slice(at, at + 1),
        },
        version,
        [],
      ),
    );
    const sessions = [first, second].flatMap((facts) => facts?.sessions ?? []);
    expect(first?.mailboxes).toEqual([]);
    PROMISES['5-greylisting']?.({ ...(second as ComparableFacts), sessions });
  });
});

for (const version of judgesToAsk()) {
  describeWithRooms(version, `smtpd ${version} keeps what the handbook promises`, (judge) => {
    const lived = new Map<string, Promise<RawFacts>>();
    let rooms: Rooms;
    beforeAll(async () => {
      rooms = await Rooms.open([judge.path]);
      for (const name of NAMES) lived.set(name, rooms.live(stage(name)));
    });
    afterAll(() => rooms?.close());

    test.each(NAMES)('%s', { timeout: 300_000 }, async (name) => {
      const { failure, log, ...facts } = (await lived.get(name)) as RawFacts;
      expect(failure, log).toBeUndefined();
      PROMISES[name]?.(comparable(maskFacts(facts)));
    });

    test('the smarthost hears the password, and only under TLS', { timeout: 300_000 }, async () => {
      const { sinks } = (await lived.get('3-smarthost')) as RawFacts;
      const [commands = []] = sinks.map((sink) => sink.commands);
      const login = `AUTH PLAIN ${Buffer.from('\0user\0password123').toString('base64')}`;
      const verbs = commands.map((command) => (command === login ? 'AUTH' : command.split(/[ :]/)[0]));
      // It may keep the connection for the next message.
      expect(verbs.slice(0, 7)).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA']);
    });
  });
}
