import type { ServerControls } from '../../control/carry-out.js';
import type { Pausable } from '../../control/command.js';
import type { Statistics } from '../../control/statistics.js';
import type { MailLog } from '../../log/mail-log.js';
import type { RelayRegister } from '../../relay/relay-register.js';
import type { Scheduler } from '../../schedule/scheduler.js';
import type { DiskQueue } from '../queue/disk-queue.js';

/** The parts of a running server that may be controlled. */
export interface ControlledParts {
  readonly queue: DiskQueue;
  readonly scheduler: Scheduler;
  readonly statistics: Statistics;
  readonly log: MailLog;
  readonly wake: () => void;
  readonly relays: RelayRegister;
  /** Holds clients back that connect from now on, or lets in those that wait. */
  readonly gate: { paused: boolean; open(): void };
  readonly updateTable: (name: string) => Promise<string | undefined>;
}

/** A running server as its control socket sees it. */
export function serverControls(parts: ControlledParts): ServerControls {
  const { queue, scheduler, statistics, log, gate } = parts;
  return {
    scheduler,
    statistics,
    wake: parts.wake,
    updateTable: parts.updateTable,
    note: ({ envelope, progress }) => queue.update(envelope.id, progress),
    remove: async (id) => {
      await queue.finish(id, 'removed');
      if (!scheduler.remove(id)) return;
      statistics.decrement('scheduler.envelope');
      statistics.increment('scheduler.envelope.removed');
    },
    discover: async (id) => {
      const found = queue.discover(id);
      const added = found.filter(({ envelope }) => scheduler.get(envelope.id) === undefined);
      for (const one of added) scheduler.add(one);
      statistics.increment('scheduler.envelope', added.length);
      return found.length;
    },
    isPaused: (what) => (what === 'smtp' ? gate.paused : scheduler.isPaused(what)),
    setPaused: (what, paused) => {
      log.info(`info: ${what} ${paused ? 'paused' : 'resumed'}`);
      setPaused(parts, what, paused);
    },
    setVerbose: (verbose) => log.setVerbose(verbose),
    setTracing: (subsystem, on) => log.setTracing(subsystem, on),
    relaying: (what, now) => parts.relays.entries(what, now),
    resumeRoute: (id, now) => parts.relays.resume(id, now),
  };
}

function setPaused({ scheduler, gate, wake }: ControlledParts, what: Pausable, paused: boolean): void {
  if (what === 'smtp') {
    gate.paused = paused;
    if (!paused) gate.open();
  } else if (paused) scheduler.pause(what);
  else {
    scheduler.resume(what);
    wake();
  }
}
