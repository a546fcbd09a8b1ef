import type { CompiledConfig, Origin } from '@smtpd-conf/compiler';

export const ORIGIN: Origin = { file: 0, line: 1, start: 0, end: 0 };

const limits = { values: {}, family: 'any' as const };

/** A configuration with these parts and nothing else. */
export function configOf(parts: Partial<CompiledConfig>): CompiledConfig {
  return {
    version: 1,
    target: { version: '7.8.0', platform: 'linux' },
    files: ['smtpd.conf'],
    settings: {
      hostname: 'mx.example',
      bounceWarn: [],
      queue: { compression: false, ttl: 345_600 },
      smtp: { maxMessageSize: 36_700_160, subAddressDelimiter: '+', limits: {} },
      mda: { limits: {} },
      mta: { maxDeferred: 100, limits, domains: {} },
      scheduler: { limits: {} },
    },
    tables: [],
    pki: [],
    ca: [],
    wrappers: [],
    procs: [],
    filters: [],
    actions: [],
    socket: { hostname: 'mx.example', maskSource: false, dsn: true },
    listeners: [],
    rules: [],
    ...parts,
  };
}
