// A DNS server on 127.0.0.1:53: node small-dns.mjs. It knows the names below and no others, and prints a line when it listens.
import { createSocket } from 'node:dgram';
import { AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';

const SERVFAIL = 2;
const NXDOMAIN = 3;

const mx = (...pairs) => pairs.map(([preference, exchange]) => ({ type: 'MX', data: { preference, exchange } }));

const NAMES = {
  'preferred.example': mx([20, 'two.test'], [10, 'one.test']),
  'fallback.example': mx([10, 'closed.test'], [20, 'two.test']),
  'null.example': mx([0, '.']),
  'address.example': [{ type: 'A', data: '127.0.0.4' }],
  'broken.example': SERVFAIL,
  'one.test': [{ type: 'A', data: '127.0.0.1' }],
  'two.test': [{ type: 'A', data: '127.0.0.2' }],
  'closed.test': [{ type: 'A', data: '127.0.0.3' }],
};

const socket = createSocket('udp4');
socket.on('message', (bytes, { port, address }) => {
  const { id, questions } = decode(bytes);
  const [{ name, type }] = questions;
  const known = NAMES[name.toLowerCase()] ?? NXDOMAIN;
  const code = typeof known === 'number' ? known : 0;
  const answers = code === 0 ? known.filter((one) => one.type === type).map((one) => ({ ...one, name, ttl: 1 })) : [];
  const flags = AUTHORITATIVE_ANSWER | code;
  socket.send(encode({ type: 'response', id, flags, questions, answers }), port, address);
});
socket.bind(53, '127.0.0.1', () => process.stdout.write('listening\n'));
