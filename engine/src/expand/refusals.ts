import type { Refusal, RefusalReason } from './delivery.js';

const LIST_TEMPORARY = { lasting: 'temporary', reply: '424 4.2.4 Mailing list expansion problem' } as const;
const LIST_PERMANENT = { lasting: 'permanent', reply: '524 5.2.4 Mailing list expansion problem' } as const;
const TEMPORARY = { lasting: 'temporary', reply: '451 Temporary failure' } as const;
const PERMANENT = { lasting: 'permanent', reply: '550 Invalid recipient' } as const;

/** lka_session.c: the class and the text of each failure; those of lka_resume where it says nothing of its own. */
const REPLIES: Readonly<Record<Exclude<RefusalReason, 'error-target'>, Pick<Refusal, 'lasting' | 'reply'>>> = {
  'too-deep': LIST_PERMANENT,
  'rules-failed': TEMPORARY,
  'no-rule': PERMANENT,
  rejected: PERMANENT,
  'virtual-failed': LIST_TEMPORARY,
  'not-in-virtual': LIST_PERMANENT,
  'alias-failed': LIST_TEMPORARY,
  'user-failed': TEMPORARY,
  'unknown-user': PERMANENT,
  'forward-refused': LIST_PERMANENT,
  'forward-unavailable': LIST_TEMPORARY,
  'forward-unreadable': LIST_TEMPORARY,
  'nowhere-to-forward': LIST_TEMPORARY,
  'nothing-to-expand-to': LIST_PERMANENT,
  'target-of-root': TEMPORARY,
  'target-on-forward-only': TEMPORARY,
  'nothing-left': LIST_PERMANENT,
};

export function refusal(why: Exclude<RefusalReason, 'error-target'>, node?: number): Refusal {
  return { outcome: 'refused', ...REPLIES[why], why, ...(node === undefined ? {} : { node }) };
}

/** A reject rule looks at errno, which an earlier failure of the rules may have left at EAGAIN (lka_session.c:lka_expand). */
export function rejected(node: number, staleErrno: boolean): Refusal {
  return { ...refusal('rejected', node), ...(staleErrno ? TEMPORARY : {}) };
}

/** An `error:` target carries the reply itself. */
export function errorTarget(reply: string, node: number): Refusal {
  const lasting = reply.startsWith('4') ? 'temporary' : 'permanent';
  return { outcome: 'refused', lasting, reply, why: 'error-target', node };
}
