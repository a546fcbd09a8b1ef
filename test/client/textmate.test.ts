import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import onig from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { textmateGrammar } from '../../scripts/textmate-grammar.js';

const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
await onig.loadWASM(wasm);
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new onig.OnigScanner(patterns),
    createOnigString: (text) => new onig.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(JSON.stringify(textmateGrammar()), 'smtpd-conf.json'),
});
const grammar = await registry.loadGrammar('source.smtpd-conf');

/** Each piece of the text that has a scope of its own, as `piece|scope` without the language's suffix. */
function scopesOf(text: string): string[] {
  let state = textmate.INITIAL;
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const result = grammar?.tokenizeLine(line, state);
    if (!result) throw new Error('the grammar was not loaded');
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const scope = scopes.at(-1)?.replace(/\.smtpd-conf$/, '');
      const piece = line.slice(startIndex, endIndex);
      if (scope !== 'source' && scope !== 'source.smtpd-conf' && piece.trim() !== '') found.push(`${piece}|${scope}`);
    }
  }
  return found;
}

const DIRECTIVE = 'keyword.control.directive';
const WORD = 'keyword.other';

test.each<readonly [text: string, expected: readonly string[]]>([
  [
    'action "local" mbox alias <aliases>',
    [
      `action|${DIRECTIVE}`,
      '"local"|entity.name.function',
      'mbox|support.function',
      `alias|${WORD}`,
      '<|punctuation.definition.table.begin',
      'aliases|entity.name.type.table',
      '>|punctuation.definition.table.end',
    ],
  ],
  [
    'match !from local for domain x.org reject',
    [
      `match|${DIRECTIVE}`,
      '!|keyword.operator.logical',
      `from|${WORD}`,
      `local|${WORD}`,
      `for|${WORD}`,
      `domain|${WORD}`,
      'reject|keyword.control.reject',
    ],
  ],
  // Keywords are whole words only.
  ['listen on for-example', [`listen|${DIRECTIVE}`, `on|${WORD}`]],
  ['listen on smtp+tls://me@mx.example.net', [`listen|${DIRECTIVE}`, `on|${WORD}`]],
  [
    'a = "b $c" # d',
    [
      'a|variable.other.constant.definition',
      '=|keyword.operator.assignment',
      '"|string.quoted.double',
      'b $c|string.quoted.double',
      '"|string.quoted.double',
      '#|comment.line.number-sign',
      ' d|comment.line.number-sign',
    ],
  ],
  // A comment that ends in a backslash takes the next line along, as the daemon does.
  [
    '# a \\\nmatch\nmatch',
    [
      '#|comment.line.number-sign',
      ' a \\|comment.line.number-sign',
      'match|comment.line.number-sign',
      `match|${DIRECTIVE}`,
    ],
  ],
  [
    'accept from any for local deliver to mbox',
    [
      'accept|invalid.deprecated.statement',
      `from|${WORD}`,
      `any|${WORD}`,
      `for|${WORD}`,
      `local|${WORD}`,
      `to|${WORD}`,
      'mbox|support.function',
    ],
  ],
  ['queue ttl 4d', [`queue|${DIRECTIVE}`, `ttl|${WORD}`, '4d|constant.numeric']],
  [
    'action $x mda "a %{user.username:lowercase} \\" b"',
    [
      `action|${DIRECTIVE}`,
      '$x|variable.other.constant',
      'mda|support.function',
      '"|string.quoted.double',
      'a %{user.username:lowercase} |string.quoted.double',
      '\\"|constant.character.escape',
      ' b|string.quoted.double',
      '"|string.quoted.double',
    ],
  ],
])('%s', (text, expected) => {
  expect(scopesOf(text)).toEqual(expected);
});
