import type { ListenStatement, Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';

interface All extends Found {
  readonly at: Token;
  readonly statement: ListenStatement;
}

export const listenAll = defineProblemRule<All>({
  id: 'listen-all',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  platforms: ['linux'],
  what: 'A listener names an interface group that only OpenBSD and FreeBSD have.',
  why: 'Interface groups such as all and egress do not exist here, and the daemon stops at once.',
  how: 'Listen on 0.0.0.0 and on ::, or name an interface.',
  bad: conf('listen on all', 'action "a" mbox', 'match from any for local action "a"'),
  good: conf('listen on 0.0.0.0', 'listen on "::"', 'action "a" mbox', 'match from any for local action "a"'),
  daemon: 'refuses',
  source: 'parse.y: interface, is_if_in_group',
  fix: 'safe',
  problems: ['interface-unknown'],
  recognise({ place }, subject) {
    const statement = subject.of('listen').find(({ on }) => on?.source === place?.source && on?.start === place?.start);
    const on = statement?.on;
    return statement && on && (on.text === 'all' || on.text === 'egress') ? { at: on, statement } : undefined;
  },
  message: ({ at }) => `"${at.text}" is an interface group of OpenBSD.`,
  fixes({ at, statement }) {
    if (at.text !== 'all') return [];
    const { source } = at;
    const last = statement.tokens.at(-1) ?? at;
    const options = source.text.slice(at.end, last.source === source ? last.end : at.end);
    const family = statement.options.find(({ id }) => id === 'listen.inet4' || id === 'listen.inet6');
    if (family)
      return fix('safe', 'Listen on any address', replaceText(at, family.id === 'listen.inet4' ? '0.0.0.0' : '"::"'));
    const second = { source, start: last.end, end: last.end, text: `\nlisten on "::"${options}` };
    return fix('safe', 'Listen on 0.0.0.0 and ::', replaceText(at, '0.0.0.0'), second);
  },
});
