import { srsEncode } from '../../../../engine/src/srs/srs-encode.js';
import type { Draw } from '../../fuzz/draw.js';
import type { ScenarioSession, Step } from '../scenario.js';
import type { DrawnConfig } from './draw-config.js';
import { drawMessage } from './draw-message.js';
import {
  ACCOUNTS,
  BACKUP_SRS_KEY,
  DOMAINS,
  LOCAL_PARTS,
  ODD_DOMAINS,
  ODD_LOCAL_PARTS,
  PASSWORD,
  SENDERS,
  SMTPS_PORT,
  STARTTLS_PORT,
} from './pools.js';

/**
 * Clients that mostly do as they should. sendmail(8) comes first or not at all: of its session the daemon's trace is read,
 * in which bounces of mail that came before have theirs, too.
 */
export function drawSessions(draw: Draw, config: DrawnConfig, abilities: { readonly tls: boolean }): ScenarioSession[] {
  return draw.times(3, (at) =>
    at === 0 && draw.chance(25) ? drawSendmail(draw) : drawSession(draw, config, abilities),
  );
}

function drawSession(draw: Draw, config: DrawnConfig, { tls }: { readonly tls: boolean }): ScenarioSession {
  const inet6 = draw.chance(15);
  const port = draw.pick([25, 25, 587, ...(tls ? [SMTPS_PORT, STARTTLS_PORT, STARTTLS_PORT] : [])]);
  return {
    via: 'tcp',
    from: inet6
      ? draw.pick(['::1', '2001:db8::25'])
      : draw.pick(['192.0.2.10', '192.0.2.11', '192.0.2.77', '198.51.100.3', '127.0.0.1', '127.0.0.9', '198.18.0.1']),
    to: { address: inet6 ? '::1' : '127.0.0.1', port },
    smtps: port === SMTPS_PORT,
    steps: [...drawGreeting(draw, port), ...drawTransactions(draw, config), { line: 'QUIT' }],
  };
}

/** sendmail(8) hands in what it is given, with recipients from its arguments or from headers. */
function drawSendmail(draw: Draw): ScenarioSession {
  const recipients = draw.times(draw.between(1, 3), () => drawPlainRecipient(draw));
  const [first = 'alice', ...others] = recipients;
  const text = `To: ${first}\n${others.map((one) => `Cc: ${one}\n`).join('')}Subject: x\n\n${draw.pick(['text', '.', ''])}\n`;
  const sender = draw.chance(30) ? ['-f', draw.pick(['', '<>', ...SENDERS])] : [];
  return {
    via: 'sendmail',
    as: draw.pick(['alice', 'bob', 'root']),
    arguments: draw.chance(40) ? [...sender, '-t'] : [...sender, ...recipients],
    text,
  };
}

const SLIPS = [
  'RSET',
  'NOOP',
  'NOOP x',
  'HELP',
  'DATA',
  'FOO',
  '',
  ' ',
  'MAIL FROM:<bad address>',
  'MAIL FROM:<>',
  'MAIL FROM: <b@a.test>',
  'MAIL FROM:b@a.test',
  'RCPT TO:<>',
  'RCPT TO:<"quoted"@a.test>',
  'RCPT TO:alice@a.test',
  'RCPT TO:<alice@a.test> NOTIFY=NEVER',
  'RCPT TO:<alice@a.test> FOO',
  'EHLO again.test',
  'HELO bad!name',
  'EHLO [::1]',
  'STARTTLS x',
  'AUTH',
  'AUTH PLAIN AGFsaWNlAGJhZA==',
  'VRFY alice',
  'EXPN team',
  'HELP NOOP',
  'RCPT TO:<alice@a.test> SIZE=1',
  'MAIL FROM:<b@a.test> SMTPUTF8',
  'MAIL FROM:<>x',
  'EHLO [IPv6:::1]',
  'EHLO [192.0.2.300]',
  'WIZ',
  'MAIL FROM:<x@y.test> FOO=BAR',
  'QUIT now',
  `NOOP ${'x'.repeat(1100)}`,
] as const;

/** Bytes that are no line each: several commands at once, other line ends, NUL. */
const RAW_SLIPS = [
  'NOOP\n',
  'NO\u0000OP\r\n',
  'NOOP\r\r\n',
  'NOOP\r\nNOOP\r\n',
  'NOO',
  '\r\n',
  'R\u00c9SET\r\n',
] as const;

function drawSlip(draw: Draw): Step[] {
  if (draw.chance(1)) return [{ raw: draw.pick(RAW_SLIPS) }];
  return draw.chance(8) ? [{ line: draw.pick(SLIPS) }] : [];
}

function drawGreeting(draw: Draw, port: number): Step[] {
  const helo = draw.pick([
    'client.test',
    'a.example',
    'odd.test',
    '[192.0.2.10]',
    'Client.Test',
    'client',
    '[IPv6:::1]',
  ]);
  const hello: Step = { line: `${draw.pick(['EHLO', 'EHLO', 'HELO'])} ${helo}` };
  if (port !== SMTPS_PORT && port !== STARTTLS_PORT) return [...drawSlip(draw), hello];
  const greeting =
    port === STARTTLS_PORT && draw.chance(80)
      ? [hello, { line: 'STARTTLS' }, { tls: true } as const, ...drawSlip(draw), hello]
      : [...drawSlip(draw), hello];
  return draw.chance(75) ? [...greeting, ...drawAuthentication(draw)] : greeting;
}

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

function drawAuthentication(draw: Draw): Step[] {
  const user = draw.pick([...ACCOUNTS, ...ACCOUNTS, 'nobody']);
  const password = draw.chance(85) ? PASSWORD : 'wrong';
  const lines = draw.pick([
    [`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`],
    [`AUTH PLAIN ${base64(`other\0${user}\0${password}`)}`],
    ['AUTH PLAIN', base64(`\0${user}\0${password}`)],
    ['AUTH LOGIN', base64(user), base64(password)],
    [`AUTH LOGIN ${base64(user)}`, base64(password)],
    ['AUTH LOGIN', '*'],
    ['AUTH PLAIN ===='],
    ['AUTH CRAM-MD5'],
  ]);
  return lines.map((line) => ({ line }));
}

function drawTransactions(draw: Draw, config: DrawnConfig): Step[] {
  return draw.times(draw.between(1, 2), () => drawTransaction(draw, config)).flat();
}

function drawTransaction(draw: Draw, { srsKey }: DrawnConfig): Step[] {
  const sender = draw.chance(10) ? '' : draw.chance(6) ? drawOddAddress(draw) : draw.pick(SENDERS);
  const recipient = () => {
    if (srsKey !== undefined && draw.chance(15)) return drawRewritten(draw, srsKey);
    return draw.chance(6) ? drawOddAddress(draw) : drawPlainRecipient(draw);
  };
  return [
    ...drawSlip(draw),
    { line: `MAIL FROM:<${sender}>${drawMailParameters(draw)}` },
    ...draw
      .times(draw.between(1, 4), () => [
        { line: `RCPT TO:<${recipient()}>${drawRecipientParameters(draw)}` },
        ...drawSlip(draw),
      ])
      .flat(),
    ...(draw.chance(60) ? [{ line: 'DATA' }, ...drawMessage(draw)] : [{ line: 'RSET' }]),
    ...drawSlip(draw),
  ];
}

function drawMailParameters(draw: Draw): string {
  if (!draw.chance(15)) return '';
  return draw.pick([
    ' BODY=8BITMIME',
    ' BODY=7BIT',
    ' SIZE=100',
    ' SIZE=999999999',
    ' RET=HDRS',
    ' RET=FULL ENVID=a+2Bb',
    ' ENVID=x',
    ' AUTH=<>',
    ' AUTH=b@a.test',
    ' BODY=X',
    ' SMTPUTF8',
    ' SIZE=x',
    ' ret=hdrs body=8bitmime',
    ' RET=HDRS RET=FULL',
    ` ENVID=${'x'.repeat(101)}`,
    '  RET=HDRS',
  ]);
}

function drawRecipientParameters(draw: Draw): string {
  if (!draw.chance(10)) return '';
  return draw.pick([
    ' NOTIFY=SUCCESS',
    ' NOTIFY=NEVER',
    ' NOTIFY=FAILURE,DELAY',
    ' ORCPT=rfc822;x@y.test',
    ' NOTIFY=SUCCESS ORCPT=rfc822;x+2By@z.test',
    ' ORCPT=x',
    ' NOTIFY=',
    ' NOTIFY=NEVER,SUCCESS',
    ' notify=delay',
    ' NOTIFY=SUCCESS NOTIFY=DELAY',
    ` ORCPT=rfc822;${'x'.repeat(600)}`,
  ]);
}

function drawPlainRecipient(draw: Draw): string {
  const user = draw.pick(LOCAL_PARTS);
  const tagged = draw.chance(15) ? `${user}${draw.pick(['+tag', '-tag', '+', '+tag+more', '-'])}` : user;
  const cased = draw.chance(10) ? tagged.toUpperCase() : tagged;
  return draw.chance(10) ? cased : `${cased}@${draw.pick(DOMAINS)}`;
}

function drawOddAddress(draw: Draw): string {
  const route = draw.chance(10) ? '@relay.test:' : '';
  const user = draw.chance(60) ? draw.pick(ODD_LOCAL_PARTS) : draw.pick(LOCAL_PARTS);
  const domain = draw.chance(40) ? draw.pick(ODD_DOMAINS) : draw.pick(DOMAINS);
  return `${route}${user}@${domain}`;
}

/** An address that this host, or nobody, has rewritten. */
function drawRewritten(draw: Draw, key: string): string {
  const coded = srsEncode(
    draw.pick(['b@a.test', 'alice@b.test']),
    'mx.example.test',
    draw.chance(25) ? BACKUP_SRS_KEY : key,
    Math.floor(Date.now() / 1000),
  );
  return draw.chance(70) ? coded : coded.replace(/=..../, '=xxxx');
}
