import type { CompiledConfig } from '@smtpd-conf/compiler';
import { type Effect, type Exchanger, mailExchangers, type ReverseAnswer, runTaskAsync } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import type { SessionReport } from '../../relay/session-report.js';
import { ConnectionPool } from './connection-pool.js';
import { type RelayBatch, RelayBatches, type RelayRequest } from './relay-batch.js';
import { type Connected, type ConnectFailure, type ConnectOptions, connect } from './smtp-connect.js';
import { transaction } from './smtp-transaction.js';

export interface RelayOptions {
  readonly config: CompiledConfig;
  readonly answer: (effect: Effect) => Promise<unknown>;
  /** Reads a certificate or key that the configuration names. */
  readonly read: (path: string) => Buffer;
  /** Who is told of the sessions that an action's `filter` sees. */
  readonly reports: (filter: string) => SessionReport;
}

/** Sends mail on to other servers (mta.c, mta_session.c). */
export class Relay {
  private readonly batches = new RelayBatches((batch) => this.send(batch));
  private readonly pool: ConnectionPool;

  constructor(private readonly options: RelayOptions) {
    this.pool = new ConnectionPool(options.config.settings.mta.limits.values);
  }

  /** Never rejects. */
  deliver(request: RelayRequest): Promise<DeliveryResult> {
    return this.batches.add(request);
  }

  stop(): void {
    this.pool.close();
  }

  private async send(batch: RelayBatch): Promise<readonly DeliveryResult[]> {
    try {
      return await this.toExchangers(batch);
    } catch (error) {
      return sameForAll(batch, { outcome: 'tempfail', text: `internal error: ${(error as Error).message}` });
    }
  }

  /** To the exchangers in the order of their preference, the next where one cannot be reached. A refusal is final. */
  private async toExchangers(batch: RelayBatch): Promise<readonly DeliveryResult[]> {
    const { config, answer } = this.options;
    const found = await runTaskAsync(mailExchangers(batch.plan.destination, config.target), answer);
    if (found.type === 'failure') {
      const outcome = found.lasting === 'temporary' ? 'tempfail' : 'permfail';
      return sameForAll(batch, { outcome, text: found.reason });
    }
    let last: DeliveryResult = { outcome: 'tempfail', text: 'Network error on destination MXs' };
    for (const exchanger of found.exchangers) {
      const results = await this.toExchanger(batch, exchanger);
      if (Array.isArray(results)) return results;
      last = { outcome: 'tempfail', text: (results as ConnectFailure).text, peer: nameOf(exchanger) };
    }
    return sameForAll(batch, last);
  }

  private async toExchanger(
    batch: RelayBatch,
    exchanger: Exchanger,
  ): Promise<readonly DeliveryResult[] | ConnectFailure> {
    const { plan } = batch;
    const { protocol, port, tls, helo, source, credentials, filter } = plan;
    const key = JSON.stringify([exchanger, protocol, port, tls, helo, source, credentials, filter]);
    return this.pool.use(exchanger.address, async () => {
      const kept = this.pool.take(key);
      if (kept) {
        const results = await this.over(kept, key, batch, exchanger);
        // It may have been closed while nobody looked.
        if (results) return results;
      }
      const connected = await this.open(batch, exchanger);
      if ('failure' in connected) return connected;
      return (await this.over(connected, key, batch, exchanger)) ?? { failure: 'lost', text: 'Connection lost' };
    });
  }

  /** Where TLS was only offered and failed, the message goes in the clear. */
  private async open({ plan }: RelayBatch, exchanger: Exchanger): Promise<Connected | ConnectFailure> {
    const { config, read, answer, reports } = this.options;
    const { filter } = plan;
    // mta_session.c waits for the name of the other side, whoever wants to know it.
    const watched = filter === undefined ? undefined : { name: await nameByAddress(exchanger, answer), reports };
    const session = (): ConnectOptions => ({
      plan,
      exchanger,
      config,
      read,
      ...(watched && filter !== undefined ? { report: watched.reports(filter), peerName: watched.name } : {}),
    });
    const connected = await connect(session());
    return 'failure' in connected && connected.failure === 'insecure' ? connect(session(), true) : connected;
  }

  /** Undefined where the connection was lost before the server took the message or refused it. */
  private async over(
    connected: Connected,
    key: string,
    batch: RelayBatch,
    exchanger: Exchanger,
  ): Promise<readonly DeliveryResult[] | undefined> {
    const { results, reusable } = await transaction(connected, batch);
    if (reusable) this.pool.keep(key, connected);
    else connected.connection.close();
    return results?.map((result) => ({ ...result, peer: nameOf(exchanger) }));
  }
}

function nameOf({ host, address }: Exchanger): string {
  return `${address} (${host})`;
}

/** getnameinfo(3): the address itself where it has no name. */
async function nameByAddress({ address }: Exchanger, answer: RelayOptions['answer']): Promise<string> {
  const bare = address.replace(/^\[|\]$/g, '');
  const { name } = (await answer({ type: 'reverse-lookup', address: bare })) as ReverseAnswer;
  return name ?? bare;
}

function sameForAll({ recipients }: RelayBatch, result: DeliveryResult): readonly DeliveryResult[] {
  return recipients.map(() => result);
}
