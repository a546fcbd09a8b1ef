import { parseArgs } from 'node:util';
import { byteText } from '@smtpd-conf/engine';
import { type Client, envelopeSession, scriptedClient, sessionPlace, simulators } from '@smtpd-conf/simulator';
import { EXIT, UserError } from '../exit-status.js';
import { headerEnvelope } from '../header-envelope.js';
import { loadConfig } from '../load-config.js';
import { type Progress, progressOn } from '../progress.js';
import { readBytes } from '../read-source.js';
import { simulationReport } from '../reporters/simulation.js';
import { simulateBatch } from '../simulate-batch.js';
import { parseTarget } from '../target.js';
import { loadWorld, SYSTEM } from '../world/load-world.js';
import { undescribedAsUserError } from '../world/undescribed-error.js';

/** `smtpd-lint simulate -f FILE`: what becomes of an envelope, of a session, or of many envelopes, and why. */
export async function simulate(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string', short: 'f' },
      world: { type: 'string', multiple: true, default: [] },
      root: { type: 'string' },
      target: { type: 'string' },
      platform: { type: 'string' },
      format: { type: 'string', default: 'text' },
      explain: { type: 'boolean', default: false },
      listener: { type: 'string' },
      from: { type: 'string' },
      rdns: { type: 'string' },
      helo: { type: 'string' },
      tls: { type: 'boolean', default: false },
      auth: { type: 'string' },
      'mail-from': { type: 'string' },
      'rcpt-to': { type: 'string', multiple: true, default: [] },
      message: { type: 'string' },
      session: { type: 'string' },
      batch: { type: 'boolean', default: false },
    },
  });
  // --rcpt-to takes as many addresses as follow it.
  const recipients = [...values['rcpt-to'], ...positionals];
  if (values.file === undefined) throw new UserError('no configuration given; name one with -f');
  if (values.format !== 'text' && values.format !== 'json')
    throw new UserError(`--format ${values.format}: use text or json`);
  if (positionals.length > 0 && values['rcpt-to'].length === 0)
    throw new UserError(`${positionals[0]}: recipients are given with --rcpt-to`);
  const target = parseTarget(values.target, values.platform);
  const world = await loadWorld({
    worlds: values.world,
    platform: target.platform,
    ...(values.root === undefined ? {} : { root: values.root }),
  });
  const config = await loadConfig(values.file, world.files, target);
  const { listener, from, rdns, helo, tls, auth } = values;
  const place = { ...given({ listener, from, rdns }) };
  if (values.batch) return await simulateBatch(config, world, place);

  const typed = ENVELOPE_OPTIONS.find((option) => values.session !== undefined && given(values)[option] !== undefined);
  if (typed !== undefined || (values.session !== undefined && recipients.length > 0))
    throw new UserError(`--${typed ?? 'rcpt-to'}: the lines of --session say that themselves; leave one of both out`);

  let request: ReturnType<typeof envelopeSession>;
  if (values.session !== undefined) {
    const where = sessionPlace(config, place);
    const lines = typedLines(byteText(readBytes(values.session)));
    request = 'impossible' in where ? where : { ...where, client: scriptedClient(lines.map((line) => ({ line }))) };
  } else {
    const message = values.message === undefined ? undefined : byteText(readBytes(values.message));
    const envelope = completeEnvelope(values['mail-from'], recipients, message);
    request = envelopeSession(config, { ...place, ...given({ helo, auth, message }), tls, ...envelope });
  }
  if ('impossible' in request) throw new UserError(request.impossible);
  const progress = progressOn(process.stderr);
  const played = { ...request, client: shownOn(progress, request.client) };
  const simulated = undescribedAsUserError(() => {
    try {
      return simulators(config, world)()(played, {
        transcript: values.session !== undefined,
        messages: values.message !== undefined,
      });
    } finally {
      progress.end();
    }
  }, values.world.includes(SYSTEM));
  process.stdout.write(
    values.format === 'json'
      ? `${JSON.stringify(simulated.outcome, null, 2)}\n`
      : simulationReport(config, simulated, { sentences: values.explain, message: values.message !== undefined }),
  );
  return EXIT.clean;
}

/** A client that shows how much it has said already. */
function* shownOn(progress: Progress, client: Client): Client {
  let said = 0;
  let step = client.next();
  while (!step.done) {
    said += step.value.bytes.length;
    progress.show(() => `${(said / 1e6).toFixed(0)} MB of the session played`);
    step = client.next(yield step.value);
  }
}

/** What a session's own lines say. */
const ENVELOPE_OPTIONS = ['helo', 'auth', 'mail-from', 'message'] as const;

/** The lines of a session's file; its last need not end, and an empty file has none. */
function typedLines(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** The envelope that the options give, or the headers of the message. */
function completeEnvelope(mailFrom: string | undefined, rcptTo: readonly string[], message: string | undefined) {
  if (mailFrom !== undefined && rcptTo.length > 0) return { mailFrom, rcptTo };
  if (message === undefined) {
    throw new UserError(
      'no envelope given; say --mail-from ADDR and --rcpt-to ADDR, or --message FILE, or --session FILE',
    );
  }
  const headers = headerEnvelope(message);
  const envelope = { mailFrom: mailFrom ?? headers.mailFrom, rcptTo: rcptTo.length > 0 ? rcptTo : headers.rcptTo };
  if (envelope.mailFrom === undefined) throw new UserError('the message has no From; say --mail-from ADDR');
  if (envelope.rcptTo.length === 0) throw new UserError('the message has neither To, Cc nor Bcc; say --rcpt-to ADDR');
  return { mailFrom: envelope.mailFrom, rcptTo: envelope.rcptTo };
}

/** Without what was not given. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
