import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DescribedFile } from '@smtpd-conf/compiler';
import type { Draw } from '../../fuzz/draw.js';
import type { ScenarioUser, ScenarioWorld, Sink } from '../scenario.js';
import type { DrawnConfig } from './draw-config.js';
import { FILTER_PROGRAM, filterProgram } from './draw-filters.js';
import { drawLine, drawTargets } from './draw-targets.js';
import { INCLUDED, NESTED, NETWORKS, PEOPLE, SENDERS } from './pools.js';

const CERTIFICATES = fileURLToPath(
  new URL('../../../../examples/mail.example.org/etc/mail/certs/mail.example.org', import.meta.url),
);

/** The machine around a drawn configuration. */
export function drawWorld(draw: Draw, { filters }: DrawnConfig, { tls }: { readonly tls: boolean }): ScenarioWorld {
  const [answers] = Object.values(filters);
  return {
    hostname: 'mx.example.test',
    users: drawUsers(draw),
    files: {
      '/srv': { directory: true, mode: '1777' },
      '/srv/dora': { directory: true, uid: 3001, gid: 3001 },
      [INCLUDED]: drawIncluded(draw),
      [NESTED]: `:include:${INCLUDED}\n${drawIncluded(draw)}`,
      [PEOPLE]: drawLines(draw, [
        ...SENDERS,
        '@a.test',
        'bob',
        '# comment',
        '  alice@a.test  ',
        '@*.test',
        'carol+tag',
      ]),
      [NETWORKS]: drawLines(draw, ['192.0.2.0/28', '198.51.100.3', '::1', '2001:db8::/32', 'nonsense', '127.0.0.1']),
      ...(answers ? { [FILTER_PROGRAM]: { mode: '0755', text: filterProgram(answers) } } : {}),
      ...(tls ? certificates() : {}),
    },
    hosts: {
      'mail.example.com': ['192.0.2.10'],
      'web.example.com': ['192.0.2.99'],
      'mx1.b.test': ['127.0.0.11'],
      'mx2.b.test': ['127.0.0.12'],
      'xb.test': ['127.0.0.12'],
    },
    reverse: {
      '192.0.2.10': 'mail.example.com',
      '192.0.2.11': 'web.example.com',
      '192.0.2.77': 'liar.test',
    },
    mx: {
      'b.test': [
        { preference: 20, host: 'mx2.b.test' },
        { preference: 10, host: 'mx1.b.test' },
      ],
    },
    tables: {
      database: {
        team: drawTargets(draw).replaceAll('\\\\', '\\') || 'alice',
        root: 'alice',
        carol: 'dora, bob@a.test',
      },
      doms: draw.shuffled(['a.test', 'b.test', '*.a.test']).slice(0, 2),
    },
    filters,
  };
}

/** Servers for every host that a drawn action may name. */
export const SINKS: readonly Sink[] = [
  ...[2, 3, 4, 5, 6, 7, 8, 10].map((host) => smtpSink(`127.0.0.${host}`, 2525, host === 2 ? ['DSN'] : [])),
  ...[11, 12].map((host) => smtpSink(`127.0.0.${host}`, 25, [])),
  { protocol: 'lmtp', at: { address: '127.0.0.9', port: 2424 }, extensions: [], replies: {} },
  { protocol: 'lmtp', at: { path: '/srv/lmtp.sock' }, extensions: [], replies: {} },
];

function smtpSink(address: string, port: number, extensions: readonly string[]): Sink {
  return { protocol: 'smtp', at: { address, port }, extensions, replies: {} };
}

function drawUsers(draw: Draw): Record<string, ScenarioUser> {
  const users = { alice: 2001, bob: 2002, carol: 2003, vmail: 2010 };
  return Object.fromEntries(
    Object.entries(users).map(([name, uid]) => [
      name,
      { uid, ...(draw.chance(35) ? { forward: drawForward(draw) } : {}) },
    ]),
  );
}

function drawForward(draw: Draw): string | DescribedFile {
  const lines = draw.times(draw.between(0, 3), () => drawLine(draw));
  const padding = draw.chance(4) ? `#${'x'.repeat(draw.pick([4000, 4090, 4095]))}\n` : '';
  const end = draw.chance(10) ? '' : '\n';
  const text = `${padding}${draw.chance(20) ? '# comment\n' : ''}${lines.join(draw.chance(5) ? '\r\n' : '\n')}${end}`;
  return draw.chance(10) ? { text, mode: draw.pick(['0666', '0664', '0600', '0000']) } : text;
}

function drawIncluded(draw: Draw): string {
  return draw.times(draw.between(0, 3), () => `${drawLine(draw)}\n`).join('');
}

function drawLines(draw: Draw, pool: readonly string[]): string {
  // The first entry makes it a list.
  const [first = 'nobody@x.test'] = pool;
  return [first, ...draw.times(draw.between(0, 4), () => draw.pick(pool)), ''].join('\n');
}

function certificates(): Record<string, DescribedFile> {
  return {
    '/etc/mail/mx.crt': { text: readFileSync(`${CERTIFICATES}.crt`, 'latin1') },
    '/etc/mail/mx.key': { text: readFileSync(`${CERTIFICATES}.key`, 'latin1'), mode: '0600' },
  };
}
