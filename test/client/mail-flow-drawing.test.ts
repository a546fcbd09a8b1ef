import { expect, test } from 'vitest';
import { dotOf, drawMailFlow } from '../../client/src/panels/mail-flow-drawing.js';

const FLOW = {
  nodes: [
    { id: 'l', kind: 'listener', label: '0.0.0.0:25' },
    { id: 'r', kind: 'rule', label: 'from any\nfor domain "a\\b"' },
    { id: 'a', kind: 'action', label: '<script>alert(1)</script>' },
  ],
  edges: [
    { from: 'l', to: 'r', label: '1' },
    { from: 'r', to: 'a' },
    { from: 'r', to: 'nowhere' },
  ],
} as const;

test('labels are quoted, and an edge to a node that is not there is left out', () => {
  const dot = dotOf(FLOW);
  expect(dot).toContain('label="from any\\nfor domain \\"a\\\\b\\""');
  expect(dot).toContain('n0 -> n1 [label="1"];');
  expect(dot.match(/->/g)).toHaveLength(2);
});

test('the picture is SVG that can be found its way in and runs nothing', async () => {
  const svg = await drawMailFlow(FLOW);
  expect(svg).toMatch(/^<svg/);
  expect([...svg.matchAll(/<g id="(node\d)"/g)].map(([, id]) => id)).toEqual(['node0', 'node1', 'node2']);
  expect(svg).toMatch(/class="node listener"/);
  expect(svg).not.toContain('<script>');
});
