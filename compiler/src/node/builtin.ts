import { createRequire } from 'node:module';

/** Loads a module of Node's own when it is needed and not before, also in a bundle, and without waiting. */
export function builtin(name: 'node:child_process'): typeof import('node:child_process');
export function builtin(name: 'node:crypto'): typeof import('node:crypto');
export function builtin(name: string): unknown {
  return createRequire('/')(name);
}
