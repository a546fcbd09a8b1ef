import type { Server, Socket } from 'node:net';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { CompiledConfig, CompiledListener, ListenerTls, SocketListener, World } from '@smtpd-conf/compiler';
import {
  type Delivery,
  type Effect,
  filterChains,
  type LookupAnswer,
  type MailServices,
  mailServices,
  type Peer,
  type ReportEvent,
  type TableLookup,
  type TraceEvent,
  type Tracer,
} from '@smtpd-conf/engine';
import type { Phase } from '@smtpd-conf/grammar';
import type { TraceSubsystem } from '../../control/command.js';
import { Statistics } from '../../control/statistics.js';
import { subsystemsOf } from '../../filters/subsystems.js';
import { envelopeLogLine } from '../../log/envelope-line.js';
import { MailLog } from '../../log/mail-log.js';
import { sessionLogLine } from '../../log/session-log.js';
import { traceLine } from '../../log/trace-lines.js';
import type { Waiting } from '../../queue/queued-envelope.js';
import { Scheduler } from '../../schedule/scheduler.js';
import { SystemUsers } from '../auth/system-users.js';
import { CONTROL_SOCKET, claimSpool, SUBMISSION_SOCKET } from '../control/claim-spool.js';
import { listenForControl } from '../control/control-socket.js';
import { FilterProcess } from '../filters/filter-process.js';
import type { Privileges } from '../privilege/privileges.js';
import { DiskQueue } from '../queue/disk-queue.js';
import type { QueueFiles } from '../queue/queue-files.js';
import { Relay } from '../relay/relay.js';
import type { ServerTls } from '../smtp/client-connection.js';
import { type EnvelopeFacts, IncomingMessages } from '../smtp/incoming-messages.js';
import { proxiedClient } from '../smtp/proxied-client.js';
import { serverTls } from '../smtp/server-tls.js';
import { ExternalTables } from '../tables/external-tables.js';
import { withTableReread } from '../tables/reread-table.js';
import { startTableProcesses } from '../tables/start-table-processes.js';
import type { TableProcess } from '../tables/table-process.js';
import { answer } from './answers.js';
import { DeliveryLoop } from './delivery-loop.js';
import { type ListenOptions, listenTcp, listenUnix, placeOf } from './listen.js';
import { Notifications } from './notifications.js';
import { serveClient, uniqueId } from './serve-client.js';
import { serverControls } from './server-controls.js';
import { sessionLimit } from './session-limit.js';

export interface MailServerOptions extends ListenOptions {
  readonly config: CompiledConfig;
  /** The queue, and the socket of local submission. */
  readonly spool: string;
  /** Below which paths of the configuration lie; "" for the system's root. */
  readonly root: string;
  readonly files: Pick<World, 'readFile' | 'status'>;
  readonly privileges: Privileges;
  /** Takes a line of the mail log, without its end. */
  readonly log: (line: string) => void;
  /** Who may hand mail in over the socket: the daemon lets everybody, a server that somebody tries its owner. */
  readonly submission: 'everybody' | 'owner';
  /** -v and -T of smtpd(8). */
  readonly verbose: boolean;
  readonly tracing: readonly TraceSubsystem[];
  /** The disk, where it is not the system's own. */
  readonly queueFiles?: QueueFiles;
  /** What ends the server, in the daemon's words. */
  readonly fatal: (why: string) => void;
}

/** A running server: accepts mail, queues it, delivers it. */
export interface MailServer {
  /** Where it listens, as `host:port`; the socket's path last. */
  readonly listening: readonly string[];
  /** What a table holds that the configuration does not. */
  lookUp(lookup: TableLookup): Promise<LookupAnswer>;
  /** Takes no new clients, and waits for what was begun, at most `patience` milliseconds. */
  stop(patience: number): Promise<void>;
}

/** Starts a server for a configuration; rejects with what stands in its way, and then nothing is left listening. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const { config, log } = options;
  await claimSpool(options.spool);
  const { queue, waiting, setAside } = await DiskQueue.open(options.spool, options.queueFiles);
  for (const { file, why } of setAside) log(`warn: queue: ${file} was set aside: ${why}`);
  const locate = (path: string): string => located(options.root, path);
  const tableProcesses = await startTableProcesses(config, locate, log);
  const filters = await startFilters(options);
  const server = new Running(options, queue, filters, tableProcesses);
  try {
    server.take(waiting);
    await server.listen();
  } catch (error) {
    await server.stop(0);
    throw error;
  }
  server.loop.wake();
  log(
    `info: OpenSMTPD ${config.target.version} as smtpd-lint runs it: ready, ${waiting.length} envelopes in the queue`,
  );
  return server;
}

/** Starts every process that a filter may run in, used or not, as the daemon does; resolves when all have registered. */
async function startFilters({
  config,
  privileges,
  log,
  fatal,
}: MailServerOptions): Promise<ReadonlyMap<string, FilterProcess>> {
  const started = new Map<string, FilterProcess>();
  try {
    for (const { name } of config.procs) {
      const process = await privileges.startProcessor(name);
      started.set(
        name,
        new FilterProcess({
          config,
          name,
          process,
          subsystems: subsystemsOf(config, name),
          log,
          lost: fatal,
          reported: () => undefined,
        }),
      );
    }
    await Promise.all([...started.values()].map(({ ready }) => ready));
    return started;
  } catch (error) {
    for (const filter of started.values()) filter.stop();
    throw error;
  }
}

/** So many messages come in at once where clients come before deliveries. */
const BUSY = 16;

class Running implements MailServer {
  readonly listening: string[] = [];
  readonly scheduler: Scheduler;
  readonly loop: DeliveryLoop;
  private readonly log: MailLog;
  private readonly statistics = new Statistics(Math.floor(Date.now() / 1000));
  private readonly servers: Server[] = [];
  private submission: Server | undefined;
  /** Clients that wait until `smtp` is resumed. */
  private readonly gate = {
    paused: false,
    waiting: [] as (() => void)[],
    open(): void {
      for (const enter of this.waiting.splice(0)) enter();
    },
  };
  private readonly clients = new Set<Promise<void>>();
  private readonly sockets = new Set<Socket>();
  private readonly secured = new Map<ListenerTls, ServerTls>();
  private readonly limit = sessionLimit();
  private readonly tables: ExternalTables;
  private readonly incoming: IncomingMessages;
  private readonly socketPath: string;
  private readonly relay: Relay;
  private readonly notifications: Notifications;
  /** With its tables as they were read last. */
  private config: CompiledConfig;
  private services: (trace: Tracer) => MailServices;

  constructor(
    private readonly options: MailServerOptions,
    private readonly queue: DiskQueue,
    private readonly filters: ReadonlyMap<string, FilterProcess>,
    private readonly tableProcesses: ReadonlyMap<string, TableProcess>,
  ) {
    const { config, spool } = options;
    this.config = config;
    this.log = new MailLog(options.log, options.verbose, options.tracing);
    this.services = this.servicesOf(config);
    this.scheduler = new Scheduler({ maxInflight: config.settings.scheduler.limits['max-inflight'] ?? 5000 });
    this.tables = new ExternalTables(config, new SystemUsers(), tableProcesses, (path) => this.locate(path));
    this.socketPath = join(spool, SUBMISSION_SOCKET);
    this.incoming = new IncomingMessages(
      queue,
      (waiting) => {
        this.take(waiting);
        // The client hears first that it is taken.
        setImmediate(() => this.loop.wake());
      },
      this.log.info,
    );
    this.relay = new Relay({
      config,
      answer: (effect) => this.answer(effect),
      read: (path) => this.readSecret(path),
      log: this.log.info,
      newId: uniqueId,
      report: (...told) => this.report(...told),
    });
    this.notifications = new Notifications({
      version: config.target.version,
      socketPath: this.socketPath,
      log: this.log.info,
    });
    this.loop = new DeliveryLoop({
      queue,
      scheduler: this.scheduler,
      statistics: this.statistics,
      services: () => this.services(() => undefined).dispatch,
      answer: (effect) => this.answer(effect),
      concurrency: config.settings.mda.limits['max-session'] ?? 50,
      isBusy: () => this.incoming.livelyCount > BUSY,
      warnings: config.settings.bounceWarn,
      deliverLocally: (id, plan, message) => options.privileges.deliver(id, plan, message),
      prepareMailbox: (id) => options.privileges.prepareMailbox(id),
      relay: ({ envelope: { id, dsn } }, plan, bytes) => this.relay.deliver({ envelope: id, plan, dsn, bytes }),
      notify: (notification) => this.notifications.notify(notification),
      log: this.log.info,
    });
  }

  private servicesOf(config: CompiledConfig): (trace: Tracer) => MailServices {
    const hooks = new Map<string, readonly Phase[]>([...this.filters].map(([name, filter]) => [name, filter.hooks]));
    return mailServices(config, hooks, { processServices: (table) => this.tableProcesses.get(table)?.services })();
  }

  /** `update table`: sessions that begin from now on see what it holds then; what stands in the way of it. */
  private async updateTable(name: string): Promise<string | undefined> {
    const { files, privileges } = this.options;
    if (!this.config.tables.some((table) => table.name === name)) return `there is no table "${name}"`;
    const why = await this.tables.update(name);
    const changed = why ?? withTableReread(this.config, name, files);
    if (typeof changed === 'string') {
      this.log.info(`warn: table "${name}" is not updated: ${changed}`);
      return changed;
    }
    this.config = changed;
    this.services = this.servicesOf(changed);
    await privileges.updateTable(name);
    this.log.info(`info: Table "${name}" successfully updated`);
    return undefined;
  }

  /** Envelopes that are in the queue on disk. */
  take(waiting: readonly Waiting[]): void {
    for (const one of waiting) this.scheduler.add(one);
    this.statistics.increment('scheduler.envelope', waiting.length);
  }

  async listen(): Promise<void> {
    const { config } = this.options;
    for (const listener of config.listeners) {
      const { host, port } = placeOf(listener, this.options);
      const place = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
      // Listeners on several addresses come together on the one of --bind; the first is the one that serves there.
      if (this.options.bind !== undefined && this.listening.includes(place)) continue;
      const on = await this.options.privileges.listenOn(host, port);
      this.servers.push(await listenTcp(on, (socket) => this.admit(socket, listener)));
      this.listening.push(place);
    }
    const mode = this.options.submission === 'everybody' ? 0o666 : 0o600;
    this.submission = await listenUnix(this.socketPath, mode, (socket) => this.accept(socket, config.socket));
    this.servers.push(await listenForControl(join(this.options.spool, CONTROL_SOCKET), this.controls()));
    this.listening.push(this.socketPath);
  }

  async stop(patience: number): Promise<void> {
    // What is still to be told is handed in over the socket.
    for (const server of this.servers) server.close();
    this.notifications.flush();
    const ended = Promise.all([...this.clients, this.loop.stop()]);
    const tooLong = new Promise((resolve) => setTimeout(resolve, patience).unref());
    await Promise.race([ended, tooLong]);
    this.submission?.close();
    for (const socket of this.sockets) socket.destroy();
    this.relay.stop();
    for (const filter of this.filters.values()) filter.stop();
    this.tables.stop();
    await this.queue.close();
  }

  private controls() {
    return serverControls({
      queue: this.queue,
      scheduler: this.scheduler,
      statistics: this.statistics,
      log: this.log,
      wake: () => this.loop.wake(),
      relays: this.relay.register,
      gate: this.gate,
      updateTable: (name) => this.updateTable(name),
    });
  }

  /** While `smtp` is paused a client is connected and hears nothing, as one in the daemon's backlog. */
  private admit(socket: Socket, listener: CompiledListener): void {
    // Nobody is served before somebody listens to what happens to his connection.
    socket.on('error', () => undefined);
    if (this.sockets.size >= this.limit) {
      this.log.info(`warn: smtp: ${this.sockets.size} clients already, ${socket.remoteAddress ?? ''} is turned away`);
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const enter = (): void =>
      listener.proxyV2 ? void this.acceptProxied(socket, listener) : this.accept(socket, listener);
    if (this.gate.paused) this.gate.waiting.push(enter);
    else enter();
  }

  private async acceptProxied(socket: Socket, listener: CompiledListener): Promise<void> {
    const client = await proxiedClient(socket, peerOf(socket, listener));
    if (typeof client !== 'string') return this.accept(socket, listener, client);
    this.log.info(`proxy event=closed address=${socket.remoteAddress ?? ''} reason="${client}"`);
    socket.destroy();
  }

  /** What a session tells of itself, in the log. */
  private tell(id: string, event: TraceEvent): void {
    const { log } = this;
    const line = sessionLogLine(id, event);
    if (line !== undefined) log.info(line);
    if (event.type === 'message-accepted') {
      for (const waiting of this.incoming.takeCommitted(event.message)) log.info(envelopeLogLine(id, waiting));
    }
    if (!log.isTracing) return;
    const traced = traceLine(id, event, this.config);
    if (traced) log.trace(traced.subsystem, () => traced.text);
  }

  private accept(
    socket: Socket,
    listener: CompiledListener | SocketListener,
    client: Peer = peerOf(socket, listener),
  ): void {
    const log = this.log.info;
    const id = uniqueId();
    const services = this.services((event) => this.tell(id, event));
    const tls = 'address' in listener && listener.tls ? listener.tls : undefined;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    let secured: ReturnType<typeof serverTls> | undefined;
    try {
      secured = tls && this.certificates(tls);
    } catch (error) {
      log(`warn: ${id}: ${(error as Error).message}`);
    }
    const served = serveClient(
      {
        socket,
        connection: { id, listener, client },
        services: services.session,
        incoming: this.incoming,
        filters: this.filters,
        tls: secured,
        factsOf: (delivery) => this.factsOf(delivery),
        answer: (effect) => this.answer(effect),
      },
      (error) => log(`warn: ${id} ended by a fault of ours: ${error.message}`),
    );
    this.clients.add(served);
    this.statistics.increment('smtp.session');
    this.statistics.increment(`smtp.session.${client.family}`);
    void served.finally(() => {
      this.clients.delete(served);
      this.statistics.decrement('smtp.session');
    });
  }

  private factsOf(delivery: Delivery): EnvelopeFacts {
    const { settings } = this.options.config;
    return {
      transport: delivery.type === 'relay' ? 'mta' : 'mda',
      ttl: delivery.rule.action.ttl ?? settings.queue.ttl,
    };
  }

  private answer(effect: Effect): Promise<unknown> {
    const { privileges } = this.options;
    return answer(effect, { tables: this.tables, privileges, locate: (path) => this.locate(path) });
  }

  async lookUp(lookup: TableLookup): Promise<LookupAnswer> {
    return this.tables.lookUp(lookup);
  }

  /** Tells the processes of an action's filter what happens in a session with another server. */
  private report(filter: string, event: ReportEvent, session: string, fields: readonly string[]): void {
    const chain = filterChains(this.config, new Map()).get(filter);
    for (const proc of chain?.procs ?? []) this.filters.get(proc)?.report('smtp-out', event, session, fields);
  }

  /** Read once: a context is too dear to be made for each client. */
  private certificates(tls: ListenerTls): ServerTls {
    const known = this.secured.get(tls) ?? serverTls(this.options.config, tls, (path) => this.readSecret(path));
    this.secured.set(tls, known);
    return known;
  }

  private readSecret(path: string): Buffer {
    return this.options.privileges.readSecret(this.locate(path));
  }

  private locate(path: string): string {
    return located(this.options.root, path);
  }
}

/** Where a path of the configuration lies. */
function located(root: string, path: string): string {
  return path.startsWith('/') ? root + path : path;
}

function peerOf(socket: Socket, listener: CompiledListener | SocketListener): Peer {
  if (!('address' in listener)) return { family: 'local' };
  const { remoteAddress = '', remotePort = 0 } = socket;
  const family = isIPv6(remoteAddress) ? 'inet6' : 'inet4';
  return { family, address: remoteAddress, port: remotePort };
}
