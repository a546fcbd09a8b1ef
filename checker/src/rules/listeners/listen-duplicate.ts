import type { CompiledListener } from '@smtpd-conf/compiler';
import type { ListenStatement } from '@smtpd-conf/grammar';
import type { Fix } from '../../finding.js';
import { fix, removeStatement } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { listening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Duplicate extends Found {
  readonly statement: ListenStatement;
  readonly first: ListenStatement;
  readonly listener: CompiledListener;
  /** Whether nothing is lost with the statement. */
  readonly same: boolean;
}

export const listenDuplicate = defineRule<Duplicate>({
  id: 'listen-duplicate',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  what: 'Two listeners have the same address and port.',
  why: 'The second cannot be bound: the daemon dies at start with "Address already in use".',
  how: 'Keep one of them; several pki may stand on one listener.',
  bad: conf(
    'listen on 192.0.2.1',
    'listen on 192.0.2.1 port 25',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'listen on 192.0.2.1',
    'listen on 192.0.2.1 port 2525',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp.c: smtp_setup_listeners',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    const taken = new Map<string, { statement: ListenStatement; listener: CompiledListener }>();
    for (const { statement, listeners } of subject.once(listening)) {
      for (const listener of listeners) {
        const key = `${listener.address}%${listener.scope ?? ''} ${listener.port}`;
        const first = taken.get(key);
        if (first === undefined) taken.set(key, { statement, listener });
        else {
          const same = listeners.length === 1 && sameBut(listener, first.listener);
          yield { at: statementPlace(statement), statement, first: first.statement, listener, same };
          break;
        }
      }
    }
  },
  message: ({ listener, statement, first }) =>
    statement === first
      ? `This listens twice on ${listener.address}, port ${listener.port}.`
      : `There is already a listener on ${listener.address}, port ${listener.port}.`,
  related: ({ first, statement }) =>
    first === statement ? [] : [{ message: 'the first listener', place: statementPlace(first) }],
  fixes: ({ statement, same }): Fix[] => (same ? fix('safe', 'Remove the second one', removeStatement(statement)) : []),
});

/** Whether the two do the same, however they were written. */
function sameBut(a: CompiledListener, b: CompiledListener): boolean {
  const plain = ({ on, origin, ...rest }: CompiledListener): string => JSON.stringify(rest);
  return plain(a) === plain(b);
}
