import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const domainNonAscii = defineRule<KeyUse>({
  id: 'domain-non-ascii',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'A domain has letters outside ASCII.',
  why: 'Mail servers send such domains in their ASCII form (xn--), and the daemon refuses any other, so this never matches.',
  how: 'Write the ASCII form.',
  bad: conf('action "a" mbox', 'match from any for domain "bücher.example" action "a"'),
  good: conf('action "a" mbox', 'match from any for domain "xn--bcher-kva.example" action "a"'),
  daemon: 'accepts',
  source: 'util.c: valid_domainpart',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('domain', subject)) if (/[^ -~]/.test(use.key)) yield use;
  },
  message: ({ key }) => `"${key}" is not what other servers send.`,
  fixes({ key, token }) {
    const ascii = token?.source.encoding === 'utf-8' ? asciiForm(key) : undefined;
    return token && ascii ? fix('safe', `Write "${ascii}"`, replaceWith(token, ascii)) : [];
  },
});

/** The domain as DNS has it; undefined for what is none. */
function asciiForm(domain: string): string | undefined {
  if (/[/:?#@\s*]/.test(domain)) return undefined;
  try {
    return new URL(`http://${domain}/`).hostname;
  } catch {
    return undefined;
  }
}
