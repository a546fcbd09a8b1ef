import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileText } from '../session/play.js';
import { expand, type Surroundings } from './expansion.js';
import { EXPANSION_CASES } from './expansion-cases.js';

type Mapping = Readonly<Record<string, string>>;

function configuration(aliases: Mapping = {}, virtual: Mapping = {}): string {
  return `
    table a { ${rows(aliases)} }
    table v { ${rows(virtual)} }
    listen on lo
    action "local" maildir alias <a>
    action "users" maildir virtual <v>
    action "forward" forward-only alias <a>
    action "expand" expand-only alias <a>
    action "as" maildir user svc
    action "away" relay
    match from any for domain "local.test" action "local"
    match from any for domain "virtual.test" action "users"
    match from any for domain "forward.test" action "forward"
    match from any for domain "expand.test" action "expand"
    match from any for domain "as.test" action "as"
    match from any for domain "far.test" action "away"
    match from any for domain "reject.test" reject
    match from any for domain "tls.test" tls action "away"
  `;
}

function rows(mapping: Mapping): string {
  const entries = Object.entries({ unused: 'unused', ...mapping });
  return entries.map(([key, value]) => `"${key}" = ${quoted(value)}`).join(', ');
}

/** As the lexer reads it back: in quotes that the text does not hold. */
function quoted(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

describe('a recipient', () => {
  test.each(EXPANSION_CASES)('$title: $to', ({ aliases, virtual, to, around, expected }) => {
    const users = { alice: '', bob: '', carol: '' };
    const rcpt = to.includes('@') ? to : `${to}@local.test`;
    expect(expand(configuration(aliases, virtual), rcpt, { users, ...around }).result).toEqual(expected);
  });

  test('ten steps are one too many', () => {
    const chain = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, at) => [`n${at}`, at === length - 1 ? 'alice' : `n${at + 1}`]));
    const users = { alice: '' };
    expect(expand(configuration(chain(8)), 'n0@local.test', { users }).result).toEqual(['local alice (n0@local.test)']);
    expect(expand(configuration(chain(9)), 'n0@local.test', { users }).result).toBe(
      '524 5.2.4 Mailing list expansion problem',
    );
  });

  test('the nodes of one recipient are counted, and a .forward may not go beyond a hundred', () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => `u${at}@far.test`).join('\n');
    expect(expand(configuration(), 'bob@local.test', { users: { bob: list(98) } }).result).toHaveLength(98);
    expect(expand(configuration(), 'bob@local.test', { users: { bob: list(99) } }).result).toBe(
      '424 4.2.4 Mailing list expansion problem',
    );
  });
});

describe('the trace of an expansion', () => {
  test('tells the tree, what was looked up, and why it ended', () => {
    const { events } = expand(configuration({ team: 'alice, alice, gone' }), 'team@local.test', {
      users: { alice: '' },
    });
    const told = events.map((event) => {
      switch (event.type) {
        case 'expand-lookup':
          return `${event.node} ${event.lookup.service} ${event.lookup.key} ${event.lookup.result}`;
        case 'expand-node':
          return `${event.node} below ${event.parent} at ${event.depth} under ${event.rule}`;
        case 'expand-forward':
          return `${event.node} .forward ${event.outcome}`;
        case 'expand-refused':
          return `${event.node} ${event.why}`;
        default:
          return `${'node' in event ? event.node : ''} ${event.type.slice('expand-'.length)}`;
      }
    });
    expect(told).toEqual([
      '0 below undefined at 0 under undefined',
      '0 turn',
      '1 below 0 at 1 under 1',
      '1 turn',
      '1 alias team found',
      '2 below 1 at 2 under 1',
      '3 below 1 at 2 under 1',
      '2 turn',
      '2 alias alice not-found',
      '2 userinfo alice found',
      '2 .forward absent',
      '2 delivery',
      '3 turn',
      '3 alias gone not-found',
      '3 userinfo gone not-found',
      '3 unknown-user',
    ]);
  });

  test('no texts in aliases, .forward and included files make it throw, or go on without end', () => {
    const word = fc.constantFrom(
      'alice',
      'bob',
      'x',
      'a@local.test',
      'b@far.test',
      'c@virtual.test',
      '|c',
      '/f',
      '"',
      "'",
    );
    const mark = fc.constantFrom(',', '\n', '\\', '#', ' ', ':include:/i', 'error:550 x', '+', '\0', '@', '"|', '\r');
    const text = fc.array(fc.oneof(word, mark, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 });
    const joined = text.map((parts) => parts.join(''));
    const surroundings = fc.record({
      users: fc.dictionary(fc.constantFrom('alice', 'bob', 'x', 'root'), joined),
      includes: fc.record({ '/i': joined }),
    });
    const tables = fc.dictionary(fc.constantFrom('alice', 'bob', 'x', '@', 'a@virtual.test'), joined);
    const compiled = compileText(configuration());
    fc.assert(
      fc.property(surroundings, tables, tables, (around: Surroundings, aliases, virtual) => {
        const filled = compiled.tables.map((table) =>
          table.name === 'a' || table.name === 'v'
            ? { ...table, entries: Object.entries(table.name === 'a' ? aliases : virtual) }
            : table,
        );
        for (const rcpt of ['bob@local.test', 'x@virtual.test', 'root@forward.test', 'alice+x@as.test']) {
          const { events } = expand({ ...compiled, tables: filled }, rcpt, around);
          expect(events.at(-1)?.type).toMatch(/^expand-(delivery|refused|turn)$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
