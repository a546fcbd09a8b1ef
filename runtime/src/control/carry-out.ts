import { messageIdOf } from '../queue/ids.js';
import type { Waiting } from '../queue/queued-envelope.js';
import type { RelayingEntry } from '../relay/relaying-entry.js';
import type { Scheduler } from '../schedule/scheduler.js';
import type { ControlCommand, Pausable, Selection, TraceSubsystem } from './command.js';
import type { Change, ControlReply } from './reply.js';
import type { Statistics } from './statistics.js';

/** What the control socket may touch of a running server. */
export interface ServerControls {
  readonly scheduler: Scheduler;
  readonly statistics: Statistics;
  /** Notes on disk how an envelope stands. */
  note(waiting: Waiting): Promise<void>;
  /** Takes an envelope out of the queue, on disk too; one that is being delivered may still arrive. */
  remove(id: string): Promise<void>;
  /** Reads a message back in that somebody put into the queue's directory; how many envelopes it has. */
  discover(id: string): Promise<number>;
  isPaused(what: Pausable): boolean;
  setPaused(what: Pausable, paused: boolean): void;
  setVerbose(verbose: boolean): void;
  setTracing(subsystem: TraceSubsystem, on: boolean): void;
  /** Reads a table again; what is wrong where that cannot be done, and then the table stays as it was. */
  updateTable(name: string): Promise<string | undefined>;
  /** What there is to say of relaying; times in seconds since the epoch. */
  relaying(what: 'hosts' | 'routes' | 'relays' | 'hoststats', now: number): Iterable<RelayingEntry>;
  /** Uses a route again that rests, by its number, or all of them with 0. */
  resumeRoute(id: number, now: number): void;
  /** Looks at the schedule now. */
  wake(): void;
}

/** Does what a command says and tells of it (control.c:control_dispatch_ext). `now` in seconds since the epoch. */
export async function* carryOut(
  command: ControlCommand,
  server: ServerControls,
  now: number,
): AsyncGenerator<ControlReply> {
  const { scheduler } = server;
  switch (command.type) {
    case 'show-queue':
      for (const entry of [...scheduler.all()]) {
        const { message } = command;
        if (message === undefined || messageIdOf(entry.envelope.id) === message) yield { type: 'envelope', entry };
      }
      return;
    case 'show-stats':
      for (const [name, value] of server.statistics.values(now)) yield { type: 'statistic', name, value };
      return;
    case 'digest':
      yield { type: 'digest', digest: server.statistics.digest() };
      return;
    case 'show-status': {
      const state = (what: Pausable) => (server.isPaused(what) ? 'paused' : 'running');
      yield { type: 'status', mda: state('mda'), mta: state('mta'), smtp: state('smtp') };
      return;
    }
    case 'show-hosts':
    case 'show-routes':
    case 'show-relays':
    case 'show-hoststats':
      yield* server.relaying(relayingOf(command.type), now);
      return;
    case 'schedule': {
      const count = scheduler.scheduleNow(command.which, now);
      server.wake();
      yield changed(count, 'scheduled');
      return;
    }
    case 'remove':
      yield changed(await remove(command.which, server), 'removed');
      return;
    case 'pause-envelope':
    case 'resume-envelope': {
      const suspended = command.type === 'pause-envelope';
      const touched = scheduler.suspend(command.which, suspended, now);
      for (const one of touched) await server.note(one);
      server.wake();
      yield changed(touched.length, suspended ? 'paused' : 'resumed');
      return;
    }
    case 'discover': {
      const count = await server.discover(command.id);
      server.wake();
      yield changed(count, 'discovered');
      return;
    }
    case 'pause':
    case 'resume': {
      const paused = command.type === 'pause';
      if (server.isPaused(command.what) === paused) yield { type: 'failed' };
      else {
        server.setPaused(command.what, paused);
        yield { type: 'succeeded' };
      }
      return;
    }
    case 'resume-route':
      server.resumeRoute(command.id, now);
      server.wake();
      yield { type: 'succeeded' };
      return;
    case 'log':
      server.setVerbose(command.level === 'verbose');
      yield { type: 'succeeded' };
      return;
    case 'trace':
    case 'untrace':
      server.setTracing(command.subsystem, command.type === 'trace');
      yield { type: 'succeeded' };
      return;
    case 'update-table': {
      const why = await server.updateTable(command.table);
      yield why === undefined ? { type: 'succeeded' } : { type: 'failed', why };
      return;
    }
  }
}

function relayingOf(type: 'show-hosts' | 'show-routes' | 'show-relays' | 'show-hoststats') {
  return type.slice('show-'.length) as 'hosts' | 'routes' | 'relays' | 'hoststats';
}

async function remove(which: Selection, server: ServerControls): Promise<number> {
  const ids = [...server.scheduler.all()].map(({ envelope }) => envelope.id);
  const wanted = ids.filter((id) => which === 'all' || id === which || messageIdOf(id) === which);
  for (const id of wanted) await server.remove(id);
  return wanted.length;
}

function changed(count: number, how: Change): ControlReply {
  return { type: 'changed', count, how };
}
