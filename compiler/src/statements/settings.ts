import {
  type ClauseNode,
  isValueKind,
  type LimitEntry,
  type LimitList,
  type SettingStatement,
  type Token,
} from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { MtaLimitState } from '../state.js';
import { type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import { byteLength } from '../tables/table-key.js';
import { parseDelay, parseSize } from './values.js';

const MAX_BOUNCE_WARN = 4;
const DAY = 86400;

/** bounce, admd, mda, mta, queue, scheduler, smtp, srs. */
export function compileSetting(statement: SettingStatement, context: StatementContext): void {
  const { setting } = statement;
  if (setting === undefined) return;
  if (setting.id === 'bounce.warn-interval') {
    compileBounceWarn(setting, context);
    return;
  }
  if (setting.value?.kind === 'limits') {
    compileLimits(setting, setting.value, context);
    return;
  }
  if (setting.complete) compileValue(setting, context);
}

function compileValue(setting: SettingStatement['setting'] & object, context: StatementContext): void {
  const { state } = context;
  const value = wordOf(setting);
  switch (setting.id) {
    case 'admd':
      compileAdmd(setting, context);
      return;
    case 'mda.wrapper':
      compileWrapper(setting, context);
      return;
    case 'mta.max-deferred':
      state.mtaMaxDeferred = Number(value);
      return;
    case 'queue.compression':
      state.queueCompression = true;
      return;
    case 'queue.encryption':
      compileEncryption(setting, context);
      return;
    case 'queue.ttl':
      state.queueTtl = delay(
        setting,
        `invalid ${setting.words[0]?.text === 'expire' ? 'expire' : 'ttl'} delay: `,
        '',
        context,
      );
      return;
    case 'smtp.ciphers':
      state.smtpCiphers = value;
      return;
    case 'smtp.max-message-size':
      compileSize(setting, context);
      return;
    case 'smtp.sub-addr-delim':
      compileDelimiter(setting, context);
      return;
    case 'srs.key':
      state.srsKey = value;
      return;
    case 'srs.key-backup':
      state.srsBackup = value;
      return;
    case 'srs.ttl':
      compileSrsTtl(setting, context);
      return;
    default:
      return;
  }
}

function delay(setting: ClauseNode, before: string, after: string, context: StatementContext): number {
  const text = wordOf(setting);
  const seconds = parseDelay(text);
  if (seconds !== undefined) return seconds;
  return context.fail(context.after(setting), {
    id: 'invalid-delay',
    daemon: `${before}${delayAsDaemonShows(text)}${after}`,
    what: `"${text}" is no delay.`,
    at: tokenOf(setting),
  });
}

/** delaytonum cuts the unit off before it looks at the number, and the message shows what is left. */
export function delayAsDaemonShows(text: string): string {
  return text.length >= 2 && /[smhd]$/.test(text) ? text.slice(0, -1) : text;
}

function compileSrsTtl(setting: ClauseNode, context: StatementContext): void {
  const seconds = delay(setting, 'ttl delay "', '" is invalid', context);
  const days = Math.trunc(seconds / DAY);
  if (days === 0) {
    context.fail(context.after(setting), {
      id: 'invalid-delay',
      daemon: `ttl delay "${delayAsDaemonShows(wordOf(setting))}" is too short`,
      what: 'An SRS address must be valid for a day at least.',
      at: tokenOf(setting),
    });
  }
  context.state.srsTtl = days;
}

function compileBounceWarn(setting: ClauseNode, context: StatementContext): void {
  // A statement that broke off within its keywords.
  if (setting.words.length < setting.form.parts.filter((part) => !isValueKind(part)).length) return;
  const { state } = context;
  state.bounceWarn = [];
  if (setting.value?.kind !== 'delays') return;
  context.each(setting.value.delays, (token) => {
    const seconds = parseDelay(token.text);
    if (seconds === undefined) {
      context.fail(context.at(token), {
        id: 'invalid-delay',
        daemon: `invalid bounce delay: ${delayAsDaemonShows(token.text)}`,
        what: `"${token.text}" is no delay.`,
        at: token,
      });
    }
    if (state.bounceWarn.length < MAX_BOUNCE_WARN) state.bounceWarn.push(seconds);
  });
}

function compileAdmd(setting: ClauseNode, context: StatementContext): void {
  const value = wordOf(setting);
  if (!/^[\x20-\x7e]*$/.test(value)) {
    context.fail(context.after(setting), {
      id: 'invalid-value',
      daemon: 'not a valid admd',
      what: 'The administrative domain holds characters that cannot be printed.',
      at: tokenOf(setting),
    });
  }
  context.state.admd = value;
}

function compileWrapper(setting: ClauseNode, context: StatementContext): void {
  if (setting.value?.kind !== 'pair' || setting.value.second === undefined) return;
  const { first, second } = setting.value;
  const { wrappers } = context.state;
  const before = wrappers.get(first.text);
  if (before !== undefined) {
    context.fail(context.after(setting), {
      id: 'redefined',
      daemon: `mda wrapper already declared with that name: ${first.text}`,
      what: `There is already an mda wrapper "${first.text}".`,
      at: first,
      related: context.noteOn('first defined here', before.origin),
    });
  }
  const origin = context.state.origin(setting.words[0] as Token, second);
  wrappers.set(first.text, { name: first.text, command: second.text, origin });
}

function compileEncryption(setting: ClauseNode, context: StatementContext): void {
  const { state } = context;
  if (setting.value === undefined) {
    state.queueEncryption ??= {};
    return;
  }
  const value = wordOf(setting);
  const fromInput = value === '-' || value.toLowerCase() === 'stdin';
  state.queueEncryption = { key: fromInput ? 'stdin' : value };
  state.queueKeyPlace = tokenOf(setting);
}

function compileSize(setting: ClauseNode, context: StatementContext): void {
  const value = wordOf(setting);
  const bytes =
    setting.value?.kind === 'number' ? Number(value) : parseSize(value, !behaves(context.version, 'checked-sizes'));
  if (bytes === undefined || bytes < 0) {
    context.fail(context.after(setting), {
      id: 'invalid-size',
      daemon: `invalid size: ${setting.value?.kind === 'number' ? BigInt(value) : value}`,
      what: `"${value}" is no size.`,
      at: tokenOf(setting),
    });
  }
  context.state.maxMessageSize = bytes;
}

function compileDelimiter(setting: ClauseNode, context: StatementContext): void {
  const value = wordOf(setting);
  const problem =
    byteLength(value, tokenOf(setting).source.encoding) !== 1
      ? 'subaddressing-delimiter must be one character'
      : !/^[\x21-\x7e]$/.test(value) || value === '@'
        ? 'sub-addr-delim uses invalid character'
        : undefined;
  if (problem !== undefined) {
    context.fail(context.after(setting), {
      id: 'invalid-value',
      daemon: problem,
      what: 'The sub-address delimiter is one printable character other than @.',
      at: tokenOf(setting),
    });
  }
  context.state.subAddressDelimiter = value;
}

function compileLimits(setting: ClauseNode, list: LimitList, context: StatementContext): void {
  const { state } = context;
  switch (setting.id) {
    case 'smtp.limit':
      setLimits(list, state.smtpLimits, 'session', context);
      return;
    case 'mda.limit':
      setLimits(list, state.mdaLimits, 'scheduler', context);
      return;
    case 'scheduler.limit':
      setLimits(list, state.schedulerLimits, 'scheduler', context);
      return;
    default: {
      const limits = mtaLimits(list.domain, context);
      setLimits(list, limits.values, 'mta', context, (name) => {
        limits.family = name as 'inet4' | 'inet6';
      });
    }
  }
}

/** The limits of a domain start as a copy of the default ones as they are at this line. */
function mtaLimits(domain: Token | undefined, context: StatementContext): MtaLimitState {
  const { mtaLimits: all } = context.state;
  const standard = all.get('default') as MtaLimitState;
  if (domain === undefined) return standard;
  const known = all.get(domain.text);
  if (known) return known;
  const copy = { values: { ...standard.values }, family: standard.family };
  all.set(domain.text, copy);
  return copy;
}

function setLimits(
  list: LimitList,
  values: Record<string, number>,
  what: string,
  context: StatementContext,
  setFamily?: (name: string) => void,
): void {
  context.each(list.limits, ({ name, value }: LimitEntry) => {
    if (value === undefined) {
      setFamily?.(name.text);
      return;
    }
    if (!Object.hasOwn(values, name.text)) {
      context.fail(context.at(value), {
        id: 'invalid-limit',
        daemon: `invalid ${what} limit keyword: ${name.text}`,
        what: `There is no limit "${name.text}" here; there are ${Object.keys(values).join(', ')}.`,
        at: name,
      });
    }
    values[name.text] = Number(value.text);
  });
}
