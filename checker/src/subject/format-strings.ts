import type { Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A string in which format specifiers are expanded at delivery. */
export interface FormatString {
  readonly token: Token;
  readonly kind: 'maildir' | 'mda' | 'lmtp' | 'wrapper';
}

/** Every path, command and destination of local actions, and every wrapper. */
export function formatStrings(subject: Subject): readonly FormatString[] {
  const found: FormatString[] = [];
  for (const { method } of subject.of('action')) {
    if (method?.value?.kind !== 'word') continue;
    const { token } = method.value;
    if (method.id === 'method.maildir') found.push({ token, kind: 'maildir' });
    if (method.id === 'method.mda') found.push({ token, kind: 'mda' });
    if (method.id === 'method.lmtp') found.push({ token, kind: 'lmtp' });
  }
  for (const { setting } of subject.of('setting')) {
    if (setting?.id !== 'mda.wrapper' || setting.value?.kind !== 'pair' || !setting.value.second) continue;
    found.push({ token: setting.value.second, kind: 'wrapper' });
  }
  return found;
}
