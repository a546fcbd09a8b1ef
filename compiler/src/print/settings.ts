import { type Limit, MDA_LIMITS, MTA_LIMITS, SCHEDULER_LIMITS, SMTP_LIMITS } from '@smtpd-conf/grammar';
import type { CompiledSettings, MtaLimits } from '../config/compiled-config.js';
import { type Fragment, nameKey } from './fragment.js';
import type { Orderable } from './order.js';
import type { Scribe } from './scribe.js';

const DAY = 86400;
const MEGABYTE = 1024 * 1024;

/** The daemon's own values, as config_default sets them; what has them is not printed. */
const STANDARD = {
  bounceWarn: '14400',
  queueTtl: 4 * DAY,
  maxMessageSize: 35 * MEGABYTE,
  subAddressDelimiter: '+',
  srsTtl: 4,
  maxDeferred: 100,
} as const;

/** Statements that set one value each, for the values that are not the daemon's own. */
export function printSettings(scribe: Scribe, settings: CompiledSettings): Orderable[] {
  return [
    ...general(scribe, settings),
    ...queue(scribe, settings),
    ...smtp(scribe, settings),
    ...limits(scribe, 'mda.limit', 'mda limit LIMITS', MDA_LIMITS, settings.mda.limits),
    ...mta(scribe, settings),
    ...limits(scribe, 'scheduler.limit', 'scheduler limit LIMITS', SCHEDULER_LIMITS, settings.scheduler.limits),
    ...srs(scribe, settings),
  ].map((one) => ({ ...one, defines: one.text.startsWith('srs key ') ? [nameKey('srs', '')] : [] }));
}

function general(scribe: Scribe, { admd, bounceWarn }: CompiledSettings): Fragment[] {
  const statements = scribe.wordClause('admd', 'admd STRING', admd);
  if (bounceWarn.join() === STANDARD.bounceWarn) return statements;
  if (bounceWarn.length < 1 || bounceWarn.length > 4)
    scribe.complain('"bounce warn-interval" takes one to four delays');
  const delays = bounceWarn.map((delay) => scribe.delay(delay)).join(', ');
  return [...statements, scribe.clause('bounce.warn-interval', 'bounce warn-interval DELAYS', delays)];
}

function queue(scribe: Scribe, { queue: { compression, encryption, ttl } }: CompiledSettings): Fragment[] {
  const statements: Fragment[] = [];
  if (compression) statements.push(scribe.clause('queue.compression', 'queue compression'));
  if (encryption?.key !== undefined) {
    statements.push(...scribe.wordClause('queue.encryption', 'queue encryption STRING', encryption.key));
  } else if (encryption) statements.push(scribe.clause('queue.encryption', 'queue encryption'));
  if (ttl !== STANDARD.queueTtl) statements.push(scribe.clause('queue.ttl', 'queue ttl STRING', scribe.delay(ttl)));
  return statements;
}

function smtp(
  scribe: Scribe,
  { smtp: { maxMessageSize, subAddressDelimiter, ciphers, limits: set } }: CompiledSettings,
) {
  const statements = limits(scribe, 'smtp.limit', 'smtp limit LIMITS', SMTP_LIMITS, set);
  if (maxMessageSize !== STANDARD.maxMessageSize) {
    const bytes = scribe.number(maxMessageSize);
    const whole = maxMessageSize > 0 && maxMessageSize % MEGABYTE === 0;
    const size = whole ? `${maxMessageSize / MEGABYTE}M` : bytes;
    statements.push(scribe.clause('smtp.max-message-size', 'smtp max-message-size SIZE', size));
  }
  if (subAddressDelimiter !== STANDARD.subAddressDelimiter) {
    const delimiter = scribe.word(subAddressDelimiter);
    statements.push(scribe.clause('smtp.sub-addr-delim', 'smtp sub-addr-delim STRING', delimiter));
  }
  return [...statements, ...scribe.wordClause('smtp.ciphers', 'smtp ciphers STRING', ciphers)];
}

/** The limits of single domains first: they start as a copy of what the default is where their statement stands. */
function mta(scribe: Scribe, { mta: { maxDeferred, limits: standard, domains } }: CompiledSettings): Fragment[] {
  const statements: Fragment[] = [];
  if (maxDeferred !== STANDARD.maxDeferred) {
    statements.push(scribe.clause('mta.max-deferred', 'mta max-deferred NUMBER', scribe.number(maxDeferred)));
  }
  for (const [domain, set] of Object.entries(domains)) {
    const values = [scribe.word(domain), mtaLimits(scribe, set)];
    statements.push(scribe.clause('mta.limit-for-domain', 'mta limit for domain STRING LIMITS', ...values));
  }
  const changed = mtaLimits(scribe, standard);
  if (changed !== '') statements.push(scribe.clause('mta.limit', 'mta limit LIMITS', changed));
  return statements;
}

function mtaLimits(scribe: Scribe, { values, family }: MtaLimits): string {
  return [...(family === 'any' ? [] : [family]), ...changedLimits(scribe, MTA_LIMITS, values)].join(' ');
}

function limits(
  scribe: Scribe,
  id: 'smtp.limit' | 'mda.limit' | 'scheduler.limit',
  form: string,
  known: readonly Limit[],
  set: Readonly<Record<string, number>>,
): Fragment[] {
  const changed = changedLimits(scribe, known, set);
  return changed.length === 0 ? [] : [scribe.clause(id, form, changed.join(' '))];
}

function changedLimits(scribe: Scribe, known: readonly Limit[], set: Readonly<Record<string, number>>): string[] {
  return Object.entries(set).flatMap(([name, value]) => {
    const limit = known.find((one) => one.name === name);
    if (limit === undefined) scribe.complain(`there is no limit named ${JSON.stringify(name)}`);
    return limit === undefined || limit.standard === value ? [] : [`${name} ${scribe.number(value)}`];
  });
}

function srs(scribe: Scribe, { srs: set }: CompiledSettings): Fragment[] {
  if (set === undefined) return [];
  const statements = scribe.wordClause('srs.key', 'srs key STRING', set.key);
  statements.push(...scribe.wordClause('srs.key-backup', 'srs key backup STRING', set.backup));
  if (set.ttl !== STANDARD.srsTtl) {
    statements.push(scribe.clause('srs.ttl', 'srs ttl STRING', scribe.delay(set.ttl * DAY)));
  }
  return statements;
}
