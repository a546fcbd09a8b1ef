import type { CompiledConfig } from '@smtpd-conf/compiler';
import { type Effect, type Exchanger, mailExchangers, type ReportEvent, runTaskAsync } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import { OutgoingSession } from '../../relay/outgoing-session.js';
import { RelayRegister } from '../../relay/relay-register.js';
import { hostText } from '../../relay/relaying-entry.js';
import { ConnectionPool } from './connection-pool.js';
import { nameOfHost } from './name-of-host.js';
import { type RelayBatch, RelayBatches, type RelayRequest } from './relay-batch.js';
import { type Connected, type ConnectFailure, connect } from './smtp-connect.js';
import { transaction } from './smtp-transaction.js';

export interface RelayOptions {
  readonly config: CompiledConfig;
  readonly answer: (effect: Effect) => Promise<unknown>;
  /** Reads a certificate or key that the configuration names. */
  readonly read: (path: string) => Buffer;
  /** Takes a line of the mail log. */
  readonly log: (line: string) => void;
  /** Another id for a session. */
  readonly newId: () => string;
  /** Tells the processes behind a filter of what happens in a session. */
  readonly report: (filter: string, event: ReportEvent, session: string, fields: readonly string[]) => void;
}

/** What the daemon says where nothing got through to any of a relay's hosts, whatever it was (mta.c:mta_on_source). */
const NOTHING_GOT_THROUGH: DeliveryResult = { outcome: 'tempfail', text: 'Network error on destination MXs' };

/** Sends mail on to other servers (mta.c, mta_session.c). */
export class Relay {
  readonly register: RelayRegister;
  private readonly batches = new RelayBatches((batch) => this.send(batch));
  private readonly pool: ConnectionPool;

  constructor(private readonly options: RelayOptions) {
    this.pool = new ConnectionPool(options.config.settings.mta.limits.values);
    this.register = new RelayRegister(options.log);
  }

  /** Never rejects. */
  deliver(request: RelayRequest): Promise<DeliveryResult> {
    return this.batches.add(request);
  }

  stop(): void {
    this.pool.close();
  }

  private async send(batch: RelayBatch): Promise<readonly DeliveryResult[]> {
    const begun = this.register.expect(batch.plan.name);
    try {
      return await this.toExchangers(batch, begun);
    } catch (error) {
      return sameForAll(batch, { outcome: 'tempfail', text: `internal error: ${(error as Error).message}` });
    } finally {
      begun();
    }
  }

  /** To the exchangers in the order of their preference, the next where nothing gets through to one. A refusal is final. */
  private async toExchangers(batch: RelayBatch, begun: () => void): Promise<readonly DeliveryResult[]> {
    const { config, answer } = this.options;
    const { plan } = batch;
    const found = await runTaskAsync(mailExchangers(plan.destination, config.target), answer);
    if (found.type === 'failure') {
      const outcome = found.lasting === 'temporary' ? 'tempfail' : 'permfail';
      return sameForAll(batch, { outcome, text: found.reason });
    }
    const addresses = found.exchangers.map(({ address }) => address);
    this.register.resolved(plan.name, addresses);
    for (const exchanger of found.exchangers) {
      if (!this.register.isUsable(sourceOf(plan), exchanger.address, seconds())) continue;
      const results = await this.toExchanger(batch, exchanger, begun);
      if (!results) continue;
      this.remember(batch, results);
      return results;
    }
    return sameForAll(batch, NOTHING_GOT_THROUGH);
  }

  /** Undefined where no connection came about. */
  private async toExchanger(
    batch: RelayBatch,
    exchanger: Exchanger,
    begun: () => void,
  ): Promise<readonly DeliveryResult[] | undefined> {
    const { protocol, port, tls, helo, source, credentials, filter } = batch.plan;
    const key = JSON.stringify([exchanger, protocol, port, tls, helo, source, credentials, filter]);
    return this.pool.use(exchanger.address, async () => {
      const kept = this.pool.take(key);
      if (kept) {
        begun();
        const results = await this.over(kept, key, batch, exchanger);
        // It may have been closed while nobody looked.
        if (results) return results;
      }
      const connected = await this.open(batch, exchanger);
      if ('failure' in connected) return undefined;
      begun();
      const lost: DeliveryResult = { outcome: 'tempfail', text: 'Connection closed unexpectedly' };
      return (await this.over(connected, key, batch, exchanger)) ?? sameForAll(batch, lost);
    });
  }

  /** Where TLS was only offered and failed, the message goes in the clear. */
  private async open({ plan }: RelayBatch, exchanger: Exchanger): Promise<Connected | ConnectFailure> {
    const { config, read, answer } = this.options;
    const { address } = exchanger;
    const name = this.register.nameOf(address) ?? (await nameOfHost(address, answer));
    if (name !== undefined) this.register.setName(address, name);
    const session = this.newSession(plan.filter);
    const link = this.register.connect(plan.name, sourceOf(plan), address, seconds());
    const options = { plan, exchanger, name, session, config, read };
    const first = await connect(options);
    const connected = 'failure' in first && first.failure === 'insecure' ? await connect(options, true) : first;
    const ended = (): void => {
      session.ended();
      link.ended(seconds());
      this.wakeRoutes();
    };
    if ('failure' in connected) {
      session.failed(connected.text);
      ended();
    } else {
      link.ready();
      connected.connection.once('end', ended);
      if (connected.lost) ended();
    }
    return connected;
  }

  private newSession(filter: string | undefined): OutgoingSession {
    const { config, log, newId, report } = this.options;
    const id = newId();
    return new OutgoingSession({
      id,
      target: config.target,
      log,
      report: (event, fields) => {
        if (filter !== undefined) report(filter, event, id, fields);
      },
    });
  }

  /** Undefined where the connection was lost before the server took the message or refused it. */
  private async over(
    connected: Connected,
    key: string,
    batch: RelayBatch,
    { address }: Exchanger,
  ): Promise<readonly DeliveryResult[] | undefined> {
    const { results, reusable } = await transaction(connected, batch);
    if (reusable) this.pool.keep(key, connected);
    else connected.connection.close();
    const { id, source } = connected.session;
    const session = { id, source, peer: hostText(address, this.register.nameOf(address)) };
    return results?.map((result) => ({ ...result, session }));
  }

  /** mta_session.c:mta_flush_task. */
  private remember({ recipients }: RelayBatch, results: readonly DeliveryResult[]): void {
    for (const [at, recipient] of recipients.entries()) {
      const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
      this.register.results.update(domain, results[at]?.text ?? '', seconds());
    }
  }

  /** Routes that rest are used again when their time has come, and the log says so then. */
  private wakeRoutes(): void {
    const due = this.register.settle(seconds());
    if (due !== undefined) setTimeout(() => this.wakeRoutes(), Math.max(1, due - seconds()) * 1000).unref();
  }
}

/** What a session is from, as the log names it where the system chooses. */
function sourceOf({ source }: RelayBatch['plan']): string {
  return source ?? '[]';
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function sameForAll({ recipients }: RelayBatch, result: DeliveryResult): readonly DeliveryResult[] {
  return recipients.map(() => result);
}
