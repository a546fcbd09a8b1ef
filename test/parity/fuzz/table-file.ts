import type { Draw } from './draw.js';

/** A configuration that reads a table file and tells lists from mappings, and the file. */
export function tableFileCase(draw: Draw): { readonly main: string; readonly file: string } {
  const backend = draw.pick(['', '', 'file:', 'static:']);
  const uses = ['match from src <t> reject', 'action a mbox alias <t>', 'action b relay host <t>'];
  const lines = [`table t "${backend}@FILES@/../@INCLUDE@"`, draw.pick(uses), 'match reject'];
  return { main: `${lines.join('\n')}\n`, file: tableFile(draw) };
}

function tableFile(draw: Draw): string {
  const style = draw.weighted({ list: 3, mapping: 5, any: 3 });
  const lines = draw.times(draw.between(0, 6), () => {
    if (draw.chance(20)) return draw.pick(REMARKS);
    return draw.pick(style === 'any' ? [...ENTRIES, ...PAIRS, ...ODD] : style === 'list' ? ENTRIES : PAIRS);
  });
  return lines.join(draw.chance(90) ? '\n' : '\r\n') + (draw.chance(80) ? '\n' : '');
}

const REMARKS = [
  '',
  ' ',
  '\t',
  '# remark',
  '#',
  '  # indented',
  '# @list',
  '#@list',
  '#  @list  ',
  '# @list x',
  '## @list',
  '#\t@list',
];

const ENTRIES = [
  'alpha',
  'example.org',
  '192.0.2.1',
  ' padded ',
  '\ttab',
  '@',
  '*',
  'a#b',
  'caf\xe9',
  'caf\xc3\xa9',
  '"quoted"',
  'a=b',
];

const PAIRS = [
  'root: alice',
  'root alice',
  'root\talice, bob',
  'root:alice',
  '  root :  alice  ',
  'root ::alice',
  'root:: alice',
  '::1 mx',
  'key: "a b"',
  'key: value # not a remark',
  'a : b : c',
];

const ODD = [
  'root:',
  'root: ',
  'root :',
  ':alice',
  ': alice',
  ':',
  ' : ',
  'a: :',
  'a : : b',
  'a\rb',
  'a: b\r',
  '\r',
  'a\0b: c',
  '\0',
  'a\x0bb',
  'a\x0c: b',
  '\x0b',
  'a:\x0bb',
  '\\',
  'a \\',
  `${'k'.repeat(1023)}`,
  `${'k'.repeat(1024)}`,
  `${'k'.repeat(1024)}: v`,
  `k: ${'v'.repeat(3000)}`,
];
