import { expect, test } from 'vitest';
import { signatureHelp } from '../../../server/src/features/signature.js';
import { opened } from '../opened.js';

/** A place, the form that is shown there, and the part of it that comes next; in 7.8.0 or another release. */
const CASES: readonly (readonly [marked: string, form: string, next: string, targetVersion?: string])[] = [
  ['listen on lo0 port █', 'port NUMBER', 'NUMBER'],
  ['action "a" relay host █', 'host TABLE', 'TABLE'],
  ['action "a" relay backup mx █', 'backup mx STRING', 'STRING'],
  ['match from src █', 'from src TABLE', 'TABLE'],
  ['match from any for domain regex █', 'for domain regex TABLE', 'TABLE'],
  ['smtp max-message-size █', 'smtp max-message-size SIZE', 'SIZE'],
  ['mta limit for domain █', 'mta limit for domain STRING LIMITS', 'STRING'],
  ['pki mail cert █', 'cert STRING', 'STRING'],
  ['action █', 'action STRING', 'STRING'],
  ['listen █', 'listen on STRING', 'on'],
  ['table t █', 'table STRING STRING', 'STRING'],
  ['filter "f" chain █', 'chain FILTERS', 'FILTERS'],
  ['match from any for dom█', 'for domain TABLE', 'domain'],
  ['match from any for domain <█', 'for domain TABLE', 'TABLE'],
  ['match from any for domain { "a", █', 'for domain TABLE', 'TABLE'],
  ['match from any for █', 'for local', 'local'],
  ['listen on lo0 filter █', 'filter STRING', 'STRING', '6.4.0'],
  ['mta limit for domain "x" █', 'mta limit for domain STRING LIMITS', 'LIMITS'],
  ['smtp limit max-mails 10 █', 'smtp limit LIMITS', 'LIMITS'],
  ['listen on lo0 senders <s> mas█', 'senders TABLE masquerade', 'masquerade'],
  ['accept from any for domain █', 'for domain TABLE', 'TABLE', '6.0.3'],
  ['accept from any relay via █', 'relay via STRING', 'STRING', '6.0.3'],
  ['accept from any relay via "tls://a" auth █', 'auth TABLE', 'TABLE', '6.0.3'],
  ['pki mail certificate █', 'certificate STRING', 'STRING', '6.0.3'],
  ['limit mta █', 'limit mta LIMITS', 'LIMITS', '6.0.3'],
  ['table t { "a", █', 'table STRING STRING', 'STRING'],
  ['proc p █', 'proc PAIR', 'PAIR'],
  ['bounce warn-interval 1h, █', 'bounce warn-interval DELAYS', 'DELAYS'],
];

for (const [marked, form, next, targetVersion] of CASES) {
  test(marked, () => {
    const { snapshot, offset } = opened(marked, { settings: { targetVersion } });
    const help = signatureHelp(snapshot, offset);
    const active = help?.signatures[help.activeSignature];
    expect(active?.label).toBe(form);
    expect(active?.parameters[help?.activeParameter ?? -1]).toBe(next);
    expect(active?.documentation).not.toBe('');
  });
}

/** Nothing of a statement is left out by then, or nobody knows what follows. */
const NONE = ['█', '# lis█ten on', 'nonsense █', 'listen on lo0 █', 'action "a" relay █', 'match █', 'proc p "/x" █'];

test.each(NONE)('there is none at %s', (marked) => {
  const { snapshot, offset } = opened(marked);
  expect(signatureHelp(snapshot, offset)).toBeUndefined();
});
