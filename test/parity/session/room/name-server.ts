import { createSocket, type Socket } from 'node:dgram';
import { type Answer, decode, encode, type Packet } from 'dns-packet';
import type { ScenarioWorld } from '../scenario.js';
import { NAME_SERVER } from './stage.js';

/** Serves the DNS that a world describes; every other name does not exist. */
export async function startNameServer(world: () => ScenarioWorld): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, { port, address }) => {
    const query = decode(bytes);
    socket.send(encode(respond(query, world())), port, address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, NAME_SERVER, resolve);
  });
  return socket;
}

const NXDOMAIN = 3;
const AUTHORITATIVE = 0x0400;
const RECURSION_AVAILABLE = 0x0080;

function respond({ id = 0, questions = [], flags = 0 }: Packet, world: ScenarioWorld): Packet {
  const [question] = questions;
  const name = question?.name.toLowerCase() ?? '';
  const answers = question ? answersTo(name, question.type, world) : [];
  const code = answers.length > 0 || isKnown(name, world) ? 0 : NXDOMAIN;
  return {
    type: 'response',
    id,
    flags: (flags & 0x0100) | AUTHORITATIVE | RECURSION_AVAILABLE | code,
    questions,
    answers,
  };
}

function answersTo(name: string, type: string, world: ScenarioWorld): Answer[] {
  const addresses = world.hosts[name] ?? [];
  const ttl = 60;
  switch (type) {
    case 'A':
      return addresses.filter((one) => !one.includes(':')).map((data) => ({ type: 'A', name, ttl, data }));
    case 'AAAA':
      return addresses.filter((one) => one.includes(':')).map((data) => ({ type: 'AAAA', name, ttl, data }));
    case 'MX':
      return (world.mx[name] ?? []).map(({ preference, host }) => ({
        type: 'MX',
        name,
        ttl,
        data: { preference, exchange: host },
      }));
    case 'PTR': {
      const found = Object.entries(world.reverse).find(([address]) => reverseName(address) === name);
      return found ? [{ type: 'PTR', name, ttl, data: found[1] }] : [];
    }
    default:
      return [];
  }
}

function isKnown(name: string, { hosts, mx }: ScenarioWorld): boolean {
  return name in hosts || name in mx;
}

function reverseName(address: string): string {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  const digits = groups.map((group) => group.padStart(4, '0')).join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa`;
}
