import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { JudgeVersion } from '../../support/judge.js';
import type { Scenario, ScenarioSession, ScenarioUser, ScenarioWorld, Sink, Step } from './scenario.js';

export const SCENARIOS = fileURLToPath(new URL('../../../fixtures/sessions', import.meta.url));

/** A fixture: the scenario, and the releases that it means something to. */
export interface ScenarioFixture extends Scenario {
  readonly releases: readonly JudgeVersion[];
}

/** What a fixture's file holds; everything but `about`, `config` and `sessions` has a default. */
interface WrittenScenario {
  readonly about: string;
  readonly releases?: readonly JudgeVersion[];
  readonly config: string;
  readonly world?: Partial<ScenarioWorld>;
  readonly sinks?: readonly WrittenSink[];
  readonly sessions: readonly WrittenSession[];
}

type WrittenSink = Partial<Omit<Sink, 'at'>> & { readonly at: string };

interface WrittenSession {
  readonly from?: string;
  /** ADDRESS:PORT, or `socket`. */
  readonly to?: string;
  readonly smtps?: boolean;
  readonly lines?: string | readonly (string | { readonly raw: string } | { readonly tls: true })[];
  readonly sendmail?: readonly string[];
  readonly as?: string;
  readonly text?: string;
}

/** The host that most scenarios take place on. */
const HOSTNAME = 'mx.example.test';

/** Users that are there unless the scenario says which are. */
const USERS: Readonly<Record<string, ScenarioUser>> = {
  alice: { uid: 2001 },
  bob: { uid: 2002 },
  carol: { uid: 2003 },
  vmail: { uid: 2010 },
};

export function readScenario(path: string, name: string): ScenarioFixture {
  const written = parse(readFileSync(path, 'utf8')) as WrittenScenario;
  const {
    hostname = HOSTNAME,
    users = USERS,
    files = {},
    hosts = {},
    reverse = {},
    mx = {},
    tables = {},
    filters = {},
  } = written.world ?? {};
  return {
    name,
    about: written.about,
    releases: written.releases ?? ['6.8.0', '7.8.0'],
    config: written.config,
    world: { hostname, users, files, hosts, reverse, mx, tables, filters },
    sinks: (written.sinks ?? []).map(readSink),
    sessions: written.sessions.map(readSession),
  };
}

/** Every scenario under fixtures/sessions, in the order of their names. */
export function allScenarios(): ScenarioFixture[] {
  const names = readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => readScenario(`${SCENARIOS}/${name}`, name.slice(0, -'.yaml'.length)));
}

function readSink({ protocol = 'smtp', at, extensions = [], replies = {}, tls }: WrittenSink): Sink {
  const where = at.startsWith('/') ? { path: at } : readAddress(at);
  return { protocol, at: where, extensions, replies, ...(tls ? { tls } : {}) };
}

function readSession(session: WrittenSession): ScenarioSession {
  if (session.sendmail) {
    return { via: 'sendmail', as: session.as ?? 'alice', arguments: session.sendmail, text: session.text ?? '' };
  }
  const to = readAddress(session.to ?? '127.0.0.1:25');
  const from = session.from ?? (to.address.includes(':') ? '::1' : '127.0.0.1');
  return { via: 'tcp', from, to, smtps: session.smtps ?? false, steps: readSteps(session.lines ?? '') };
}

function readSteps(lines: NonNullable<WrittenSession['lines']>): Step[] {
  if (typeof lines === 'string')
    return lines
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => ({ line }));
  return lines.map((step) => (typeof step === 'string' ? { line: step } : step));
}

/** ADDRESS:PORT; an IPv6 address without brackets, the port behind the last colon. */
function readAddress(text: string): { readonly address: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}
