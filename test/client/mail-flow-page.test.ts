import { expect, test } from 'vitest';
import { mailFlowPage } from '../../client/src/panels/mail-flow-page.js';

const NODES = [
  { id: 'l', kind: 'listener', label: '0.0.0.0:25' },
  { id: 'r', kind: 'rule', label: 'from any' },
] as const;
const location = { uri: 'file:///a', range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } } };
const refusals = (count: number) => Array.from({ length: count }, (_, at) => ({ text: `a:${at}: <b>`, location }));

const pageOf = (refused: readonly { text: string }[]): string =>
  mailFlowPage('Mail flow', { nodes: NODES, edges: [], refused }, '<svg></svg>');

test('the legend names the kinds that there are', () => {
  expect([...pageOf([]).matchAll(/<span class="(\w+)">/g)].map(([, kind]) => kind)).toEqual(['listener', 'rule']);
});

test('of what the daemon takes nothing is said to be missing', () => {
  expect(pageOf([])).not.toContain('<section');
});

test('what the daemon refuses stands above the picture, ten places at most, and leads there', () => {
  const html = pageOf(refusals(12));
  expect(html.indexOf('<section')).toBeLessThan(html.indexOf('<svg'));
  expect([...html.matchAll(/data-refused="(\d+)">([^<]*)</g)].map(([, at, text]) => [at, text])).toEqual(
    refusals(10).map((_, at) => [String(at), `a:${at}: &#60;b&#62;`]),
  );
  expect(html).toContain('and 2 more');
});

test('what has no place is said without a link', () => {
  expect(pageOf([{ text: 'no rules' }])).toContain('<li>no rules</li>');
});
