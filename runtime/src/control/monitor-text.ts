import type { Digest } from './statistics.js';

const HEADING = `--- client ---  -- envelope --   ---- relay/delivery --- ------- misc -------
curr conn disc  curr  enq  deq   ok tmpfail prmfail loop expire remove bounce`;

/** Lines between two headings. */
export const LINES_A_PAGE = 25;

/** The heading of `monitor`; an empty line parts it from what came before. */
export function monitorHeading(first: boolean): string {
  return first ? HEADING : `\n${HEADING}`;
}

/** What happened since the digest before, one line (smtpctl.c:do_monitor). */
export function monitorLine(digest: Digest, before: Digest | undefined): string {
  const since = (name: keyof Digest): number => digest[name] - (before?.[name] ?? 0);
  const cells = (...values: number[]): string => values.map((value) => String(value).padStart(4)).join(' ');
  const clients = cells(digest.clients - digest.clientsGone, since('clients'), since('clientsGone'));
  const envelopes = cells(digest.enqueued - digest.dequeued, since('enqueued'), since('dequeued'));
  const [ok, tempfail, permfail, loop] = [since('ok'), since('tempfail'), since('permfail'), since('loop')];
  const [expired, removed, bounces] = [since('expired'), since('removed'), since('bounces')];
  const deliveries = `${cells(ok)}    ${cells(tempfail)}    ${cells(permfail)} ${cells(loop)}`;
  return `${clients}  ${envelopes} ${deliveries}   ${cells(expired)}   ${cells(removed)}   ${cells(bounces)}`;
}
