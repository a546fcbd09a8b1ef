import type { RuleDecisions } from './prepared-engine.js';

/** Chevrotain's decisions about our rules, written by npm run write:decisions. */
export const DECISIONS: Readonly<Record<string, RuleDecisions>> = {
  assign: {
    'or 0': [16, 32],
  },
  list: {
    'many 1': [8],
    'or 10': [48, 49151],
    'many 2': [74],
    'or 1': [64, 8, 2],
    'many 3': [8],
    'or 11': [48, 49151],
    'atLeastOne 0': [8],
    'or 2': [2, 49151],
    'or 12': [48, 49151],
    'or 13': [48, 49151],
  },
  table: {
    'or 0': [2, 512, 128],
  },
  limits: {
    'atLeastOne 0': [32770],
    'or 0': [2, 32768],
  },
  delays: {
    'many 0': [64],
  },
  pair: {},
  clause: {
    'option 0': [2048],
    'many 0': [35462],
    'or 0': [32768, 2048, 2, 4, 642, 128, 2, 2, 32770],
    'or 1': [49151],
  },
  'modern statement': {
    'or 0': [2, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 35462],
    'many 1': [35462],
    'many 2': [35462],
    'or 10': [32768],
    'or 2': [32768, 2],
    'many 3': [35462],
    'many 4': [35462],
    'or 1': [2, 128],
    'many 6': [35462],
    'many 7': [35462],
    'many 8': [35462],
    'many 5': [35462],
    'or 4': [35462, 49151],
    'or 12': [32768],
    'many 9': [35462],
  },
};
