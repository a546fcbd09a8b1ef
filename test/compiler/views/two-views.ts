import { isUtf8 } from 'node:buffer';
import { type Analysis, analyze, type DaemonCheckResult, daemonCheck, describedWorld } from '@smtpd-conf/compiler';
import { Source, type Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { cases, INCLUDED } from '../../parity/fuzz/case.js';
import { fixtureTexts } from '../../support/fixture-texts.js';

/** What both views of one file say. */
export interface BothViews {
  readonly daemon: DaemonCheckResult;
  readonly tolerant: Analysis;
  readonly errors: Analysis['problems'];
}

/** Reads a case of the parity fuzzer both ways, in a world that holds nothing but it and what it includes. */
export function bothViews(text: string, version: Version): BothViews {
  const [main = '', included] = text.split(INCLUDED);
  const bytes = (latin1: string) => ({ base64: Buffer.from(latin1, 'latin1').toString('base64') });
  const world = describedWorld({
    hostname: 'mail.example.org',
    interfaces: { lo: ['127.0.0.1', '::1'], eth0: ['192.0.2.1'] },
    files: { 'main.conf': bytes(main), ...(included === undefined ? {} : { '@INCLUDE@': bytes(included) }) },
  });
  const daemon = daemonCheck('main.conf', world, { version });
  const tolerant = analyze(Source.fromBytes('main.conf', Buffer.from(main, 'latin1')), world, { version });
  return { daemon, tolerant, errors: tolerant.problems.filter(({ severity }) => severity === 'error') };
}

/** `check` has an error exactly when `-n` refuses. */
export function viewsAgree(version: Version) {
  return fc.property(cases(version, fixtureTexts()), (text) => {
    if (includesOtherEncoding(text)) return;
    const { daemon, errors } = bothViews(text, version);
    if (errors.length > 0 === (daemon.status !== 0)) return;
    const found = errors.map(({ what }) => what).join('\n');
    throw new Error(`-n: status ${daemon.status}\n${daemon.stderr}\ncheck:\n${found}`);
  });
}

/** A file in UTF-8 that includes one which is not: the known difference of docs/fidelity.md. */
function includesOtherEncoding(text: string): boolean {
  const [main, included] = text.split(INCLUDED).map((part) => Buffer.from(part, 'latin1'));
  return main !== undefined && included !== undefined && isUtf8(main) && !isUtf8(included);
}
