import { behaves } from '../behaviour.js';
import type { Envelope, MailAddress } from '../envelope.js';
import { srsDecode } from '../srs/srs-decode.js';
import { startsWithNoCase } from '../tables/ascii.js';
import { mailAddressText, parseMailAddress } from '../tables/values/mail-address.js';
import { perform, type Task } from '../task.js';
import type { ExpansionNode } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';

/** The envelope that meets the rules, and the address that goes on from there. */
interface Addressed {
  readonly envelope: Envelope;
  readonly address: MailAddress;
}

/**
 * A bounce to an SRS address goes on to the address it hides, as an internal one, and so does every other address of the
 * expansion from then on. Before 7.3 it was the recipient that was decoded, while the rules saw the address as it came.
 */
export function* decodeRecipient(run: ExpansionRun, node: ExpansionNode, envelope: Envelope): Task<Addressed> {
  const { srs } = run.services.config.settings;
  const { version } = run.services.config.target;
  const field = behaves(version, 'srs-decodes-destination') ? 'dest' : 'rcpt';
  const unchanged = { envelope, address: envelope.dest };
  const coded = envelope[field];
  if (srs?.key === undefined || envelope.sender.user !== '' || !looksCoded(coded.user)) return unchanged;
  const now = yield* perform({ type: 'clock' });
  const keys = { key: srs.key, ...(srs.backup === undefined ? {} : { backup: srs.backup }), ttl: srs.ttl };
  const text = srsDecode(mailAddressText(coded), keys, now);
  const address = text === undefined ? undefined : parseMailAddress(text);
  run.trace?.({ type: 'expand-srs', node: node.id, ...(address ? { decoded: address } : {}) });
  if (!address) return unchanged;
  node.target = { type: 'address', address };
  run.envelope = { ...envelope, [field]: address, internal: true };
  return { envelope: run.envelope, address };
}

function looksCoded(user: string): boolean {
  return startsWithNoCase(user, 'srs0=') || startsWithNoCase(user, 'srs1=');
}
