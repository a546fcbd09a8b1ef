import {
  atLeast,
  MDA_LIMITS,
  MTA_LIMITS,
  PHASE_CONDITIONS,
  phaseDecisions,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
  type Version,
} from '@smtpd-conf/grammar';
import fc from 'fast-check';
import type {
  BuiltinFilter,
  CompiledAction,
  CompiledConfig,
  CompiledFilter,
  CompiledListener,
  CompiledRule,
  CompiledTable,
  ForTest,
  FromTest,
  LocalAction,
  LocalMethod,
  Origin,
  RelayAction,
  RuleTest,
} from '../../compiler/src/config/compiled-config.js';

/** What fc.gen() hands to a property. */
export type Draw = fc.GeneratorValue;

/** Files that the drawn configurations name. */
export interface DrawnFiles {
  readonly cert: string;
  readonly key: string;
  readonly list: string;
}

const WORDS = [
  'plain',
  'relay',
  'any',
  '12',
  '10/8',
  '1st',
  '-1',
  '',
  'two words',
  "it's",
  'say "hi"',
  `both ' and "`,
  'back\\slash',
  'quote\\"d',
  'end\\',
  'tab\\\tand\\ blank',
  '$name',
  '#no-comment',
  '{a, b}',
  'größe',
  '2001:db8::1',
  '@example.org',
  '*',
  '/absolute/path',
];

const ORIGIN: Origin = { file: 0, line: 1, start: 0, end: 1 };

const HOSTNAME = 'mail.example.org';

/** Draws a configuration that compiling some file could give: its parts refer to each other as the daemon wants it. */
export function drawConfig(draw: Draw, version: Version, files: DrawnFiles): CompiledConfig {
  return new ConfigDrawer(draw, version, files).config();
}

class ConfigDrawer {
  private readonly tables: CompiledTable[] = [];
  private readonly filters: CompiledFilter[] = [];
  private readonly actions: CompiledAction[] = [];
  private readonly rules: CompiledRule[] = [];
  private readonly listeners: CompiledListener[] = [];
  private readonly procs: { name: string; command: string; user?: string; origin: Origin }[] = [];
  private readonly wrappers: { name: string; command: string; origin: Origin }[] = [];
  private nextTable = 0;
  private nextChain = 1;
  private nextName = 0;
  private readonly srs: boolean;
  private readonly newer: boolean;

  constructor(
    private readonly draw: Draw,
    private readonly version: Version,
    private readonly files: DrawnFiles,
  ) {
    this.srs = this.flip();
    this.newer = atLeast(version, '7.5.0');
  }

  config(): CompiledConfig {
    // In any order, as the parts of a file may come.
    const parts = this.draw(fc.array, fc.constantFrom('table', 'filter', 'action', 'listener', 'rule', 'wrapper'), {
      maxLength: 14,
    }) as string[];
    for (const part of [...parts, 'rule']) this.add(part);
    return {
      version: 1,
      target: { version: this.version, platform: 'linux' },
      files: ['smtpd.conf'],
      settings: this.settings(),
      tables: this.tables,
      pki: [
        {
          name: 'mail.example.org',
          cert: this.files.cert,
          key: this.files.key,
          dhe: this.pick('none', 'auto'),
          origin: ORIGIN,
        },
        { name: '*', cert: this.files.cert, key: this.files.key, dhe: 'none', origin: ORIGIN },
      ],
      ca: [{ name: 'ca.example.org', cert: this.files.cert, origin: ORIGIN }],
      wrappers: this.wrappers,
      procs: this.procs,
      filters: this.filters,
      actions: this.actions,
      socket: this.socket(),
      listeners: this.listeners,
      rules: this.rules,
    };
  }

  /** Before 7.5 it offers notifications where a statement speaks of it. */
  private socket(): CompiledConfig['socket'] {
    const written = { maskSource: this.flip(), ...this.filterUse(), ...(this.flip() && { tag: 'local' }) };
    const spoken = written.maskSource || Object.keys(written).length > 1;
    return { hostname: HOSTNAME, ...written, dsn: (spoken && !this.newer) || this.flip() };
  }

  private add(part: string): void {
    switch (part) {
      case 'table':
        this.namedTable(this.pick('list', 'hash'));
        return;
      case 'filter':
        this.filters.push(this.filter());
        return;
      case 'action':
        this.actions.push(this.flip() ? this.localAction() : this.relayAction());
        return;
      case 'listener':
        this.listeners.push(this.listener());
        return;
      case 'wrapper':
        this.wrappers.push({ name: this.name(), command: this.word(), origin: ORIGIN });
        return;
      default:
        this.rules.push(this.rule());
    }
  }

  private settings(): CompiledConfig['settings'] {
    const limits = (known: readonly { name: string; standard: number }[]): Record<string, number> =>
      Object.fromEntries(known.map(({ name, standard }) => [name, this.flip() ? standard : this.number(1, 5000)]));
    return {
      hostname: HOSTNAME,
      ...(this.flip() && { admd: this.pick('mail.example.org', 'admd') }),
      bounceWarn: this.flip() ? [14400] : [this.number(1, 100000), 7200],
      queue: {
        compression: this.flip(),
        ttl: this.number(1, 1000) * 3600,
        // Not the key that is asked for at start: the judge would ask.
        ...(this.flip() && { encryption: { key: '0123456789abcdef0123456789abcdef' } }),
      },
      smtp: {
        maxMessageSize: this.pick(36700160, 1, 1048576, 123456789),
        subAddressDelimiter: this.pick('+', '-', '#', '{', '"'),
        ...(this.flip() && { ciphers: 'HIGH:!aNULL' }),
        limits: limits(SMTP_LIMITS),
      },
      ...(this.srs && { srs: { key: 'secret', ttl: this.number(1, 9), ...(this.flip() && { backup: 'old secret' }) } }),
      mda: { limits: limits(MDA_LIMITS) },
      mta: {
        maxDeferred: this.number(0, 200),
        limits: { values: limits(MTA_LIMITS), family: this.pick('any', 'inet4', 'inet6') },
        domains: this.flip()
          ? { 'example.net': { values: limits(MTA_LIMITS), family: this.pick('any', 'inet4', 'inet6') } }
          : {},
      },
      scheduler: { limits: limits(SCHEDULER_LIMITS) },
    };
  }

  private namedTable(kind: 'list' | 'hash'): string {
    const name = this.name();
    const fromFile = kind === 'list' && this.flip();
    this.tables.push({
      name,
      backend: 'static',
      kind,
      ...(fromFile ? { config: this.files.list, entries: [['a'], ['b']] } : { entries: this.entries(kind) }),
      origin: ORIGIN,
    });
    return name;
  }

  /** A table to be looked up in: one that has a name already, or one written in place. */
  private table(kind: 'list' | 'hash'): string {
    const named = this.tables.filter((table) => table.kind === kind && !table.name.startsWith('<dynamic:'));
    if (named.length > 0 && this.flip()) return this.pick(...named).name;
    const name = `<dynamic:${this.nextTable++}>`;
    this.tables.push({ name, backend: 'static', kind, entries: this.entries(kind), origin: ORIGIN });
    return name;
  }

  private entries(kind: 'list' | 'hash'): NonNullable<CompiledTable['entries']> {
    return Array.from({ length: this.number(1, 12) }, () => {
      const key = this.word().toLowerCase();
      return kind === 'list' ? ([key] as const) : ([key, this.word()] as const);
    });
  }

  private filter(): CompiledFilter {
    const base = { subsystems: [], origin: ORIGIN };
    const kind = this.pick('proc', 'proc-exec', 'chain', 'builtin');
    if (kind === 'chain') {
      const filters = this.chainMembers();
      if (filters.length > 0) return { ...base, name: this.name(), type: 'chain', filters };
    }
    if (kind === 'proc' || kind === 'proc-exec') {
      const name = this.name();
      const proc = kind === 'proc' ? this.name() : name;
      this.procs.push({ name: proc, command: this.word(), ...(this.flip() && { user: this.word() }), origin: ORIGIN });
      return { ...base, name, type: 'proc', proc };
    }
    return { ...base, name: this.name(), ...this.builtin() };
  }

  private builtin(): Pick<BuiltinFilter, 'type' | 'phase' | 'written' | 'condition' | 'decision'> {
    const written = this.pick('connect', 'helo', 'ehlo', 'mail-from', 'rcpt-to', 'data', 'commit', 'auth');
    const condition = this.pick(...PHASE_CONDITIONS[`phase.${written}`]).slice('condition.'.length);
    const decision = this.pick(...phaseDecisions(`phase.${written}`)).slice('decision.'.length);
    const bare = condition === 'fcrdns' || (['rdns', 'auth'].includes(condition) && this.flip());
    return {
      type: 'builtin',
      phase: written === 'auth' ? 'connect' : written,
      written,
      condition: {
        type: condition as BuiltinFilter['condition']['type'],
        negated: this.flip(),
        ...(bare ? { regex: false } : { regex: this.flip(), table: this.table('list') }),
      },
      decision:
        decision === 'junk' || decision === 'bypass'
          ? { type: decision }
          : { type: decision as 'reject', text: `550 ${this.word()}`.replace(/\\$/, '') },
    };
  }

  /** Each filter and each process once, no chains. */
  private chainMembers(): string[] {
    const procs = new Set<string>();
    const fit = this.filters.filter((filter) => {
      if (filter.type === 'chain') return false;
      if (filter.type !== 'proc') return true;
      const fresh = !procs.has(filter.proc);
      procs.add(filter.proc);
      return fresh;
    });
    return fit.filter(() => this.flip()).map(({ name }) => name);
  }

  private filterUse(): { filter?: string } {
    if (this.filters.length === 0 || this.flip()) return {};
    const members = this.chainMembers();
    const named = this.filters.filter(({ name }) => !name.startsWith('<dynchain'));
    if (members.length === 0 || (named.length > 0 && this.flip())) return named[0] ? { filter: named[0].name } : {};
    const name = `<dynchain:${(this.nextChain++).toString(16).padStart(8, '0')}>`;
    this.filters.push({ name, type: 'chain', filters: members, subsystems: ['smtp-in'], origin: ORIGIN });
    return { filter: name };
  }

  private localAction(): LocalAction {
    const method = this.method();
    const mayHaveUser = !['mbox', 'forward-only', 'expand-only'].includes(method.type);
    const aliases = this.pick('alias', 'virtual', 'none');
    return {
      name: this.name(),
      type: 'local',
      method,
      ...(mayHaveUser && this.flip() && { user: this.word() }),
      ...(aliases === 'alias' && { alias: this.table('hash') }),
      ...(aliases === 'virtual' && { virtual: this.table('hash') }),
      userbase: this.flip() ? '<getpwnam>' : this.table('hash'),
      ...(this.wrappers[0] && this.flip() && { wrapper: this.wrappers[0].name }),
      ...(this.flip() && { ttl: this.number(1, 2147483647) }),
      origin: ORIGIN,
    };
  }

  private method(): LocalMethod {
    switch (this.pick('mbox', 'maildir', 'lmtp', 'mda', 'forward-only', 'expand-only')) {
      case 'maildir':
        return { type: 'maildir', junk: this.flip(), ...(this.flip() && { path: this.word() }) };
      case 'lmtp':
        return { type: 'lmtp', destination: this.word(), rcptTo: this.flip() };
      case 'mda':
        return { type: 'mda', command: this.word() };
      case 'forward-only':
        return { type: 'forward-only' };
      case 'expand-only':
        return { type: 'expand-only' };
      default:
        return { type: 'mbox' };
    }
  }

  private relayAction(): RelayAction {
    const byDomain = this.flip();
    const host = this.pick('smarthost', 'backup', 'none');
    const earlySource = this.flip() ? this.table('list') : undefined;
    const smarthost = host === 'smarthost' ? { table: this.table(byDomain ? 'hash' : 'list'), byDomain } : undefined;
    return {
      name: this.name(),
      type: 'relay',
      ...(this.flip() && { helo: this.word() }),
      ...(smarthost && { smarthost }),
      ...(smarthost && this.flip() && { auth: this.table('hash') }),
      ...(earlySource && { source: earlySource }),
      ...(this.flip() && { heloSource: this.table('hash') }),
      ...(this.flip() && { pki: 'mail.example.org' }),
      ...(this.flip() && { ca: 'ca.example.org' }),
      ...(this.newer && this.flip() && { ciphers: 'HIGH', protocols: 'TLSv1.3' }),
      ...(this.flip() && { mailFrom: this.word() }),
      ...(host === 'backup' && { backup: this.flip() ? {} : { mx: this.word() } }),
      ...(this.flip() && { tls: { verify: this.flip() } }),
      ...this.filterUse(),
      srs: this.srs && this.flip(),
      origin: ORIGIN,
    };
  }

  private listener(): CompiledListener {
    const mode = this.pick('starttls', 'starttls-require', 'smtps', 'none');
    const on = this.pick('127.0.0.1', '::1');
    return {
      on,
      family: on === '::1' ? 'inet6' : 'inet4',
      address: on,
      port: this.pick(25, 465, 2525),
      local: true,
      hostname: this.pick(HOSTNAME, 'other.example.org'),
      ...(this.flip() && { hostnames: this.table('hash') }),
      ...(this.flip() && { tag: this.pick('local', 'a tag', 'x') }),
      ...this.filterUse(),
      ...(mode !== 'none' && {
        tls: {
          mode,
          verify: mode !== 'starttls' && this.flip(),
          pki: this.newer && this.flip() ? ['*', 'mail.example.org'] : [this.pick('mail.example.org', '*')],
          ...(this.flip() && { ca: 'ca.example.org' }),
          ...(this.newer && this.flip() && { ciphers: 'HIGH', protocols: 'TLSv1.2:TLSv1.3' }),
        },
      }),
      ...(mode !== 'none' &&
        this.flip() && {
          auth: { required: this.flip(), ...(this.flip() && { table: this.table('hash') }) },
          ...(this.flip() && { senders: { table: this.table('hash'), masquerade: this.flip() } }),
        }),
      maskSource: this.flip(),
      receivedAuth: this.flip(),
      dsn: this.flip(),
      proxyV2: this.flip(),
      // Of its own, or it would be taken for another address of the listener before.
      origin: { ...ORIGIN, line: this.listeners.length + 1 },
    };
  }

  private rule(): CompiledRule {
    const test = (): RuleTest => ({ negated: this.flip(), regex: this.flip(), table: this.table('list') });
    // Later releases look keys up in mappings too.
    const lookup = (): RuleTest =>
      this.newer && this.flip() ? { negated: this.flip(), regex: false, table: this.table('hash') } : test();
    const presence = (): RuleTest => ({ negated: this.flip(), regex: false });
    return {
      for: this.forTest(),
      ...(this.flip() && { tag: test() }),
      ...(this.flip() && { helo: test() }),
      ...(this.flip() && { auth: this.flip() ? lookup() : presence() }),
      ...(this.flip() && { tls: presence() }),
      ...(this.flip() && { mailFrom: lookup() }),
      ...(this.flip() && { rcptTo: lookup() }),
      from: this.fromTest(),
      outcome:
        this.actions.length === 0 || this.flip()
          ? { type: 'reject' }
          : { type: 'action', action: this.pick(...this.actions).name },
      origin: ORIGIN,
    };
  }

  private fromTest(): FromTest {
    const written = { negated: this.flip(), regex: false, implicit: false };
    switch (this.pick('implicit', 'local', 'any', 'src', 'rdns', 'some-rdns', 'socket')) {
      case 'implicit':
        return { type: 'src', negated: false, regex: false, table: '<localhost>', implicit: true };
      case 'local':
        return { ...written, type: 'src', table: '<localhost>' };
      case 'any':
        return { ...written, type: 'src', table: '<anyhost>' };
      case 'rdns':
        return { ...written, type: 'rdns', regex: this.flip(), table: this.table('list') };
      case 'some-rdns':
        return { ...written, type: 'rdns' };
      case 'socket':
        return { ...written, type: 'socket' };
      default:
        return { ...written, type: 'src', regex: this.flip(), table: this.table('list') };
    }
  }

  private forTest(): ForTest {
    const written = { negated: this.flip(), regex: false, implicit: false };
    switch (this.pick('implicit', 'local', 'any', 'domain')) {
      case 'implicit':
        return { negated: false, regex: false, table: '<localnames>', implicit: true };
      case 'local':
        return { ...written, table: '<localnames>' };
      case 'any':
        return { ...written, table: '<anydestination>' };
      default:
        return { ...written, regex: this.flip(), table: this.table('list') };
    }
  }

  /** A name that nothing has yet. */
  private name(): string {
    return `${this.word().replace(/\\$/, '')}${this.nextName++}`;
  }

  private word(): string {
    return this.pick(...WORDS);
  }

  private pick<const T>(first: T, ...rest: readonly T[]): T;
  private pick<const T>(...options: readonly T[]): T;
  private pick<const T>(...options: readonly T[]): T {
    return options[this.number(0, options.length - 1)] as T;
  }

  private flip(): boolean {
    return this.draw(fc.boolean);
  }

  private number(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }
}
