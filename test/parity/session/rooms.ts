import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SOURCE_ENTRIES } from '../../../scripts/source-entries.mjs';
import type { RawFacts } from './facts.js';
import type { Scenario } from './scenario.js';

/** Fresh namespaces: whatever happens in a room, the machine around it does not notice, and all of it ends with us. */
const UNSHARE = ['-m', '-n', '-u', '-p', '-f', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** Rooms in which a daemon lives through scenarios, one in each room at a time. */
export class Rooms {
  private readonly queue: { readonly scenario: Scenario; readonly resolve: (facts: RawFacts) => void }[] = [];
  private readonly rooms: Room[] = [];

  private constructor(private readonly directory: string) {}

  /**
   * Opens as many rooms as there are cores. Needs root.
   * @param subject the arguments of room/main.ts
   */
  static async open(subject: readonly string[], count = availableParallelism()): Promise<Rooms> {
    const directory = mkdtempSync(join(tmpdir(), 'smtpd-rooms-'));
    const program = join(directory, 'room.cjs');
    await build({
      entryPoints: [fileURLToPath(new URL('room/main.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      alias: SOURCE_ENTRIES,
      logLevel: 'warning',
    });
    const rooms = new Rooms(directory);
    for (let at = 0; at < count; at += 1) rooms.rooms.push(new Room(program, subject));
    return rooms;
  }

  /** What the daemon makes of a scenario. */
  live(scenario: Scenario): Promise<RawFacts> {
    return new Promise((resolve) => {
      this.queue.push({ scenario, resolve });
      for (const room of this.rooms) void this.work(room);
    });
  }

  close(): void {
    for (const room of this.rooms) room.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async work(room: Room): Promise<void> {
    if (room.busy) return;
    const next = this.queue.shift();
    if (!next) return;
    next.resolve(await liveThrough(room, next.scenario));
    await this.work(room);
  }
}

/** How long one scenario may take before its room is torn down, and how often it then begins anew in a fresh one. */
const PATIENCE_MS = 240_000;
const TRIES = 3;

/** A room that comes to no end says something of the machine, not of the scenario. */
async function liveThrough(room: Room, scenario: Scenario): Promise<RawFacts> {
  let lost = '';
  for (let left = TRIES; left > 0; left -= 1) {
    const lived = await room.live(scenario);
    if (!('lost' in lived)) return lived;
    lost = lived.lost;
  }
  return { ...NOTHING, failure: `${scenario.name}: ${lost}` };
}

class Room {
  busy = false;
  private child: ChildProcess | undefined;
  private lines: Interface | undefined;
  private errors = '';

  constructor(
    private readonly program: string,
    private readonly subject: readonly string[],
  ) {}

  live(scenario: Scenario): Promise<RawFacts | { readonly lost: string }> {
    this.busy = true;
    const child = this.open();
    return new Promise((resolve) => {
      const settle = (facts: RawFacts | { readonly lost: string }) => {
        clearTimeout(timer);
        this.lines?.removeAllListeners('line');
        child.removeAllListeners('close');
        this.busy = false;
        resolve(facts);
      };
      const fail = (reason: string) => {
        this.close();
        settle({ lost: `${reason}: ${this.errors}` });
      };
      const timer = setTimeout(() => fail('took too long'), PATIENCE_MS);
      this.lines?.once('line', (line) => settle(JSON.parse(line)));
      child.once('close', () => fail('the room ended'));
      child.stdin?.write(`${JSON.stringify(scenario)}\n`);
    });
  }

  close(): void {
    this.child?.removeAllListeners('close');
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private open(): ChildProcess {
    if (this.child) return this.child;
    this.errors = '';
    const child = spawn('unshare', [...UNSHARE, process.execPath, this.program, ...this.subject], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    });
    child.stderr.on('data', (bytes: Buffer) => {
      this.errors += bytes.toString('latin1');
    });
    this.lines = createInterface({ input: child.stdout });
    this.child = child;
    return child;
  }
}

const NOTHING: RawFacts = { sessions: [], results: [], commands: [], files: [], sinks: [], log: '' };
