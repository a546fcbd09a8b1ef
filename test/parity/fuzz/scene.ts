import type { Version } from '@smtpd-conf/grammar';
import type { Draw } from './draw.js';

/** How the daemon would classify a table that the file has defined. */
export type TableType = 'list' | 'hash' | 'dynamic';

export interface KnownTable {
  readonly name: string;
  readonly type: TableType;
  /** Set for `db` tables, which serve fewer kinds of lookup than others. */
  readonly db?: boolean;
}

export interface KnownFilter {
  readonly name: string;
  readonly proc?: string;
  readonly chain?: boolean;
}

/** What the statements so far have defined, so that those that follow can refer to it. */
export class Scene {
  readonly tables: KnownTable[] = [];
  readonly actions: string[] = [];
  readonly filters: KnownFilter[] = [];
  readonly procs: string[] = [];
  readonly wrappers: string[] = [];
  readonly pkis: string[] = [];
  readonly cas: string[] = [];
  srsKey = false;
  socket = false;
  private names = 0;

  constructor(
    readonly draw: Draw,
    readonly version: Version,
  ) {}

  /** A name that is not taken; or, on a slip, one that is. */
  freshName(taken: readonly string[]): string {
    if (taken.length > 0 && this.draw.slips()) return this.draw.pick(taken);
    const stem = this.draw.pick(STEMS);
    return taken.includes(stem) || this.draw.chance(30) ? `${stem}${this.names++}` : stem;
  }

  /** A name that is defined; or, on a slip, one that probably is not. Undefined where there is none. */
  knownName(known: readonly string[]): string | undefined {
    if (this.draw.slips()) return this.draw.pick(STEMS);
    return known.length > 0 ? this.draw.pick(known) : undefined;
  }
}

const STEMS = [
  'a',
  'b',
  'local_mail',
  'relay-out',
  'x.y',
  'mx1.example.org',
  'with space',
  'relay',
  'local',
  'match',
  '_u',
  ':c',
  '9lives',
  '42',
  '-1',
  "it's",
  'a"b',
  'Aliases',
  'x/y',
  'user@example.org',
  '$dollar',
  '*',
  '#hash',
  '{brace}',
  '<angle>',
  'a,b',
  'k=v',
  'sch\xc3\xb6n',
  '\xe9t\xe9',
  'protocols',
  'bypass',
];
