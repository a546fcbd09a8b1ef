import {
  type DispatchPlan,
  dispatch,
  type Effect,
  hasBeenDelivered,
  LOOP_FAILURE,
  type LocalPlan,
  type MailServices,
  type RelayPlan,
  runTaskAsync,
  textBytes,
} from '@smtpd-conf/engine';
import type { Statistics } from '../../control/statistics.js';
import type { DeliveryResult } from '../../deliver/job.js';
import { deliveryLogLine } from '../../log/delivery-log.js';
import { type EnvelopeId, messageIdOf } from '../../queue/ids.js';
import type { EnvelopeProgress, Waiting } from '../../queue/queued-envelope.js';
import { DeliveryPace } from '../../schedule/delivery-pace.js';
import { Scheduler } from '../../schedule/scheduler.js';
import { readPieces } from '../disk-file.js';
import type { MessageBytes } from '../privilege/privileges.js';
import type { DiskQueue } from '../queue/disk-queue.js';
import type { Notification } from './notifications.js';

export interface DeliveryLoopOptions {
  readonly queue: DiskQueue;
  readonly scheduler: Scheduler;
  readonly statistics: Statistics;
  /** Of the tables as they are now. */
  readonly services: () => MailServices['dispatch'];
  readonly answer: (effect: Effect) => Promise<unknown>;
  /** How many envelopes are worked on at a time at most. */
  readonly concurrency: number;
  /** Whether so many messages come in at once that deliveries wait. */
  readonly isBusy: () => boolean;
  /** `bounce warn-interval`, in seconds. */
  readonly warnings: readonly number[];
  readonly deliverLocally: (id: EnvelopeId, plan: LocalPlan, message: MessageBytes) => Promise<DeliveryResult>;
  /** What root does for a delivery before the process is there that fails at it. */
  readonly prepareMailbox: (id: EnvelopeId) => Promise<void>;
  readonly relay: (waiting: Waiting, plan: RelayPlan, message: MessageBytes) => Promise<DeliveryResult>;
  /** Tells the sender; what comes of that is not this envelope's affair. */
  readonly notify: (notification: Notification) => Promise<void>;
  readonly log: (line: string) => void;
}

/** Milliseconds between looks at the schedule when nothing wakes the loop up. */
const LONGEST_NAP = 60_000;
/** Bytes of a message that are searched for the headers of an earlier delivery. */
const HEADERS_MAX = 1 << 20;

/** Takes envelopes that are due out of the queue, and puts back those that could not be delivered yet. */
export class DeliveryLoop {
  private readonly pace = new DeliveryPace();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private idle: (() => void) | undefined;

  constructor(private readonly options: DeliveryLoopOptions) {}

  /** Looks at the schedule now: something came in, or was asked for. */
  wake(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    const { scheduler, concurrency, isBusy } = this.options;
    const now = seconds();
    const free = this.pace.free(Date.now(), concurrency, isBusy());
    for (const waiting of scheduler.take(now, free)) this.start(waiting, now);
    const due = scheduler.nextDue();
    if (due === undefined || this.pace.running >= concurrency) return;
    const nap = Math.max(this.pace.wait(Date.now()), Math.min(LONGEST_NAP, due * 1000 - Date.now()));
    this.timer = setTimeout(() => this.wake(), nap);
  }

  /** Takes nothing more; resolves when what was begun is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    if (this.pace.running > 0) {
      await new Promise<void>((resolve) => {
        this.idle = resolve;
      });
    }
  }

  private start(waiting: Waiting, now: number): void {
    const { statistics } = this.options;
    const end = this.pace.begin(Date.now());
    statistics.increment('scheduler.envelope.inflight');
    this.work(waiting, now)
      .catch((error: Error) => this.retry(waiting, `internal error: ${error.message}`))
      .catch((error: Error) => this.options.log(`warn: envelope ${waiting.envelope.id}: ${error.message}`))
      .finally(() => {
        end();
        statistics.decrement('scheduler.envelope.inflight');
        if (this.pace.running === 0) this.idle?.();
        this.wake();
      });
  }

  private async work(waiting: Waiting, now: number): Promise<void> {
    const { envelope, progress } = waiting;
    if (Scheduler.isExpired(envelope, now)) {
      const error = progress.error ?? 'Envelope expired';
      await this.notify({ waiting, action: 'failed', error, message: this.message(waiting) });
      return this.done(waiting, 'expired');
    }
    const { services, answer, deliverLocally, relay } = this.options;
    const meant = await runTaskAsync(dispatch(services(), envelope.envelope, envelope.delivery), answer);
    if (meant.type === 'failure' && meant.inProcess) await this.options.prepareMailbox(envelope.id);
    const message = this.message(waiting);
    const looped = meant.type === 'local' && hasBeenDelivered(await headOf(message), envelope.envelope);
    const plan = looped ? LOOP_FAILURE : meant;
    const result =
      plan.type === 'failure'
        ? failureOf(plan)
        : plan.type === 'local'
          ? await deliverLocally(envelope.id, plan, withHeaders(plan.headers, message))
          : await relay(waiting, plan, message);
    const { text: error } = result;
    // The sender is told before the envelope goes, so that a crash in between tells twice and never not at all.
    if (result.outcome === 'ok') await this.confirm(waiting, result);
    if (result.outcome === 'permfail') await this.notify({ waiting, action: 'failed', error, message });
    this.options.log(deliveryLogLine(envelope, plan, result, seconds()));
    this.options.statistics.increment(`scheduler.delivery.${looped ? 'loop' : result.outcome}`);
    if (result.outcome === 'ok') await this.done(waiting, 'delivered');
    else if (result.outcome === 'tempfail') await this.retry(waiting, result.text);
    else await this.done(waiting, 'failed');
  }

  /** queue.c: senders who asked for it are told, but by the next server where that can. */
  private async confirm(waiting: Waiting, result: Extract<DeliveryResult, { outcome: 'ok' }>): Promise<void> {
    const { dsn, transport } = waiting.envelope;
    if (dsn.notify.includes('success') && (transport === 'mda' || result.withoutDsn)) {
      const action = transport === 'mda' ? 'delivered' : 'relayed';
      await this.notify({ waiting, action, error: 'Delivered', message: this.message(waiting) });
    }
  }

  private async done(waiting: Waiting, how: 'delivered' | 'failed' | 'expired'): Promise<void> {
    const { scheduler, statistics, queue, log } = this.options;
    const unnoted = await queue.finish(waiting.envelope.id, how);
    if (unnoted !== undefined)
      log(`warn: envelope ${waiting.envelope.id} is ${how}, but the queue cannot note it: ${unnoted}`);
    // It may have been removed by hand while it was on its way.
    if (!scheduler.remove(waiting.envelope.id)) return;
    statistics.decrement('scheduler.envelope');
    if (how === 'expired') statistics.increment('scheduler.envelope.expired');
  }

  private async retry(waiting: Waiting, error: string): Promise<void> {
    const { scheduler, warnings } = this.options;
    const { id, created } = waiting.envelope;
    const retried = scheduler.retry(id, error, seconds());
    if (!retried) return;
    await this.note(id, retried.progress);
    // scheduler.c: the first warning whose time comes before the next try.
    const delay = warnings.find(
      (one) => retried.due >= created + one && (retried.progress.lastBounce ?? 0) < created + one,
    );
    if (delay === undefined) return;
    const warned = scheduler.warned(id, created + delay);
    if (warned) await this.note(id, warned);
    await this.notify({ waiting, action: 'delayed', error, delay, message: this.message(waiting) });
  }

  /** A note that is lost costs a try more after a restart. */
  private async note(id: EnvelopeId, progress: EnvelopeProgress): Promise<void> {
    const { queue, log } = this.options;
    await queue.update(id, progress).catch((error: Error) => log(`warn: envelope ${id}: ${error.message}`));
  }

  private async notify(notification: Notification): Promise<void> {
    const { sender } = notification.waiting.envelope.envelope;
    // Nobody waits for news of a bounce, or of what he wants to hear nothing of (queue.c:queue_bounce).
    if (sender.user === '' && sender.domain === '') return;
    if (notification.waiting.envelope.dsn.notify.includes('never')) return;
    this.options.statistics.increment('queue.bounce');
    await this.options.notify(notification);
  }

  private message({ envelope }: Waiting): MessageBytes {
    const { queue } = this.options;
    return async function* () {
      const recent = queue.recentMessage(messageIdOf(envelope.id));
      if (recent !== undefined) return yield recent;
      const opened = queue.openMessage(messageIdOf(envelope.id));
      if (!opened) throw new Error('the message is gone');
      try {
        yield* readPieces(opened.file, opened.bytes);
      } finally {
        opened.file.close();
      }
    };
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function failureOf({ lasting, reason }: Extract<DispatchPlan, { type: 'failure' }>): DeliveryResult {
  return { outcome: lasting === 'temporary' ? 'tempfail' : 'permfail', text: reason };
}

function withHeaders(headers: string, message: MessageBytes): MessageBytes {
  return async function* () {
    yield textBytes(headers);
    yield* message();
  };
}

async function headOf(message: MessageBytes): Promise<string> {
  let head = '';
  for await (const bytes of message()) {
    head += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    if (head.includes('\n\n') || head.length > HEADERS_MAX) break;
  }
  return head;
}
